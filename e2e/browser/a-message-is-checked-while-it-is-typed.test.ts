import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { picture } from '../support/desk-tab.ts'

/** The check stands beside the text while it is typed; what it stops goes out only with a reason, or by a supervisor's word. All by keys. */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
let browser: Browser
let demo: Demo
beforeAll(async () => {
  browser = await launchBrowser()
  demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
})
afterAll(() => browser.close())

const borrowerAsks = async (place: number, text: string): Promise<Page> => {
  const borrower = demo.customers[place] ?? expect.unreachable('no borrower')
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await phone.locator('textarea').fill(text)
  await phone.locator('textarea').press('Enter')
  await phone.locator('.line.own .delivery').first().waitFor()
  return phone
}

const deskOf = async (role: 'junior' | 'supervisor', scheme: 'light' | 'dark' = 'light'): Promise<Page> => {
  const { email, password } = demo.staff.find(({ roles }) => roles.includes(role)) ?? expect.unreachable(`no ${role}`)
  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', colorScheme: scheme })).newPage()
  await desk.goto(`${server.url}/desk?view=machine`)
  await desk.locator('input[type=email]').fill(email)
  await desk.locator('input[type=password]').fill(password)
  await desk.locator('button[type=submit]').click()
  await desk.locator('.rail').waitFor()
  return desk
}

const take = async (desk: Page, text: string): Promise<void> => {
  await desk.locator('.row', { hasText: text }).click()
  await desk.locator('.bubble', { hasText: text }).waitFor()
  await desk.keyboard.press('t')
  await desk.locator('.state.with-agent').waitFor()
}

it('marks the words, gives the reason and the ground, says it better by one key, and asks why before a doubtful figure goes out', async () => {
  const phone = await borrowerAsks(0, '我下个月要还多少，能保证我展期吗')
  const desk = await deskOf('junior')
  const known = desk.waitForResponse((response) => response.url().endsWith('/composing'))
  await take(desk, '能保证我展期吗')
  await known
  const field = desk.locator('.composer textarea')
  await field.fill('您放心，展期肯定给您办下来。下个月应还 98,765.43 元。')
  await desk.locator('.field .found.block', { hasText: '肯定给您办' }).waitFor()
  expect(await desk.locator('.field .found.warn').allInnerTexts()).toEqual(['98,765.43 元'])
  const promise = desk.locator('.finding.block')
  expect(await promise.innerText()).toContain('审批结果出来之前，不能承诺一定通过')
  expect(await promise.locator('.ground').innerText()).toMatch(/依据 .*〔2019〕316号/)
  expect(await accessibilityFaults(desk)).toEqual([])
  await picture(desk, 'composer-with-marks')
  await field.press('Alt+w')
  await expect.poll(() => field.inputValue()).toBe('结果以审核为准，有结果会第一时间告诉您。下个月应还 98,765.43 元。')
  await field.press('Enter')
  const reason = desk.locator('.reason-field input')
  await reason.waitFor()
  expect(await desk.evaluate(() => document.activeElement?.closest('.reason-field') !== null)).toBe(true)
  await picture(desk, 'composer-asks-why')
  await desk.keyboard.type('客户自己算出的数')
  await desk.keyboard.press('Enter')
  await phone.locator('.line', { hasText: '98,765.43' }).waitFor()
  await desk.locator('.gate-note summary', { hasText: '发送理由：客户自己算出的数' }).waitFor()
  expect(await phone.content()).not.toContain('客户自己算出的数')
  await Promise.all([phone.context().close(), desk.context().close()])
}, 120_000)

it('a blocked message goes out by a supervisor alone, and the borrower never learns of it', async () => {
  const phone = await borrowerAsks(1, '我的申请到底过了没有')
  const desk = await deskOf('junior')
  await take(desk, '到底过了没有')
  const field = desk.locator('.composer textarea')
  await field.fill('您放心，肯定能批下来。')
  await desk.locator('.field .found.block').waitFor()
  await field.press('Enter')
  await desk.locator('.reason-field input').waitFor()
  await picture(desk, 'blocked-message')
  await desk.keyboard.type('审批已经通过，记录还没同步')
  await desk.keyboard.press('Enter')
  await desk.locator('.release.open', { hasText: '等待主管放行' }).waitFor()
  expect(await desk.locator('.release .decide').count()).toBe(0)
  expect(await phone.locator('.line', { hasText: '肯定能批下来' }).count()).toBe(0)

  const boss = await deskOf('supervisor', 'dark')
  await boss.locator('.release-queue button', { hasText: '肯定能批下来' }).focus()
  await boss.keyboard.press('Enter')
  await boss.locator('.release .decide input').focus()
  await boss.keyboard.type('已在审批系统核实')
  expect(await accessibilityFaults(boss)).toEqual([])
  await picture(boss, 'release')
  await boss.keyboard.press('Enter')
  await phone.locator('.line', { hasText: '肯定能批下来' }).waitFor()
  await desk.locator('.gate-note summary', { hasText: /放行：已在审批系统核实/ }).waitFor()
  await boss.locator('.release-queue').waitFor({ state: 'detached' })
  await picture(desk, 'released')
  expect(await phone.content()).not.toMatch(/核实|放行/)
  await Promise.all([phone.context().close(), desk.context().close(), boss.context().close()])
}, 120_000)

it('what must be told beside a reply is put there for its writer to see before it goes', async () => {
  const phone = await borrowerAsks(2, '利率是多少')
  const desk = await deskOf('junior')
  const known = desk.waitForResponse((response) => response.url().endsWith('/composing'))
  await take(desk, '利率是多少')
  const { disclosures } = (await (await known).json()) as { disclosures: readonly { readonly id: string; readonly about: readonly string[]; readonly text: string }[] }
  const due = disclosures.find(({ id, about }) => id === 'annualised-cost' && about.length > 0) ?? expect.unreachable('no cost to tell')
  const rate = /[\d.]+%/.exec(due.text)?.[0] ?? ''
  const field = desk.locator('.composer textarea')
  await field.fill(`您问的${due.about[0]}，年利率是 ${rate}。`)
  await desk.locator('.finding.due').waitFor()
  await field.press('Enter')
  await expect.poll(() => field.inputValue()).toContain(due.text)
  await desk.locator('.attached-say').waitFor()
  await picture(desk, 'disclosure-attached')
  expect(await phone.locator('.line', { hasText: '您问的' }).count()).toBe(0)
  await field.press('Enter')
  await phone.locator('.line', { hasText: due.text }).waitFor()
  await Promise.all([phone.context().close(), desk.context().close()])
}, 120_000)
