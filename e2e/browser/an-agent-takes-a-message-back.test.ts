import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { launchBrowser } from '../support/browser.ts'

/** A slip is noticed while the borrower is away: it is taken back by keys alone, and he never reads it. */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

it('the desk sees it struck through with who and when, and the borrower that something was taken back', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
  const borrower = demo.customers[0] ?? expect.unreachable('no borrower')
  const agent = demo.staff.find(({ roles }) => roles.includes('junior')) ?? expect.unreachable('no junior')
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await phone.locator('textarea').fill('在吗')
  await phone.locator('textarea').press('Enter')
  await phone.locator('.line.own .delivery').first().waitFor()
  const address = phone.url()

  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage()
  await desk.goto(`${server.url}/desk?view=machine`)
  await desk.locator('input[type=email]').fill(agent.email)
  await desk.locator('input[type=password]').fill(agent.password)
  await desk.locator('button[type=submit]').click()
  await desk.locator('.row', { hasText: '在吗' }).click()
  await desk.locator('.bubble', { hasText: '在吗' }).waitFor()
  await desk.keyboard.press('t')
  await desk.locator('.state.with-agent').waitFor()
  await phone.goto('about:blank')
  await desk.locator('.presence:not(.on)').waitFor()
  await desk.locator('.composer textarea').fill('您的账号尾号是 8841')
  await desk.locator('.composer textarea').press('Enter')
  const slip = desk.locator('.said.agent', { hasText: '8841' })
  await slip.getByRole('button', { name: '撤回' }).focus()
  await desk.keyboard.press('Enter')
  await desk.locator('.said.retracted del', { hasText: '8841' }).waitFor()
  expect(await slip.locator('.delivery').innerText()).toMatch(/\d\d:\d\d 在送达前撤回/)
  expect(await slip.getByRole('button', { name: '撤回' }).count()).toBe(0)

  await phone.goto(address)
  await phone.locator('.happening', { hasText: '客服撤回了一条消息' }).waitFor()
  expect(await phone.content()).not.toContain('8841')
  await Promise.all([phone.context().close(), desk.context().close()])
}, 120_000)
