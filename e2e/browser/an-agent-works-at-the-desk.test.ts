import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPages } from '../../server/src/cli/build-pages.ts'
import { idOf } from '../../web/dev/fake-data.ts'
import { type FakeServer, startFake } from '../../web/dev/fake-server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** What the desk's screen promises by itself, against a server that is played: keys, drafts, refusals, losses, languages, looks. */

const wang = idOf(1, 0)
const liu = idOf(1, 4)

let browser: Browser
let server: FakeServer

beforeAll(async () => {
  await buildPages(() => undefined)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
})

const at = async (address: string, work: (page: Page) => Promise<void>, options: BrowserContextOptions & { conversations?: number } = {}): Promise<void> => {
  const { conversations, ...context } = options
  server = await startFake(0, conversations ?? 8)
  const tab = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', ...context })
  await tab.addCookies([{ name: 'fake', value: '1', url: server.address }])
  const page = await tab.newPage()
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await page.goto(`${server.address}${address}`)
    await work(page)
    expect(faults).toEqual([])
  } finally {
    await tab.close()
    await server.close()
  }
}

const said = (page: Page, text: string) => page.locator('.bubble', { hasText: text })

it('answers by the draft without touching the mouse, and every figure in it keeps its source', async () => {
  await at('/desk', async (page) => {
    await page.locator('.row').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.locator('h2', { hasText: '王建国' }).waitFor()
    await page.keyboard.press('t')
    await page.locator('.state.with-agent').waitFor()
    await page.keyboard.press('r')
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    await page.keyboard.press('Control+End')
    await page.keyboard.type('请您确认。')
    await page.keyboard.press('Enter')
    const mine = page.locator('.said.agent', { hasText: '请您确认。' })
    await mine.locator('.delivery.read, .delivery').first().waitFor()
    await expect.poll(async () => mine.locator('.delivery').innerText()).toContain('已读')
    expect(await mine.locator('.in-text.figure').allInnerTexts()).toEqual(['38,612.47', '38,250.00', '362.47'])
    await mine.locator('.in-text.figure').first().click()
    await page.locator('.source-card', { hasText: '贷款 L-2024-00317' }).waitFor()
  })
})

it('brings a blocked message back to its writer with the reason', async () => {
  await at(`/desk?view=mine&c=${liu}`, async (page) => {
    await page.locator('.composer textarea').fill('这件事服务器才知道')
    await page.keyboard.press('Enter')
    const refused = page.locator('.delivery.refused')
    await refused.waitFor()
    expect(await refused.innerText()).toContain('不得承诺一定放款')
    await refused.getByRole('button', { name: '修改' }).click()
    expect(await page.locator('.composer textarea').inputValue()).toBe('这件事服务器才知道')
    expect(await page.locator('.delivery.refused').count()).toBe(0)
  })
})

it('loses nothing that was written while the network was away, not even through a reload, and sends it once', async () => {
  await at(`/desk?view=mine&c=${liu}`, async (page) => {
    await said(page, '还款日能改到每月').waitFor()
    await page.context().setOffline(true)
    server.cutSockets()
    await page.locator('.connection-bar').waitFor()
    await page.locator('.composer textarea').fill('断网时写下的回复')
    await page.keyboard.press('Enter')
    await page.locator('.said.agent', { hasText: '断网时写下的回复' }).locator('.delivery', { hasText: '等待发送' }).waitFor()
    await page.locator('.composer textarea').fill('还没写完的草稿')
    await page.context().setOffline(false)
    await page.reload()
    await page.locator('.said.agent', { hasText: '断网时写下的回复' }).locator('.delivery', { hasText: /已(发送|送达|读)/ }).first().waitFor()
    expect(await page.locator('.composer textarea').inputValue()).toBe('还没写完的草稿')
    // What was waiting and what came back as said are one message as soon as the page has drawn both.
    await expect.poll(() => said(page, '断网时写下的回复').count()).toBe(1)
    server.cutSockets()
    server.customerSays(4, '我在断线期间又问了一句')
    await said(page, '我在断线期间又问了一句').waitFor()
    expect(await said(page, '断网时写下的回复').count()).toBe(1)
  })
})

