import type { Role } from '@xinqiao/core/people/rights.ts'
import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { saveCustomer } from '../../server/src/people/customers.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startConversation, write } from '../../server/test/support/desk.ts'
import { pagesOfPdf } from '../../server/test/support/pdf.ts'
import { createTestStaff, enterAsCustomer } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** Search at the desk by keys alone: from a few words to the very message, far up in a long conversation. */

const server = await startTestServer({ clock: systemClock, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { context } = server.installation
await context.db.transaction().execute(async (tx) => {
  await saveCustomer(context, tx, 'C1', { name: '王小明' })
  await saveCustomer(context, tx, 'C2', { name: '李大勇' })
})
const [wang, li] = [await enterAsCustomer(server, 'C1'), await enterAsCustomer(server, 'C2')]
const talk = await startConversation(server, wang, '我的手机号换成 13800001234 了，借据 AX2609000017 本期 1,024.55 元')
for (let count = 1; count <= 40; count += 1) await write(server, wang, `第 ${count} 句，和还款没有关系的话`)
await startConversation(server, li, '我想问问 1,024.55 元是怎么算出来的')

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

const folder = process.env['XINQIAO_PICTURES']

const atDesk = async (options: BrowserContextOptions, work: (page: Page) => Promise<void>, roles: readonly Role[] = ['supervisor']): Promise<void> => {
  const { cookie } = await createTestStaff(server, roles)
  const tab = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', ...options })
  await tab.addCookies(cookie.split('; ').map((one) => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: server.url })))
  const page = await tab.newPage()
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await page.goto(`${server.url}/desk?view=all`)
    await page.locator('.row').first().waitFor()
    await work(page)
    expect(faults).toEqual([])
  } finally {
    await tab.close()
  }
}

const results = (page: Page) => page.locator('.search-list li')

it.each(['light', 'dark'] as const)('finds a part of an amount in two conversations and jumps to the message (%s)', async (colorScheme) => {
  await atDesk({ colorScheme }, async (page) => {
    await page.keyboard.press('s')
    await page.keyboard.type('1024.5')
    await page.keyboard.press('Enter')
    await results(page).nth(1).waitFor()
    // On a busy machine the list of the words half typed may still stand, and the panel still come in.
    await expect.poll(() => results(page).locator('mark').allInnerTexts(), { timeout: 10_000 }).toEqual(['1,024.5', '1,024.5'])
    await expect.poll(() => results(page).locator('b').allInnerTexts(), { timeout: 10_000 }).toEqual(['李大勇', '王小明'])
    await expect.poll(() => accessibilityFaults(page), { timeout: 10_000 }).toEqual([])
    if (folder !== undefined) await page.screenshot({ path: `${folder}/search-${colorScheme}.png` })
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const said = page.locator('.said.jumped', { hasText: 'AX2609000017' })
    await said.waitFor()
    await page.locator('.search-list').waitFor({ state: 'detached' })
    // The list of messages is still coming in while it jumps.
    await expect.poll(() => said.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      return top > 0 && bottom < innerHeight
    }), { timeout: 10_000 }).toBe(true)
    expect(new URL(page.url()).searchParams.get('c')).toBe(talk)
    await page.reload()
    await page.locator('.said.jumped', { hasText: 'AX2609000017' }).waitFor()
  })
})

it('leads from the palette to the search, by a number’s last four, which stay all that is shown of it', async () => {
  await atDesk({}, async (page) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('1234')
    await page.locator('.palette-list li', { hasText: '在会话内容中搜索' }).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await results(page).first().waitFor()
    expect(await results(page).locator('mark').allInnerTexts()).toEqual(['138****1234'])
    expect(await page.content()).not.toContain('13800001234')
  })
})

it('narrows to the customer who is open, to a day and to who said it, and says when there is nothing', async () => {
  await atDesk({}, async (page) => {
    await page.goto(`${server.url}/desk?view=all&c=${talk}`)
    await page.locator('h2', { hasText: '王小明' }).waitFor()
    await page.keyboard.press('s')
    await page.keyboard.type('1024.55')
    await page.getByLabel('只看王小明').check()
    await page.locator('.palette-search input').press('Enter')
    await expect.poll(() => results(page).locator('b').allInnerTexts()).toEqual(['王小明'])
    await page.getByLabel('到', { exact: true }).fill('2020-01-01')
    await page.locator('.palette-search input').press('Enter')
    await page.getByText('没有找到').waitFor()
    await page.getByLabel('到', { exact: true }).fill('')
    await page.locator('.search-filters select').first().selectOption({ label: '只看我说的' })
    await page.locator('.palette-search input').press('Enter')
    await page.getByText('没有找到').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.search').waitFor({ state: 'detached' })
  })
})

it('takes a conversation out as PDF for a reason, where the right is there, from the palette', async () => {
  await atDesk({ acceptDownloads: true }, async (page) => {
    await page.goto(`${server.url}/desk?view=all&c=${talk}`)
    await page.locator('h2', { hasText: '王小明' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('导出会话')
    await page.keyboard.press('Enter')
    const take = page.locator('.ant-modal-footer .ant-btn-primary')
    await take.waitFor()
    expect(await take.isDisabled()).toBe(true)
    await page.locator('.export-dialog textarea').fill('客户申请查阅本人记录')
    expect(await accessibilityFaults(page)).toEqual([])
    if (folder !== undefined) await page.screenshot({ path: `${folder}/export.png` })
    const [download] = await Promise.all([page.waitForEvent('download'), take.click()])
    const text = (await pagesOfPdf(await readFile(await download.path()))).join('').replaceAll(/\s+/g, '')
    expect(text).toContain('客户申请查阅本人记录')
    expect(text).toContain('借据AX2609000017')
    await page.locator('.export-dialog').waitFor({ state: 'detached' })
  }, ['senior', 'compliance'])
})
