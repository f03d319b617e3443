import { readFile } from 'node:fs/promises'
import { systemClock, today } from '../../server/src/platform/clock.ts'
import { fillKnowledge } from '../../server/src/knowledge/fill-knowledge.ts'
import { giveLoan, materialsOn } from '../../server/test/support/cases.ts'
import { createTestStaff, enterAsCustomer, testSiteToken } from '../../server/test/support/people.ts'
import { pagesOfPdf } from '../../server/test/support/pdf.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Browser, BrowserContextOptions, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { inDeskTab, picture } from '../support/desk-tab.ts'

/** A borrower on his phone sees his own requests, opens them and makes his moves; what either side does shows on the other without reload. */

const server = await startTestServer({ clock: systemClock, pages: true })
const { context } = server.installation
await fillKnowledge(context)

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

const { giveAll, noteAll } = materialsOn(server)

/** A phone of 360 px that comes in by the lender's token, at an address within the chat. */
const onPhone = async (ref: string, fragment: string, work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> => {
  const tab = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', hasTouch: true, ...options })
  const page = await tab.newPage()
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await page.goto(`${server.url}/chat#token=${await testSiteToken(context, { sub: ref })}${fragment === '' ? '' : `&${fragment}`}`)
    await work(page)
    expect(faults).toEqual([])
  } finally {
    await tab.close()
  }
}

const state = (page: Page) => page.locator('.case-head .case-state').last()
const becomes = (page: Page, name: string): Promise<void> => state(page).filter({ hasText: name }).waitFor()

const caseIdOf = (page: Page): string => /case=([\da-f-]{36})/.exec(page.url())?.[1] ?? expect.unreachable('the request has no address')

const pdfOf = async (download: Download): Promise<string> => (await pagesOfPdf(await readFile(await download.path()))).join('\n')

const moveAtDesk = async (desk: Page, name: string, fill: () => Promise<unknown> = () => Promise.resolve()): Promise<void> => {
  await desk.locator('.move-buttons').getByRole('button', { name, exact: true }).click()
  await fill()
  await desk.getByRole('button', { name: '提交', exact: true }).click()
  await desk.locator('.move-form').waitFor({ state: 'detached' })
}

const atDesk = (cookie: string, path: string, work: (page: Page) => Promise<void>): Promise<void> => inDeskTab(browser, { url: server.url, cookie, options: {} }, path, work)

it('opens a complaint though the answer is lost, answers the desk, and both see what the other did at once', async () => {
  const { cookie } = await createTestStaff(server, ['supervisor'], '周主管')
  await enterAsCustomer(server, 'C-complains')
  await onPhone('C-complains', 'cases', async (phone) => {
    await phone.getByRole('button', { name: '办理新业务' }).click()
    await phone.getByRole('button', { name: '投诉与建议' }).click()
    const form = phone.getByRole('form', { name: '投诉与建议' })
    await form.getByRole('button', { name: '提交' }).click()
    await form.getByText('还差：内容').waitFor()
    await form.getByLabel('内容').fill('扣款短信和账单对不上，要求说明')
    await picture(phone, 'my-open-360')
    expect(await accessibilityFaults(phone)).toEqual([])
    await phone.route('**/v1/chat/cases', async (route) => {
      await route.fetch()
      await route.abort()
    }, { times: 1 })
    await form.getByRole('button', { name: '提交' }).click()
    await form.getByText('网络不通').waitFor()
    expect(await form.getByLabel('内容').inputValue()).toBe('扣款短信和账单对不上，要求说明')
    await form.getByRole('button', { name: '提交' }).click()
    await becomes(phone, '已登记待受理')
    const caseId = caseIdOf(phone)

    await atDesk(cookie, `?w=all&b=${caseId}`, async (desk) => {
      await becomes(desk, '已登记待受理')
      expect(await desk.locator('.case-row').count()).toBe(1)
      await desk.getByRole('button', { name: '接手', exact: true }).click()
      await desk.getByRole('button', { name: '受理', exact: true }).click()
      await desk.getByLabel('类别').selectOption('还款与扣款')
      await desk.getByRole('button', { name: '提交' }).click()
      await becomes(phone, '调查核实中')
      await desk.getByRole('button', { name: '请客户补充' }).click()
      await desk.getByRole('form').getByRole('textbox').fill('请发一张扣款短信的截图')
      await desk.getByRole('button', { name: '提交' }).click()
      await becomes(phone, '待客户补充')
      await phone.locator('.case-head .state', { hasText: '等您办理' }).waitFor()
      await picture(phone, 'my-case-360')
      expect(await accessibilityFaults(phone)).toEqual([])
      await phone.getByRole('button', { name: '补充说明' }).click()
      await phone.getByRole('form').getByRole('textbox').fill('短信写 1000 元，账单是 1200 元')
      await phone.getByRole('form').getByRole('button', { name: '提交' }).click()
      await becomes(desk, '调查核实中')
      await moveAtDesk(desk, '申请延期', () => desk.getByLabel('原因').fill('需要向合作银行核对扣款记录'))
      await becomes(phone, '延期待审批')
      const second = await createTestStaff(server, ['supervisor'], '吴主管')
      await atDesk(second.cookie, `?w=all&b=${caseId}`, (other) => moveAtDesk(other, '同意延期'))
      await becomes(desk, '调查核实中')
      await phone.locator('.case-head p.due', { hasText: '延期一次' }).waitFor()
      await picture(phone, 'my-case-extended-360')
    })
  })
})

