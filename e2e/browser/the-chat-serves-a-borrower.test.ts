import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { reply, rowsIn, take } from '../../server/test/support/desk.ts'
import { createTestStaff } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** The customer's page in a real browser against the real server with the demo lender in it. */

type Borrower = ResponseOf<typeof listDemoCustomers>['customers'][number]

/** A page of the lender on another site than the chat's: `localhost` and `127.0.0.1` share nothing. */
let siteToken: string | undefined
const lender = createServer((request, response) => {
  if (request.url === '/token') {
    response.writeHead(siteToken === undefined ? 401 : 200, { 'content-type': 'text/plain' }).end(siteToken)
    siteToken = undefined
    return
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
    `<!doctype html><html lang="zh-CN"><title>lender</title><body><h1>lender</h1><script src="${chatUrl}/embed.js" data-token-url="/token"></script></body></html>`,
  )
})
await new Promise<void>((resolve) => { lender.listen(0, '127.0.0.1', resolve) })
const lenderUrl = `http://127.0.0.1:${(lender.address() as AddressInfo).port}`

const server = await startTestServer({ clock: systemClock, demo: true, pages: true, environment: { XINQIAO_EMBED_ORIGINS: lenderUrl } })
const chatUrl = server.url

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => {
  await browser.close()
  lender.closeAllConnections()
  lender.close()
})

/** A borrower in a situation, with a token that has not been used. */
const borrower = async (situation: RegExp): Promise<Borrower> => {
  const { customers } = (await (await fetch(`${chatUrl}/v1/demo/customers`)).json()) as { customers: Borrower[] }
  const found = customers.find((customer) => situation.test(customer.situation))
  if (!found) throw new Error(`nobody in the demo is ${situation.source}`)
  return found
}

const oneLoan = /^[^；]+ (?:正常还款|今日应还)$/
const severalLoans = /；.*正常还款/

const withPage = async (address: string, work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await page.goto(`${chatUrl}${address}`)
    await work(page)
    expect(faults).toEqual([])
    // Who is in stands in no cookie: an embedded page may have none.
    expect((await context.cookies()).map(({ name }) => name)).toEqual([])
  } finally {
    await context.close()
  }
}

const ask = async (page: Page | Frame, text: string): Promise<void> => {
  await page.locator('textarea').fill(text)
  await page.locator('textarea').press('Enter')
  await page.locator('.line.own', { hasText: text }).last().waitFor()
}

const texts = (page: Page | Frame): Promise<string[]> => page.locator('.line .message-text').allTextContents()
const settled = (page: Page | Frame) => page.locator('.line.own').last().locator('.delivery')

it('answers from the borrower’s own loan, opens the source of a figure, and loses nothing by a reload', async () => {
  const { siteToken: token } = await borrower(oneLoan)
  await withPage(`/chat?token=${token}`, async (page) => {
    await page.locator('.often button').first().waitFor()
    expect(page.url()).toBe(`${chatUrl}/chat`)
    await ask(page, '提前还清要多少钱？')
    const figure = page.locator('.line.machine .figure', { hasText: '元' }).first()
    await figure.waitFor()
    await figure.click()
    const sheet = page.locator('dialog.sheet')
    await sheet.getByText('您的借款记录').waitFor()
    await sheet.locator('.code', { hasText: /^AX/ }).waitFor()
    await sheet.getByText('查看这笔借款').click()
    await sheet.locator('.instalments li').first().waitFor()
    await page.keyboard.press('Escape')
    await sheet.getByText('您的借款记录').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.locator('.line.machine .term').first().click()
    await sheet.getByText('用您的借款来说').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    // What is being written is not lost either.
    await page.locator('textarea').fill('还想问一句')
    const before = await texts(page)
    await page.reload()
    await page.locator('.line.machine').first().waitFor()
    expect(await texts(page)).toEqual(before)
    expect(await page.locator('textarea').inputValue()).toBe('还想问一句')
  })
})

it('asks which loan is meant, and takes a tap for an answer', async () => {
  const { siteToken: token } = await borrower(severalLoans)
  await withPage(`/chat#token=${token}`, async (page) => {
    await ask(page, '提前还清要多少钱？')
    await page.locator('.choices button').first().waitFor()
    await page.locator('.choices button').first().click()
    await page.locator('.line.machine .figure').first().waitFor()
    expect(await page.locator('.choices button').count()).toBe(0)
    await page.getByRole('button', { name: '我的借款' }).click()
    await page.locator('.loan-card').nth(1).waitFor()
  })
})

