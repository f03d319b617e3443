import { readFile } from 'node:fs/promises'
import type { quoteLoan, quoteMyPayoff } from '@xinqiao/contract/loans.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser, BrowserContextOptions, Download, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { readCsv, readXlsx } from '../../web/test/support/sheets.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** The calculator on the customer's page and at the desk, in a real browser against the real server with the demo lender in it. */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

const demoNow = async (): Promise<Demo> => (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo

const plainLoan = /^[^；]+ 正常还款$/
const withOneLoan = async (situation = plainLoan): Promise<Demo['customers'][number]> => {
  const found = (await demoNow()).customers.find((customer) => situation.test(customer.situation))
  if (!found) throw new Error('the demo lacks such a borrower')
  return found
}

const openTab = async (address: string, options: BrowserContextOptions = {}): Promise<Page> => {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', ...options })).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${server.url}${address}`)
  return page
}

const withChat = async (work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> => {
  const page = await openTab(`/chat?token=${(await withOneLoan()).siteToken}`, options)
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await page.getByRole('button', { name: '借款试算' }).click()
    await page.locator('.calc-total').waitFor()
    await work(page)
    expect(faults).toEqual([])
  } finally {
    await page.context().close()
  }
}

const total = (page: Page | Locator): Promise<string> => page.locator('.calc-total .calc-figure').first().innerText()
const curve = async (page: Page): Promise<string> => (await page.locator('.calc-picture').first().innerHTML()) + (await page.locator('.calc-picture').last().innerHTML())

/** The table as a reader sees it, without separators. */
const tableOn = (page: Page): Promise<readonly (readonly string[])[]> =>
  page.locator('.calc-lines tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').replaceAll(',', ''))))

it('moves the curves and the total at each change without asking the server, and tells the new total', async () => {
  await withChat(async (page) => {
    const asked: string[] = []
    page.on('request', (request) => { if (request.url().includes('/v1/')) asked.push(request.url()) })
    await page.getByLabel('试算什么').selectOption({ value: 'product anxin-steady' })
    const changed = async (what: () => Promise<unknown>): Promise<void> => {
      const before = [await total(page), await curve(page)]
      await what()
      await expect.poll(async () => (await total(page)) !== before[0] && (await curve(page)) !== before[1]).toBe(true)
    }
    await changed(() => page.getByLabel('借款金额 (元)').fill('30000'))
    await changed(() => page.getByLabel('拖动改变借款金额').press('ArrowRight'))
    await changed(() => page.getByLabel('期数').selectOption({ index: 0 }))
    await changed(() => page.getByLabel('首次还款日').fill(new Date(Date.now() + 50 * 86_400_000).toISOString().slice(0, 10)))
    await changed(() => page.getByLabel('还款方式').selectOption('equal-principal'))
    await changed(() => page.getByLabel('试算什么').selectOption('own'))
    await changed(() => page.getByLabel('年利率 (%)').fill('6.5'))
    await changed(() => page.getByLabel('期数（每月一期）').fill('36'))
    await changed(() => page.getByLabel('中途提前还款').check())
    await page.getByLabel('还款金额').fill('5000')
    await changed(() => page.getByLabel('期数不变，每期少还').check())
    await expect.poll(async () => page.locator('[data-total]').innerText()).toBe(
      `还款合计 ${await total(page)} 元，利息 ${await page.locator('.calc-facts').first().locator('div', { hasText: '利息合计' }).locator('dd').innerText()} 元，`
      + `年化综合成本 ${await page.locator('.calc-facts').first().locator('dd').first().innerText()}，提前还款当天要付 5,000.00 元，`
      + `少付利息 ${await page.locator('.calc-gain div', { hasText: '少付利息' }).locator('dd').innerText()} 元`)
    await page.getByLabel('借款金额 (元)').fill('')
    await page.locator('.calc-result.refused', { hasText: '请填写金额' }).waitFor()
    expect(await page.getByLabel('借款金额 (元)').getAttribute('aria-invalid')).toBe('true')
    expect(asked).toEqual([])
  })
})

