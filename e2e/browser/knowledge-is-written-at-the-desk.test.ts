import type { Role } from '@xinqiao/core/people/rights.ts'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { groupQuestion } from '../../server/src/answering/find-gaps.ts'
import { fillKnowledge } from '../../server/src/knowledge/fill-knowledge.ts'
import { contentPieces } from '../../server/src/knowledge/content-pieces.ts'
import { offerContent } from '../../server/src/knowledge/offer-content.ts'
import { withoutApproval } from '../../server/src/knowledge/pieces.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { reply, startConversation, take } from '../../server/test/support/desk.ts'
import { createTestStaff, enterAsCustomer } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { inDeskTab, picture } from '../support/desk-tab.ts'

/** An article from its first word to being in force, by two people, mostly by keys; and what a release offers. */

const server = await startTestServer({ clock: systemClock, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
await fillKnowledge(context)
const invoice = contentPieces().find(({ kind, body }) => kind === 'article' && body['id'] === 'invoice')
await offerContent(context, () => [{
  kind: 'article', pieceId: 'invoice', owner: '财务部', body: withoutApproval('article', { ...invoice?.body, version: 2, title: '利息发票怎么开' }),
}])

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

const asWho = async (name: string, role: Role, options: BrowserContextOptions, path: string, work: (page: Page) => Promise<void>): Promise<void> => {
  const { cookie } = await createTestStaff(server, [role], name)
  await inDeskTab(browser, { url: server.url, cookie, options }, path, work)
}

it('is found, written with figures of the loan, and handed in by keys', async () => {
  await asWho('林小雨', 'knowledge-manager', {}, '', async (page) => {
    await page.locator('.rail').waitFor()
    await page.keyboard.press('Alt+k')
    await page.locator('.piece-row').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('这期要还多少')
    await page.locator('.piece-row', { hasText: '这期要还多少' }).waitFor()
    await expect.poll(() => page.locator('.piece-row').count()).toBe(1)
    await page.locator('.piece-row button').click()
    await page.getByRole('heading', { name: /这期要还多少/ }).first().waitFor()
    await picture(page, 'knowledge-article-1440-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('e')
    const withLoan = page.getByLabel('带本人贷款数字的话')
    await withLoan.fill('您这期应还 ')
    await withLoan.press('End')
    await withLoan.pressSequentially('{dueAm')
    await page.getByRole('option', { name: /dueAmount/ }).waitFor()
    await picture(page, 'knowledge-completion-1440-light')
    await withLoan.press('Enter')
    await withLoan.pressSequentially('。')
    await expect.poll(() => page.locator('.bubble-read').allInnerTexts()).toContainEqual(expect.stringMatching(/^您这期应还 [\d,]+\.\d\d 元。$/))
    await page.getByLabel('先说的话').fill('放心，保证给您减 300 元。')
    await expect.poll(() => page.locator('.checks li').count()).toBeGreaterThan(1)
    await picture(page, 'knowledge-editor-1440-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('先说的话').fill('核实身份后，我马上告诉您本期应还和剩余本金，分开列出来。')
    await page.getByText('可以提交').waitFor()
    await page.getByLabel('修改理由').fill('带上客户自己的数字')
    await page.keyboard.press('Control+Enter')
    await page.getByText('您提交的第 2 版在等另一个人审核').waitFor()
    expect(await page.getByRole('button', { name: '通过', exact: true }).count()).toBe(0)
  })
})

it.each([[1440, 'light'], [1024, 'dark']] as const)('shows a second person what changed, word by word (%i, %s)', async (width, colorScheme) => {
  await asWho('陈合规', 'compliance', { viewport: { width, height: 900 }, colorScheme }, '?k=article&p=repayment-amount', async (page) => {
    await page.getByRole('button', { name: '看改了什么' }).click()
    await page.locator('.difference ins').first().waitFor()
    await page.mouse.move(0, 0)
    await picture(page, `knowledge-difference-${width}-${colorScheme}`)
    expect(await accessibilityFaults(page)).toEqual([])
  })
})

it('is approved by a second person, who also takes what the release offers', async () => {
  await asWho('陈合规', 'compliance', { viewport: { width: 1024, height: 900 }, colorScheme: 'dark' }, '?k=article&p=repayment-amount', async (page) => {
    await page.getByRole('button', { name: '通过', exact: true }).click()
    await expect.poll(() => page.locator('.piece-head .mark').first().innerText()).toBe('生效中')
    await expect.poll(() => page.locator('.piece-head p').innerText()).toContain('第 2 版')
    await page.goto(`${server.url}/desk?k=article&p=invoice`)
    await page.getByText('新版本带来了这一项的新内容').waitFor()
    await picture(page, 'knowledge-offer-1024-dark')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('理由，会留痕').fill('更好懂')
    await page.getByRole('button', { name: '采用', exact: true }).click()
    await page.getByRole('heading', { name: '利息发票怎么开' }).first().waitFor()
    await page.keyboard.press('Alt+i')
    await page.locator('.conversation').first().waitFor()
  })
})

it('takes an answer of a colleague and a question without one as the beginning of articles', async () => {
  const customer = await enterAsCustomer(server)
  const talk = await startConversation(server, customer, '数字人民币能还款吗，我电话 13800001234')
  await groupQuestion(context, talk, 2, 'no-approved-answer')
  await groupQuestion(context, await startConversation(server, await enterAsCustomer(server), '可以用数字人民币还吗'), 2, 'not-understood')
  const agent = await createTestStaff(server, ['junior'], '小林')
  await take(server, agent, talk)
  await reply(server, agent, talk, { text: '现在还不支持数字人民币，请用绑定的本人银行卡还款。' })
  await asWho('小赵', 'junior', {}, `?view=all&c=${talk}`, async (page) => {
    await page.getByText('现在还不支持数字人民币').first().waitFor()
    await page.locator('.conversation h2').waitFor()
    await page.keyboard.press('Alt+p')
    await page.getByText('已提议，知识管理员会整理').waitFor()
  })
  await asWho('林小雨', 'knowledge-manager', {}, '?k=gaps', async (page) => {
    await page.locator('.piece-row').first().waitFor()
    await page.keyboard.press('j')
    await page.getByText('客户问了 2 次').waitFor()
    expect(await page.content()).not.toContain('13800001234')
    await picture(page, 'knowledge-gap-1440-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('tab', { name: '待整理的答复' }).click()
    await page.locator('.piece-row').first().click()
    await page.getByText('小赵 于').first().waitFor()
    await page.mouse.move(0, 0)
    await picture(page, 'knowledge-suggestion-1440-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '写成文章' }).click()
    await page.getByLabel('标题').fill('能用数字人民币还款吗')
    await page.getByLabel('负责部门').fill('产品部')
    await page.getByLabel('依据').fill('产品说明')
    await page.getByText('可以提交').waitFor()
    await page.getByLabel('修改理由').fill('客户常问')
    await page.keyboard.press('Control+Enter')
    await page.getByText('您提交的第 1 版在等另一个人审核').waitFor()
    await page.getByRole('tab', { name: '待整理的答复' }).click()
    await page.getByText('没有待整理的答复').waitFor()
  })
})

it.each(['term', 'reply', 'notice', 'product', 'policy', 'disclosure', 'rule'])('lists and opens every kind: %s', async (kind) => {
  await asWho('林小雨', 'knowledge-manager', { viewport: { width: 1024, height: 900 } }, `?k=${kind}`, async (page) => {
    await page.locator('.piece-row').first().waitFor()
    await page.keyboard.press('j')
    await page.locator('.piece-head h2').waitFor()
    await page.keyboard.press('e')
    await page.locator('.piece-editor').waitFor()
    await page.getByText('可以提交').waitFor()
    await picture(page, `knowledge-${kind}-1024-light`)
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
