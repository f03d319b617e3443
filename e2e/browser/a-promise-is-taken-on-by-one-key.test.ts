import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** While an agent types a promise the desk names the moment it is due; one key makes it a commitment, which both sides see. */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

it('is recognised while typing, taken on with Alt+O, shown to the borrower, and settled by who made it', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
  const borrower = demo.customers[0] ?? expect.unreachable('no borrower')
  const agent = demo.staff.find(({ roles }) => roles.includes('junior')) ?? expect.unreachable('no junior')
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await phone.locator('textarea').fill('上周说好的回电一直没有')
  await phone.locator('textarea').press('Enter')
  await phone.locator('.line.own .delivery').first().waitFor()

  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage()
  await desk.goto(`${server.url}/desk?view=machine`)
  await desk.locator('input[type=email]').fill(agent.email)
  await desk.locator('input[type=password]').fill(agent.password)
  await desk.locator('button[type=submit]').click()
  await desk.locator('.row', { hasText: '上周说好的回电' }).click()
  await desk.locator('.bubble', { hasText: '上周说好的回电' }).waitFor()
  await desk.keyboard.press('t')
  await desk.locator('.state.with-agent').waitFor()
  await desk.locator('.composer textarea').fill('很抱歉让您久等，我明天下午三点前给您回电。')
  await desk.locator('.promises', { hasText: /我明天下午三点前给您回电”：.+15:00 前/ }).waitFor()
  await desk.keyboard.press('Alt+o')
  await desk.locator('.promises [aria-pressed=true]').waitFor()
  expect(await accessibilityFaults(desk)).toEqual([])
  await desk.locator('.composer textarea').press('Enter')
  await desk.locator('.commitments li.open', { hasText: '我明天下午三点前给您回电' }).waitFor()

  await phone.reload()
  await phone.locator('.promised li', { hasText: /我们承诺：我明天下午三点前给您回电（.+15:00 前）/ }).waitFor()
  expect(await accessibilityFaults(phone)).toEqual([])
  if (process.env['PICTURES']) {
    await desk.screenshot({ path: `${process.env['PICTURES']}/promise-desk.png` })
    await phone.screenshot({ path: `${process.env['PICTURES']}/promise-phone.png` })
  }

  await desk.locator('.commitments').getByRole('button', { name: '已兑现' }).click()
  await desk.locator('.commitments li.kept', { hasText: '按时兑现' }).waitFor()
  await phone.reload()
  await phone.locator('.line', { hasText: '明天下午三点前给您回电' }).first().waitFor()
  expect(await phone.locator('.promised').count()).toBe(0)
  await Promise.all([phone.context().close(), desk.context().close()])
}, 120_000)