it('shows what the server quotes, line by line, and gives it away as CSV and as a workbook with the same cells', async () => {
  await withChat(async (page) => {
    await page.getByLabel('试算什么').selectOption({ value: 'product anxin-guaranteed' })
    await page.getByLabel('借款金额 (元)').fill('20000')
    await page.getByLabel('期数').selectOption({ label: '24 期（24 个月）' })
    await page.locator('.calc summary').click()
    const quoted = await fetch(`${server.url}/v1/quotes`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ productId: 'anxin-guaranteed', amount: '20000', count: 24, every: { months: 1 } }),
    })
    const quote = (await quoted.json()) as ResponseOf<typeof quoteLoan>
    const lines = quote.instalments.map((row) => [String(row.n), row.due, row.total, row.principal, row.interest, row.fee, row.balance])
    await expect.poll(() => tableOn(page)).toEqual(lines)
    expect((await total(page)).replaceAll(',', '')).toBe(quote.totals.total)
    const downloaded = async (name: string): Promise<Buffer> => {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]) as [Download, unknown]
      expect(file.suggestedFilename()).toMatch(/^还款计划-\d{4}-\d{2}-\d{2}\.(?:csv|xlsx)$/)
      return await readFile(await file.path())
    }
    /** Files have the day from which interest runs, and total and parts in the other order. */
    const asFile = lines.map(([n, due, sum, principal, interest, fee, balance], at) => [n, lines[at - 1]?.[1] ?? expect.any(String), due, principal, interest, fee, sum, balance])
    const csv = readCsv((await downloaded('下载 CSV')).toString('utf8'))
    expect(csv.slice(1, -1)).toEqual(asFile)
    const { cells } = readXlsx(await downloaded('下载 Excel'))
    expect(cells.map((row) => row.map(({ text }) => text))).toEqual(csv)
    expect(cells.slice(1, -1).every((row) => row.slice(3).every(({ kind }) => kind === 'amount'))).toBe(true)
    await page.getByText(/已下载 还款计划-.*\.xlsx/).waitFor()
  })
})

it('is worked by keys alone: fields, table, explanation and back', async () => {
  await withChat(async (page) => {
    await page.getByLabel('试算什么').focus()
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')
    // Tab by Tab to the line of the table, which opens by Enter.
    for (let steps = 0; steps < 40 && !(await focused()).startsWith('每期明细'); steps += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.calc-lines tbody tr').first().waitFor()
    await page.keyboard.press('Tab')
    const rows = await tableOn(page)
    expect((await focused()).replaceAll(',', '')).toBe(rows[0]?.[2])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect((await focused()).replaceAll(',', '')).toBe(rows[1]?.[4])
    await page.keyboard.press('Enter')
    const why = page.locator('.calc-why')
    await why.getByText('第 2 期利息 = 期初剩余本金 × 年利率 × 这一期占一年的比例').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await why.waitFor({ state: 'detached' })
    expect((await focused()).replaceAll(',', '')).toBe(rows[1]?.[4])
    // The sheet is still there; the table has one stop, the next Tab leaves it for the sums.
    await page.keyboard.press('Tab')
    expect((await focused()).replaceAll(',', '')).toBe((await total(page)).replaceAll(',', ''))
  })
})

it('explains every figure in both languages, and compares two plans in words', async () => {
  await withChat(async (page) => {
    await page.getByLabel('中途提前还款').check()
    await page.locator('.calc summary').click()
    await page.locator('.calc-lines tr.prepayment').waitFor()
    const opened = async (figure: Locator): Promise<string> => {
      await figure.click()
      const words = await page.locator('.calc-why-words').innerText()
      await page.locator('.calc-why').getByRole('button').click()
      await page.locator('.calc-why').waitFor({ state: 'detached' })
      return words
    }
    const outside = page.locator('.calc-total .calc-figure, .calc-facts .calc-figure, .calc-lines tr.prepayment .calc-figure, .calc-lines tfoot .calc-figure')
    const figures = await outside.count()
    expect(figures).toBeGreaterThan(12)
    for (let at = 0; at < figures; at += 1) expect(await opened(outside.nth(at))).toMatch(/[=＝：].*\d/)
    await page.getByRole('button', { name: '与另一方案比较' }).click()
    await page.locator('.calc-comparison').getByText(/^方案二比方案一：/).waitFor()
    expect(await page.locator('.calc-picture svg').count()).toBe(4)
    await page.evaluate(() => { localStorage.setItem('xinqiao.language', 'en') })
    await page.reload()
    await page.getByRole('button', { name: 'Calculator' }).click()
    await page.locator('.calc-total').waitFor()
    expect(await opened(page.locator('.calc-total .calc-figure'))).toMatch(/^To pay in all = principal/)
  })
})

it('tries repaying his own loan early, by the same figures as the payoff answer', async () => {
  await withChat(async (page) => {
    await page.keyboard.press('Escape')
    await page.locator('dialog.sheet').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '我的借款' }).click()
    await page.locator('.loan-card button').first().click()
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.url().includes('/payoff')), page.getByRole('button', { name: '提前结清', exact: true }).click(),
    ])
    const quote = (await response.json()) as ResponseOf<typeof quoteMyPayoff>
    await page.getByRole('button', { name: '试算提前还款' }).click()
    await page.locator('.calc-gain').waitFor()
    const gain = (name: string): Locator => page.locator('.calc-gain div', { hasText: name }).locator('dd')
    expect((await gain('提前还款当天要付').innerText()).replaceAll(',', '')).toBe(quote.total)
    expect((await gain('少付利息').innerText()).replaceAll(',', '')).toBe(quote.interestSaved)
  })
})

const looks = [360, 1440].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })))

