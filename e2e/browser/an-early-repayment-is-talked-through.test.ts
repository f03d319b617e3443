import type { payoffQuote } from '@xinqiao/contract/loans.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { customerHeaders, postEntrance, type TestSession } from '../../server/test/support/people.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { picture } from '../support/desk-tab.ts'

/** A borrower asks to repay early on the real server: fact by fact, with a correction and another question in the middle. */

const server = await startTestServer({ clock: systemClock, demo: true, pages: true })

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

type Borrower = ResponseOf<typeof listDemoCustomers>['customers'][number]
type Loans = { readonly loans: readonly { readonly ref: string }[] }

const borrower = async (): Promise<Borrower> => {
  const { customers } = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as { customers: Borrower[] }
  const found = customers.find(({ situation }) => /^[^；]+ 正常还款$/.test(situation))
  if (!found) throw new Error('nobody in the demo simply repays')
  return found
}

const told = (page: Page) => page.locator('.line.machine .message-text')

/** Writes, and waits until the machine has said what is expected of it. */
const say = async (page: Page, text: string, expected: string | RegExp): Promise<void> => {
  const before = await told(page).count()
  await page.locator('textarea').fill(text)
  await page.locator('textarea').press('Enter')
  await told(page).nth(before).waitFor()
  await page.locator('.line.machine', { hasText: expected }).last().waitFor()
  expect(await told(page).last().textContent()).toMatch(expected)
}

const quoteOn = async (session: TestSession, day: string): Promise<z.output<typeof payoffQuote>> => {
  const headers = customerHeaders(session)
  const { loans: [loan] } = (await (await fetch(`${server.url}/v1/chat/loans`, { headers })).json()) as Loans
  return (await (await fetch(`${server.url}/v1/chat/loans/${loan?.ref}/payoff?on=${day}`, { headers })).json()) as z.output<typeof payoffQuote>
}

const dayAhead = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(systemClock.now() + days * 86_400_000)

const thousands = (yuan: string): string => yuan.replace(/\B(?=(?:\d{3})+\.)/gu, ',')

it('takes the facts one by one, the corrected ones, and ends in the quote of the loan system with the source of each figure', async () => {
  const { siteToken } = await borrower()
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })).newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${server.url}/chat#token=${siteToken}`)
  await say(page, '我想提前还款', /一次全部还清，还是先还一部分/)
  await page.getByRole('button', { name: '先还一部分' }).click()
  await page.locator('.line.machine', { hasText: '您想提前还多少' }).waitFor()
  await say(page, '不对，还是全部还清', /按您说的改过来了[^]*打算哪一天还/)
  await say(page, '你们几点上班', /回到刚才您问的提前还款[^]*打算哪一天还/)
  await say(page, '明天', /一次还清/)
  await say(page, '不对，后天还', /按您说的改过来了[^]*一次还清/)

  const session = (await (await postEntrance(server, { siteToken: (await borrower()).siteToken })).json()) as TestSession
  const { total } = await quoteOn(session, dayAhead(2))
  const last = page.locator('.line.machine').last()
  expect(await last.textContent()).toContain(thousands(String(total)))
  expect(await last.locator('.figure').count()).toBeGreaterThan(4)
  await last.locator('.figure', { hasText: '元' }).first().click()
  await page.locator('dialog.sheet').getByText('您的借款记录').waitFor()
  await page.keyboard.press('Escape')

  const card = page.getByRole('form', { name: '请核对：提前还款' })
  await card.waitFor()
  expect(await page.getByText('这张卡片已过时').count()).toBe(1)
  expect(await card.locator('input[type=date]').inputValue()).toBe(dayAhead(2))
  expect(await accessibilityFaults(page)).toEqual([])
  await picture(page, 'offer-in-the-chat')
  await card.getByRole('button', { name: '确认登记' }).click()
  await page.getByRole('button', { name: '已登记，查看进度' }).click()
  await page.locator('dialog.sheet').getByText('已报价待确认').first().waitFor()
  const { cases } = (await (await fetch(`${server.url}/v1/chat/cases`, { headers: customerHeaders(session) })).json()) as { cases: { kind: string }[] }
  expect(cases.map(({ kind }) => kind)).toEqual(['prepayment'])
})