it('tells somebody unknown nothing of any account, and how to be known; a token that comes later joins what was said', async () => {
  await withPage('/chat', async (page) => {
    await ask(page, '我还剩多少本金没还？')
    await page.locator('.line.machine .bubble').first().waitFor()
    expect(await page.locator('.figure[aria-label*="元"]').count()).toBe(0)
    await page.getByRole('button', { name: '我的借款' }).click()
    await page.locator('.verify').waitFor()
    expect(await page.locator('.loan-card').count()).toBe(0)
    await page.keyboard.press('Escape')
    const { siteToken: token } = await borrower(/已结清/)
    await page.evaluate((fragment) => { location.hash = fragment }, `token=${token}`)
    await page.locator('.hello h2', { hasText: '，您好' }).waitFor()
    await page.locator('.line.own, .earlier').first().waitFor()
    await page.getByRole('button', { name: '我的借款' }).click()
    await page.locator('.loan-card').first().waitFor()
  })
})

it('keeps what is written without a network, and sends it once when it is back', async () => {
  await withPage('/chat', async (page) => {
    await page.locator('.often').waitFor()
    await page.context().setOffline(true)
    await page.locator('.offline').waitFor()
    await ask(page, '断网时写的话')
    await page.getByText('联网后自动发送').waitFor()
    await page.context().setOffline(false)
    await page.locator('.offline').waitFor({ state: 'detached' })
    await page.locator('.line.machine').first().waitFor()
    expect((await texts(page)).filter((text) => text === '断网时写的话')).toHaveLength(1)
    await page.reload()
    await page.locator('.line.machine').first().waitFor()
    expect((await texts(page)).filter((text) => text === '断网时写的话')).toHaveLength(1)
  })
})

it('always gives way to a person, who is seen typing nothing of the machine’s, and whose answer is read', async () => {
  const staff = await createTestStaff(server, ['senior'], '周晨')
  const { siteToken: token } = await borrower(/^[^；]+ 逾期 \d+ 天$/)
  await withPage(`/chat?token=${token}`, async (page) => {
    await page.getByRole('button', { name: '转人工', exact: true }).click()
    await page.locator('.happening').first().waitFor()
    await page.getByRole('button', { name: '等候人工' }).waitFor()
    const [row] = await rowsIn(server, staff, 'waiting')
    expect(row).toBeDefined()
    await take(server, staff, row?.id ?? '')
    await page.getByText('周晨 为您服务').first().waitFor()
    // An ordinary sentence goes without a reason.
    expect(await reply(server, staff, row?.id ?? '', { text: '您好，我来帮您看一下' })).toMatchObject({ status: 200 })
    const answer = page.locator('.line.agent', { hasText: '我来帮您看一下' })
    await answer.waitFor()
    await answer.getByText('人工').waitFor()
    await expect.poll(async () => {
      const response = await fetch(`${chatUrl}/v1/desk/conversations/${row?.id}`, { headers: { cookie: staff.cookie } })
      const { marks } = (await response.json()) as { marks: { party: string; kind: string; upTo: number }[] }
      return marks.some(({ party, kind, upTo }) => party === 'customer' && kind === 'read' && upTo > 2)
    }, { timeout: 20_000 }).toBe(true)
  })
})