it('keeps a private note apart from the reply, and a saved reply from being sent with a blank', async () => {
  await at(`/desk?view=mine&c=${liu}`, async (page) => {
    const field = page.locator('.composer textarea')
    await field.focus()
    await page.keyboard.press('Alt+n')
    await page.keyboard.type('客户语气着急')
    await page.keyboard.press('Enter')
    await page.locator('.said.note', { hasText: '客户语气着急' }).waitFor()
    await page.keyboard.type('/还款')
    await page.locator('.reply-menu li[aria-selected=true]', { hasText: '还款方式' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await page.getByText('请先填写“还款日”').waitFor()
    expect(await field.inputValue()).toContain('{还款日}')
    expect(await said(page, '立即还款').count()).toBe(0)
  })
})

it('advises on the tone of a reply to an angry customer with a sentence to put in', async () => {
  await at(`/desk?c=${idOf(1, 1)}`, async (page) => {
    const field = page.locator('.composer textarea')
    await field.fill('已经帮您登记了，会反馈。')
    const advice = page.locator('.tone li')
    await advice.first().waitFor()
    expect(await advice.allTextContents()).toEqual(['先回应客户的情绪加一句', '说明什么时候有结果加一句'])
    await advice.first().getByRole('button').click()
    expect(await field.inputValue()).toMatch(/^给您带来这样的体验，非常抱歉/)
    await expect.poll(async () => advice.allTextContents()).toEqual(['说明什么时候有结果加一句'])
    await advice.first().getByRole('button').click()
    await page.keyboard.press('Enter')
    await page.getByText('请先填写“时间”').waitFor()
  })
})

it('puts a quote into the reply with the sources of its amount and days, and the focus after it', async () => {
  await at(`/desk?view=mine&c=${liu}`, async (page) => {
    await page.locator('.loan button').first().click()
    await page.getByRole('tab', { name: '提前结清' }).click()
    await page.getByRole('button', { name: '放进回复' }).click()
    await expect.poll(async () => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    expect(await page.locator('.field mark').count()).toBe(3)
    expect(await page.locator('.composer textarea').inputValue()).toContain('38,612.47 元')
  })
})

it('hands back with an undo and closes only after a question', async () => {
  await at(`/desk?view=mine&c=${liu}`, async (page) => {
    await page.locator('.state.with-agent').waitFor()
    await page.keyboard.press('Alt+b')
    await page.locator('.state.with-machine').waitFor()
    await page.getByRole('button', { name: '撤销' }).click()
    await page.locator('.state.with-agent').waitFor()
    await page.keyboard.press('Alt+e')
    await page.getByText('结束这个会话？').waitFor()
    await page.getByRole('button', { name: '结束', exact: true }).last().click()
    await page.locator('.state.closed').waitFor()
    expect(await page.locator('.composer textarea').isDisabled()).toBe(true)
  })
})

it('finds customers and commands in one palette and speaks English at once when asked', async () => {
  await at('/desk', async (page) => {
    await page.locator('.row').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.locator('.palette-list li').first().waitFor()
    await page.keyboard.type('刘敏')
    await page.locator('.palette-list li', { hasText: '刘敏' }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.locator('h2', { hasText: '刘敏' }).waitFor()
    // The palette of before is still fading out; what is typed must reach the new one.
    await page.locator('.palette-list').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await page.locator('.palette-list li').first().waitFor()
    await page.keyboard.type('English')
    await page.locator('.palette-list li[aria-selected=true]', { hasText: 'English' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Knowledge' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  })
})

it('scrolls ten thousand conversations while drawing only those in sight', async () => {
  await at('/desk?view=all', async (page) => {
    await page.locator('.row').first().waitFor()
    const reach = async (): Promise<number> => {
      await page.locator('.list-frame').evaluate((frame) => { frame.scrollTop = frame.scrollHeight })
      return Number(await page.locator('.list-frame li').first().getAttribute('aria-setsize'))
    }
    await expect.poll(reach, { timeout: 120_000, interval: 30 }).toBe(10_000)
    expect(await page.locator('.row').count()).toBeLessThan(60)
    await page.keyboard.press('j')
    await page.locator('.conversation-head h2').waitFor()
  }, { conversations: 10_000 })
})

const looks = [1440, 1024].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })))

it.each(looks)('has nothing for axe to complain of at $width px, $colorScheme', async ({ width, colorScheme }) => {
  await at(`/desk?c=${wang}`, async (page) => {
    await page.locator('.loan').first().waitFor()
    await said(page, '就是去年那个').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide).toBe(0)
    await page.keyboard.press('Control+k')
    await page.locator('.palette-list li').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('.palette-list').waitFor({ state: 'detached' })
    await page.locator('.loan button').first().click()
    await page.locator('.picture svg').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  }, { viewport: { width, height: 800 }, colorScheme })
})

it('signs in with a second step, tells a wrong password, and has nothing for axe to complain of', async () => {
  await at('/desk', async (page) => {
    await page.context().clearCookies()
    await page.reload()
    await page.locator('#email').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.fill('#email', 'two@demo')
    await page.fill('#password', 'wrong')
    await page.keyboard.press('Enter')
    await page.getByText('邮箱或密码不正确').waitFor()
    await page.fill('#password', 'demo')
    await page.keyboard.press('Enter')
    await page.locator('#code').fill('000000')
    await page.keyboard.press('Enter')
    await page.getByText('验证码不正确或已过期').waitFor()
    await page.locator('#code').fill('123456')
    await page.keyboard.press('Enter')
    await page.locator('.desk').waitFor()
  })
})