it('asks for an extension, sees its cost before and after, waits for the special approval, agrees to the figures and has it booked', async () => {
  const [agent, approver, second] = [
    await createTestStaff(server, ['senior', 'account-manager'], '林小雨'), await createTestStaff(server, ['approver'], '陈审'), await createTestStaff(server, ['approver'], '何审'),
  ]
  const borrower = await enterAsCustomer(server, 'C-extends')
  await giveLoan(context, { loanRef: 'EX260900021', customerId: borrower.customer.id, principal: '120000.00', today: today(context.clock) })
  await onPhone('C-extends', 'cases', async (phone) => {
    await phone.getByRole('button', { name: '办理新业务' }).click()
    await phone.getByRole('button', { name: '展期', exact: true }).click()
    const form = phone.getByRole('form', { name: '展期' })
    await form.getByRole('button', { name: '提交' }).click()
    await picture(phone, 'my-extension-refused-360')
    await form.getByLabel('延后天数').fill('30')
    await form.getByRole('button', { name: '提交' }).click()
    await becomes(phone, '审批中')
    await phone.getByRole('region', { name: '前后对比' }).waitFor()
    await phone.getByText('按月看每期应还').click()
    await phone.locator('.plan-compared').scrollIntoViewIfNeeded()
    await picture(phone, 'my-extension-360')
    expect(await accessibilityFaults(phone)).toEqual([])
    const caseId = caseIdOf(phone)
    let approvalId = ''
    await atDesk(agent.cookie, `?w=all&b=${caseId}`, async (desk) => {
      await desk.getByRole('region', { name: '前后对比' }).waitFor()
      await picture(desk, 'extension-1440')
      expect(await accessibilityFaults(desk)).toEqual([])
      await moveAtDesk(desk, '转特殊审批', () => desk.getByLabel('原因').fill('金额超过普通审批上限'))
      await becomes(phone, '特殊审批中')
      await desk.locator('.case-link', { hasText: '特殊审批 ·' }).click()
      await becomes(desk, '待补材料')
      approvalId = new URL(desk.url()).searchParams.get('b') ?? ''
      await noteAll(agent, approvalId)
      await becomes(desk, '材料齐全待评估')
      await moveAtDesk(desk, '提交审批', async () => {
        await desk.getByLabel('风险').selectOption('medium')
        await desk.getByLabel('评估意见').fill('收入稳定，建议同意')
      })
      await becomes(desk, '审批中')
    })
    await atDesk(approver.cookie, `?w=all&b=${approvalId}`, (desk) => moveAtDesk(desk, '批准'))
    await atDesk(second.cookie, `?w=all&b=${approvalId}`, (desk) => moveAtDesk(desk, '复审批准'))
    await becomes(phone, '已批准待客户确认')
    await phone.getByRole('button', { name: '客户确认' }).click()
    await picture(phone, 'my-extension-agree-360')
    await phone.getByRole('form').getByRole('button', { name: '提交' }).click()
    await becomes(phone, '已展期')
    await phone.getByRole('button', { name: '返回' }).click()
    await phone.getByRole('heading', { name: '已办结' }).waitFor()
    await picture(phone, 'my-cases-360')
    expect(await accessibilityFaults(phone)).toEqual([])
    await phone.getByRole('button', { name: '关闭' }).click()
    // Each change was told in the talk, and the notice leads back to the request.
    await phone.getByRole('button', { name: '查看办理进度' }).last().click()
    await becomes(phone, '已展期')
    expect(caseIdOf(phone)).toBe(caseId)
  }, { colorScheme: 'dark' })
})