it.each(looks)('has nothing for axe to complain of at $width px, $colorScheme, on the customer’s page', async ({ width, colorScheme }) => {
  await withChat(async (page) => {
    const clean = async (): Promise<void> => {
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    }
    await page.getByLabel('中途提前还款').check()
    await page.locator('.calc summary').click()
    await page.locator('.calc-lines tr.prepayment').waitFor()
    await clean()
    await page.getByRole('button', { name: '与另一方案比较' }).click()
    await page.locator('.calc-comparison').waitFor()
    await clean()
    await page.getByLabel('借款金额 (元)').first().fill('1')
    await page.locator('.calc-result.refused').waitFor()
    await clean()
  }, { viewport: { width, height: 780 }, colorScheme })
})

/** An agent at the desk with the conversation of a borrower who asked for a person. */
const withDesk = async (work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> => {
  const borrower = await withOneLoan()
  const chat = await openTab(`/chat?token=${borrower.siteToken}`)
  await chat.locator('textarea').fill('转人工')
  await chat.keyboard.press('Enter')
  await chat.locator('.happening').first().waitFor()
  const agent = (await demoNow()).staff.find(({ roles }) => roles.includes('senior'))
  if (!agent) throw new Error('the demo lacks an agent')
  const page = await openTab(`/desk?as=${encodeURIComponent(agent.email)}&view=all`, { viewport: { width: 1440, height: 900 }, ...options })
  try {
    await page.fill('#password', agent.password)
    await page.keyboard.press('Enter')
    await page.locator('.row', { hasText: borrower.name }).first().click()
    await page.locator('.loan').first().waitFor()
    await work(page)
  } finally {
    await page.context().close()
    await chat.context().close()
  }
}

it('opens at the desk by its key with the customer’s loan in it, and puts the result into the reply with the sources of its figures', async () => {
  await withDesk(async (page) => {
    await page.keyboard.press('Alt+l')
    await page.locator('.calc-gain').waitFor()
    const name = (await page.locator('.loan .loan-ref').first().innerText()).split(' ')[0] ?? ''
    expect(await page.getByLabel('试算什么').inputValue()).toBe(`loan ${name}`)
    await page.getByLabel('还一部分').check()
    await page.getByLabel('还款金额').fill('8000')
    await page.getByLabel('期数不变，每期少还').check()
    await page.locator('.calc-gain div', { hasText: '提前还款当天要付' }).getByText('8,000.00').waitFor()
    await page.getByRole('button', { name: '放进回复' }).click()
    await expect.poll(async () => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    expect(await page.locator('.composer textarea').inputValue()).toContain(`贷款 ${name} 如果在`)
    const marked = await page.locator('.composer .backdrop mark').allInnerTexts()
    expect(marked).toContain('8,000.00')
    expect(marked.length).toBeGreaterThan(4)
    // The gate reckons the same from what the words name: nothing in them is unsourced, and what must be told beside them is.
    const sent = async (words: string): Promise<Locator> => {
      await page.keyboard.press('Control+End')
      await page.keyboard.press('Enter')
      const mine = page.locator('.said.agent', { hasText: words })
      await expect.poll(async () => mine.locator('.delivery').innerText()).toMatch(/^已(?:发送|送达|读)/)
      return mine
    }
    expect(await (await sent('期数不变')).locator('.in-text.figure').count()).toBe(marked.length)
    const insert = async (choose: () => Promise<unknown>): Promise<void> => {
      await page.keyboard.press('Alt+l')
      await page.locator('.calc-gain').waitFor()
      await choose()
      await page.getByRole('button', { name: '放进回复' }).click()
      await page.locator('.composer .backdrop mark').first().waitFor()
    }
    await insert(() => page.getByLabel('全部结清').check())
    await sent('全部提前结清')
    await insert(() => page.getByLabel('试算什么').selectOption({ value: 'product anxin-steady' }))
    await sent('按“')
  })
})

it('opens at the desk by the palette too, works for a new loan, and has nothing for axe to complain of, light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await withDesk(async (page) => {
      await page.keyboard.press('Control+k')
      await page.locator('.palette-list li').first().waitFor()
      await page.keyboard.type('试算')
      await page.locator('.palette-list li[aria-selected=true]', { hasText: '借款试算' }).waitFor()
      await page.keyboard.press('Enter')
      await page.locator('.calc-gain').waitFor()
      await page.locator('.calc summary').click()
      await page.getByRole('button', { name: '与另一方案比较' }).click()
      await page.locator('.calc-comparison').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('button', { name: '不再比较' }).click()
      await page.getByLabel('试算什么').selectOption({ value: 'product anxin-steady' })
      await page.getByRole('button', { name: '放进回复' }).waitFor()
      expect(await page.getByRole('button', { name: '放进回复' }).count()).toBe(1)
      await page.getByLabel('试算什么').selectOption('own')
      await page.getByText('自定义条件没有产品依据').waitFor()
      expect(await page.getByRole('button', { name: '放进回复' }).count()).toBe(0)
      expect(await accessibilityFaults(page)).toEqual([])
      await page.locator('.calc-total .calc-figure').click()
      await page.locator('.calc-why').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.calc-why').waitFor({ state: 'detached' })
      // Only the explanation closed; the next Escape closes the calculator.
      await page.locator('.calc-total').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.calc-total').waitFor({ state: 'detached' })
    }, { colorScheme })
  }
})
