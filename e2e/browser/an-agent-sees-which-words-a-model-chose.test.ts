import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { says, startStandIn, textOf } from '../../server/test/support/stand-in-model.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { picture } from '../support/desk-tab.ts'

/** What a model worded is marked at the desk, with the approved words beside it; the borrower reads the answer and nothing of this. */

type Demo = ResponseOf<typeof listDemoCustomers>

const standIn = await startStandIn()
const environment = { XINQIAO_LLM_URL: standIn.url, XINQIAO_LLM_MODEL: 'stand-in-1', XINQIAO_LLM_BUDGET_MS: '10000' }
const server = await startTestServer({ clock: systemClock, demo: true, pages: true, environment })
let browser: Browser
let demo: Demo
beforeAll(async () => {
  browser = await launchBrowser()
  demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
})
afterAll(() => browser.close())

const deskOf = async (scheme: 'light' | 'dark'): Promise<Page> => {
  const { email, password } = demo.staff.find(({ roles }) => roles.includes('junior')) ?? expect.unreachable('no agent')
  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', colorScheme: scheme })).newPage()
  await desk.goto(`${server.url}/desk?view=machine`)
  await desk.locator('input[type=email]').fill(email)
  await desk.locator('input[type=password]').fill(password)
  await desk.locator('button[type=submit]').click()
  await desk.locator('.rail').waitFor()
  return desk
}

it('marks the words, shows the approved ones beside them, and says why others were discarded', async () => {
  const borrower = demo.customers.find(({ situation }) => /^[^；]+ 正常还款$/.test(situation)) ?? expect.unreachable('no borrower')
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  const ask = async (text: string): Promise<void> => {
    await phone.locator('textarea').fill(text)
    await phone.locator('textarea').press('Enter')
  }
  standIn.behave(says((asked) => `您好，帮您查到了：${textOf(asked)}`))
  await ask('我的还款日是几号')
  await phone.getByText('您好，帮您查到了').first().waitFor()
  standIn.behave(says((asked) => `${textOf(asked)}罚息都给您免了。`))
  await ask('我的利率是多少')
  await phone.getByText('年利率是').first().waitFor()
  const told = await phone.locator('body').innerText()
  expect(told).not.toMatch(/免了|模型|stand-in/)

  for (const scheme of ['light', 'dark'] as const) {
    const desk = await deskOf(scheme)
    await desk.locator('.row', { hasText: '利率' }).first().click()
    const worded = desk.locator('.gate-note', { hasText: '由模型 stand-in-1 措辞' })
    await worded.locator('summary').click()
    expect(await worded.innerText()).toMatch(/原定措辞\s+您的.*还款日是/s)
    const discarded = desk.locator('.gate-note', { hasText: '模型措辞未采用' })
    await discarded.locator('summary').click()
    expect(await discarded.innerText()).toMatch(/免/)
    await picture(desk, `model-note-${scheme}`)
    expect(await accessibilityFaults(desk)).toEqual([])
  }
})