it('repays early: the quote, his yes, the debit, and the certificate as a file on either side', async () => {
  const { cookie } = await createTestStaff(server, ['senior'], '林小雨')
  const borrower = await enterAsCustomer(server, 'C-repays')
  await giveLoan(context, { loanRef: 'PP260900031', customerId: borrower.customer.id, principal: '12000.00', today: today(context.clock) })
  await onPhone('C-repays', '', async (phone) => {
    await phone.getByRole('button', { name: '我的办理' }).click()
    await phone.getByRole('button', { name: '办理新业务' }).click()
    await phone.getByRole('button', { name: '提前还款' }).click()
    await phone.getByLabel('日期').fill(isoDay(today(context.clock)))
    await phone.getByRole('form').getByRole('button', { name: '提交' }).click()
    await becomes(phone, '已报价待确认')
    await picture(phone, 'my-prepayment-360')
    await phone.getByRole('button', { name: '客户确认' }).click()
    await phone.getByRole('form').getByRole('button', { name: '提交' }).click()
    await becomes(phone, '已完成')
    const [mine] = await Promise.all([phone.waitForEvent('download'), phone.getByRole('button', { name: '下载结清证明' }).click()])
    expect(await pdfOf(mine)).toContain('结清')
    await atDesk(cookie, `?w=ended&b=${caseIdOf(phone)}`, async (desk) => {
      const [theirs] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('button', { name: '下载结清证明' }).click()])
      expect(theirs.suggestedFilename()).toBe(mine.suggestedFilename())
    })
  })
})

it('applies, keeps what he typed where the amount is refused, sees what is missing become less, and reads why he was not given the loan', async () => {
  const [agent, approver] = [await createTestStaff(server, ['senior'], '林小雨'), await createTestStaff(server, ['approver'], '陈审')]
  const borrower = await enterAsCustomer(server, 'C-applies')
  await onPhone('C-applies', 'cases', async (phone) => {
    await phone.getByRole('button', { name: '办理新业务' }).click()
    await phone.getByRole('button', { name: '贷款申请' }).click()
    const form = phone.getByRole('form')
    await form.getByLabel('产品').selectOption('anxin-steady')
    await form.getByLabel('金额').fill('900000')
    await form.getByLabel('分几期还').fill('12')
    await form.getByLabel('用途').selectOption('装修与家居')
    await form.getByLabel('月收入').fill('20000')
    await form.getByRole('button', { name: '提交' }).click()
    await form.locator('.case-why').waitFor()
    expect(await form.getByLabel('月收入').inputValue()).toBe('20000')
    await form.getByLabel('金额').fill('60000')
    await form.getByRole('button', { name: '提交' }).click()
    await becomes(phone, '资料收集中')
    await phone.locator('.case-materials .missing').first().waitFor()
    await picture(phone, 'my-application-360')
    expect(await accessibilityFaults(phone)).toEqual([])
    await giveAll(borrower, caseIdOf(phone))
    await phone.locator('.case-materials .missing').first().waitFor({ state: 'detached' })
    await phone.getByRole('button', { name: '提交申请' }).click()
    await phone.getByRole('form').getByRole('button', { name: '提交' }).click()
    await becomes(phone, '资料核查中')
    const at = `?w=all&b=${caseIdOf(phone)}`
    await atDesk(agent.cookie, at, async (desk) => {
      await desk.getByText('综合融资成本').first().click()
      await desk.locator('.cost-table tr').first().waitFor()
      await picture(desk, 'application-1440')
      expect(await accessibilityFaults(desk)).toEqual([])
      await moveAtDesk(desk, '核查完毕转审批', () => desk.getByLabel('评估意见').fill('负债偏高'))
    })
    await becomes(phone, '审批中')
    await atDesk(approver.cookie, at, (desk) => moveAtDesk(desk, '不批准', () => desk.getByLabel('原因').fill('每月还款占收入的比例偏高')))
    await becomes(phone, '未批准')
    await phone.locator('.fact', { hasText: '每月还款占收入的比例偏高' }).waitFor()
    await picture(phone, 'my-application-refused-360')
  })
})
