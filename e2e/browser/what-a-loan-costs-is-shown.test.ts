import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { pagesOfPdf } from '../../server/test/support/pdf.ts'
import { write } from '../../server/test/support/desk.ts'
import { createTestStaff, postEntrance, type TestSession } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** The cost table on a phone and at the desk, in light and in dark, and the PDF that either saves. */

const server = await startTestServer({ clock: systemClock, demo: true, pages: true })

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

const borrower = async () => {
  const { customers } = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as ResponseOf<typeof listDemoCustomers>
  const found = customers.find(({ situation }) => /^[^；]+ (?:正常还款|今日应还)$/.test(situation))
  if (!found) throw new Error('nobody in the demo repays one loan as planned')
  return found
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '')

/** Where the pictures of this run go, for who wants to look at them. */
const folder = process.env['XINQIAO_PICTURES']
const picture = async (page: Page, name: string): Promise<void> => {
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}

const withPage = async (options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> => {
  const context = await browser.newContext({ locale: 'zh-CN', acceptDownloads: true, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await work(page)
    expect(faults).toEqual([])
  } finally {
    await context.close()
  }
}

const savedBy = async (page: Page, press: () => Promise<void>): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return squeezed((await pagesOfPdf(await readFile(await download.path()))).join(''))
}

it.each(['light', 'dark'] as const)('on a phone: every item, every figure with its source, and the same as PDF (%s)', async (colorScheme) => {
  const { siteToken } = await borrower()
  await withPage({ viewport: { width: 360, height: 780 }, hasTouch: true, colorScheme }, async (page) => {
    await page.goto(`${server.url}/chat#token=${siteToken}`)
    await page.getByRole('button', { name: '我的借款' }).click()
    await page.locator('.loan-card > button').first().click()
    await page.getByRole('button', { name: '看费用明示表' }).click()
    await page.locator('.cost-rows').waitFor()
    const labels = await page.locator('.cost-rows dt').allInnerTexts()
    expect(labels).toEqual(expect.arrayContaining(['借款本金', '利息', '年化综合融资成本（单利）', '可能发生：逾期罚息', '可能发生：提前还款违约金', '不再收取其他费用']))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(await accessibilityFaults(page)).toEqual([])
    await picture(page, `cost-chat-${colorScheme}`)
    const rows = await page.locator('.cost-rows dd').allInnerTexts()
    const printed = await savedBy(page, () => page.getByRole('button', { name: '保存为 PDF' }).click())
    for (const row of rows) expect(printed).toContain(squeezed(row))
    await page.locator('.cost-rows .figure').first().click()
    await page.locator('.big-figure').waitFor()
    await page.getByText('您的借款记录').waitFor()
  })
})

it.each(['light', 'dark'] as const)('at the desk: in the loan’s drawer, with sources and as PDF (%s)', async (colorScheme) => {
  const { siteToken } = await borrower()
  const entered = (await (await postEntrance(server, { siteToken })).json()) as TestSession
  const { body } = await write(server, entered, '我的费用是怎么算的')
  const { conversationId } = body as { conversationId: string }
  const { cookie } = await createTestStaff(server, ['senior'])
  const cookies = cookie.split('; ').map((one) => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: server.url }))
  await withPage({ viewport: { width: 1440, height: 900 }, colorScheme }, async (page) => {
    await page.context().addCookies(cookies)
    await page.goto(`${server.url}/desk?view=all&c=${conversationId}`)
    await page.locator('li.loan button').first().click()
    await page.getByRole('tab', { name: '费用明示' }).click()
    await page.locator('.cost-table tbody tr').first().waitFor()
    await page.locator('.cost-table .in-text.figure').first().click()
    await page.locator('.source-card').waitFor()
    await page.keyboard.press('Escape')
    // While it fades its text has too little contrast.
    await page.locator('.source-card').waitFor({ state: 'hidden' })
    expect(await accessibilityFaults(page)).toEqual([])
    await picture(page, `cost-desk-${colorScheme}`)
    const texts = await page.locator('.cost-table td').allInnerTexts()
    const printed = await savedBy(page, () => page.getByRole('button', { name: '保存为 PDF' }).click())
    for (const text of texts) expect(printed).toContain(squeezed(text))
  })
})
