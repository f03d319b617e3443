import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { initKnowledge } from '../../server/src/knowledge/fill-knowledge.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startConversation } from '../../server/test/support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { inDeskTab, picture } from '../support/desk-tab.ts'

/** A complaint is opened beside the conversation, taken, accepted and answered; what is another's to do says whose it is. */

const server = await startTestServer({ clock: systemClock, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
await initKnowledge(server.installation.context)
const customer = await enterAsCustomer(server, 'C-complains')
const conversationId = await startConversation(server, customer, '扣款短信和账单对不上')
const { cookie } = await createTestStaff(server, ['junior'], '林小雨')

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

const atDesk = (path: string, work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> =>
  inDeskTab(browser, { url: server.url, cookie, options }, path, async (page) => {
    page.setDefaultTimeout(15_000)
    await work(page)
  })

const becomes = (page: Page, name: string): Promise<void> => page.locator('.case-head .case-state', { hasText: name }).waitFor()

it('is opened from the pane, taken, moved twice, and says who did what and what is not his to do', async () => {
  await atDesk(`?view=all&c=${conversationId}`, async (page) => {
    const cases = page.getByRole('region', { name: '业务单' })
    await cases.getByText('没有在办的业务单').waitFor()
    await cases.getByRole('button', { name: '办理新业务' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '投诉与建议' }).click()
    const opening = page.getByRole('form', { name: '投诉与建议' })
    await opening.getByRole('button', { name: '登记' }).click()
    await opening.getByText('还差：内容').waitFor()
    await opening.getByLabel('内容').fill('扣款短信和账单对不上，要求说明')
    await picture(page, 'case-open-1440-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await opening.getByRole('button', { name: '登记' }).click()

    await becomes(page, '已登记待受理')
    await page.getByRole('button', { name: '接手' }).click()
    await page.locator('.case-head', { hasText: '负责 林小雨' }).waitFor()
    await page.getByRole('button', { name: '受理', exact: true }).click()
    await page.getByLabel('类别').selectOption('还款与扣款')
    await picture(page, 'case-move-1440-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '提交' }).click()
    await becomes(page, '调查核实中')

    await page.getByRole('button', { name: '请客户补充' }).click()
    await page.getByRole('form').getByRole('textbox').fill('请发一张扣款短信的截图')
    await page.getByRole('button', { name: '提交' }).click()
    await becomes(page, '待客户补充')
    expect(await page.locator('.case-history li b').allInnerTexts()).toEqual(['登记', '接手', '受理', '请客户补充'])
    expect(await page.locator('.case-history small').last().innerText()).toContain('林小雨')
    const others = page.locator('.moves-refused li', { hasText: '撤回投诉' })
    expect(await others.innerText()).toContain('这一步由客户办理')
    expect(await others.getByRole('button').isDisabled()).toBe(true)
  })
})

it.each([[1440, 'light'], [1440, 'dark'], [1024, 'light'], [1024, 'dark']] as const)('is found in the work list by keys, and Enter goes into it (%i, %s)', async (width, colorScheme) => {
  await atDesk('', async (page) => {
    await page.locator('.rail').waitFor()
    await page.keyboard.press('Alt+g')
    const row = page.locator('.case-row', { hasText: '投诉与建议' })
    await row.waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('case-view')
    await page.locator('.case-history li').first().waitFor()
    expect(await row.innerText()).toContain('林小雨')
    expect(await row.innerText()).toMatch(/剩 \d+ 天/)
    await picture(page, `case-${width}-${colorScheme}`)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('2')
    await page.getByText('没有等人接手的业务单').waitFor()
    await page.keyboard.press('Alt+i')
    await page.locator('.conversation').first().waitFor()
  }, { viewport: { width, height: 900 }, colorScheme })
})

it('stands beside the conversation with the days that are left, and leads to itself and back', async () => {
  await atDesk(`?view=all&c=${conversationId}`, async (page) => {
    const row = page.getByRole('region', { name: '业务单' }).getByRole('button', { name: /投诉与建议/ })
    await row.waitFor()
    await picture(page, 'case-pane-1440-light')
    await row.click()
    await page.locator('.case-head').waitFor()
    await page.locator('.case-head .case-link').click()
    await page.locator('.bubble', { hasText: '扣款短信和账单对不上' }).waitFor()
    expect(new URL(page.url()).searchParams.get('c')).toBe(conversationId)
  })
})

it('keeps what was filled in when no answer came, and the same again opens one case and no second', async () => {
  await atDesk(`?view=all&c=${conversationId}`, async (page) => {
    const cases = page.getByRole('region', { name: '业务单' })
    await cases.getByRole('button', { name: '办理新业务' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '投诉与建议' }).click()
    const opening = page.getByRole('form', { name: '投诉与建议' })
    await opening.getByLabel('内容').fill('网络断了也只登记一次')
    // The server does it, and its answer is lost on the way.
    await page.route('**/v1/desk/customers/*/cases', async (route) => {
      await route.fetch()
      await route.abort()
    }, { times: 1 })
    await opening.getByRole('button', { name: '登记' }).click()
    await opening.getByText('网络不通').waitFor()
    await opening.getByRole('button', { name: '登记' }).click()
    await page.locator('.case-head').waitFor()
    await page.goto(`${server.url}/desk?w=all`)
    await page.locator('.case-row').nth(1).waitFor()
    expect(await page.locator('.case-row').count()).toBe(2)
  })
})