it('sends pictures and PDF, shows them again, refuses other files, and covers numbers that were typed', async () => {
  await withPage('/chat', async (page) => {
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } })
    const files = async (...given: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> => {
      await page.getByRole('button', { name: '添加图片或文件' }).click()
      await page.locator('input[type=file][multiple]').setInputFiles(given)
    }
    await files({ name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
    await page.getByText('只能发送图片').waitFor()
    await files(
      { name: '流水.png', mimeType: 'image/png', buffer: picture },
      { name: '证明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF') },
    )
    await page.locator('.chip strong', { hasText: '证明.pdf' }).waitFor()
    await expect.poll(() => page.locator('.chip progress').count()).toBe(0)
    await page.locator('textarea').fill('我的手机号是13812345678')
    await page.getByRole('button', { name: '发送' }).click()
    await page.locator('.line.own', { hasText: '138****5678' }).waitFor()
    await page.reload()
    await page.locator('.line.own .picture img').waitFor()
    await page.locator('.line.own .file', { hasText: '证明.pdf' }).waitFor()
    expect(await page.locator('.line.own .picture img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(60)
  })
})

it('works inside the lender’s page with its storage blocked: enters by the site’s token, survives a reload, can be put away', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  // What a browser does to an embedded page whose cookies and storage it blocks.
  await context.addInitScript(() => {
    if (globalThis.top === globalThis.self) return
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, { get: () => { throw new DOMException('blocked', 'SecurityError') } })
    }
  })
  try {
    const page = await context.newPage()
    siteToken = (await borrower(/已展期/)).siteToken
    const chat = async (): Promise<Frame> => {
      await page.goto(lenderUrl)
      await page.locator('button', { hasText: '在线客服' }).click()
      const frame = await (await page.waitForSelector('iframe')).contentFrame()
      if (!frame) throw new Error('the chat is not there')
      return frame
    }
    const first = await chat()
    await first.locator('.hello h2', { hasText: '，您好' }).waitFor()
    await ask(first, '提前还清要多少钱？')
    await first.locator('.line.machine').first().waitFor()
    // The site gives no second token, but keeps the session for the frame.
    const second = await chat()
    await second.locator('.line.own', { hasText: '提前还清要多少钱？' }).waitFor()
    await second.getByRole('button', { name: '收起对话' }).click()
    await page.locator('iframe').waitFor({ state: 'hidden' })
    expect(await context.cookies()).toEqual([])
  } finally {
    await context.close()
  }
})

const looks = [360, 1440].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })))

it.each(looks)('has nothing for axe to complain of at $width px, $colorScheme, whatever is open', async ({ width, colorScheme }) => {
  const { siteToken: token } = await borrower(oneLoan)
  await withPage(`/chat?token=${token}`, async (page) => {
    const clean = async (): Promise<void> => {
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    }
    const closed = async (): Promise<void> => {
      await page.keyboard.press('Escape')
      await page.locator('dialog.sheet').waitFor({ state: 'detached' })
    }
    await page.locator('.welcome').waitFor()
    await clean()
    await ask(page, '提前还清要多少钱？')
    await page.locator('.line.machine .figure').first().waitFor()
    await settled(page).waitFor({ state: 'detached' })
    await clean()
    await page.locator('.figure').first().click()
    await page.locator('.facts').waitFor()
    await clean()
    await closed()
    await page.getByRole('button', { name: '我的借款' }).click()
    await page.locator('.loan-card').first().waitFor()
    await clean()
    await page.locator('.loan-card button').first().click()
    await page.locator('.instalments li').first().waitFor()
    await clean()
    await page.getByRole('button', { name: '提前结清', exact: true }).click()
    await page.locator('.payoff .sum').waitFor()
    await clean()
    await page.keyboard.press('Escape')
    await closed()
    await page.getByRole('button', { name: '借款试算' }).click()
    await page.locator('.calc-total').waitFor()
    await page.locator('.calc summary').click()
    await clean()
    await closed()
    await page.getByRole('button', { name: '更多' }).click()
    await page.locator('.menu').waitFor()
    await clean()
    await closed()
    await page.getByRole('button', { name: '添加图片或文件' }).click()
    await page.context().setOffline(true)
    await page.locator('.offline').waitFor()
    await clean()
  }, { viewport: { width, height: 780 }, colorScheme })
  await withPage('/chat?token=wrong.token', async (page) => {
    await page.getByText('需要重新进入').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  }, { viewport: { width, height: 780 }, colorScheme })
})

it.each(looks)('shows the demo lender’s site at $width px, $colorScheme, from where a borrower is entered in one tap', async ({ width, colorScheme }) => {
  await withPage('/demo', async (page) => {
    await page.locator('.borrower').nth(3).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    await page.locator('.borrower-main').nth(1).click()
    await page.frameLocator('.phone iframe').locator('.hello h2', { hasText: '，您好' }).waitFor()
  }, { viewport: { width, height: 900 }, colorScheme })
})
