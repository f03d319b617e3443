import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillKnowledge } from '../../server/src/knowledge/fill-knowledge.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { casesOn, materialsOn } from '../../server/test/support/cases.ts'
import { createTestStaff, enterAsCustomer } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { inDeskTab, picture } from '../support/desk-tab.ts'
import { photo } from '../../server/test/support/photo.ts'

/** A material of an application is looked at and refused with a reason; another is taken in at the desk over a line that breaks. */

const server = await startTestServer({ clock: systemClock, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
await fillKnowledge(server.installation.context)
const { openMine, getMine } = casesOn(server)
const customer = await enterAsCustomer(server, 'C-gives')
const { cookie } = await createTestStaff(server, ['senior'], '林小雨')
const ask = { productId: 'anxin-steady', amount: '60000.00', count: 12, purpose: '装修与家居', monthlyIncome: '20000.00', otherMonthlyDebt: '1000.00' }
const { id } = (await openMine(customer, 'application', ask)).case
const { upload, giveMine } = materialsOn(server)
await giveMine(customer, id, 'income', [await upload(customer, photo)])

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

const line = (page: Page, name: string) => page.locator('.case-materials > li', { hasText: name })

it('is refused with a reason that the customer reads, and taken in though the line breaks', async () => {
  await inDeskTab(browser, { url: server.url, cookie, options: {} }, `?w=all&b=${id}`, async (page) => {
    page.setDefaultTimeout(15_000)
    const income = line(page, '收入证明')
    await income.getByText('待核对', { exact: true }).waitFor()
    await expect.poll(() => income.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(480)
    await picture(page, 'materials-1440-light')
    expect(await accessibilityFaults(page)).toEqual([])
    await income.getByRole('button', { name: '不通过' }).click()
    await income.getByLabel('不通过的原因').fill('照片模糊，看不清金额')
    await income.getByRole('button', { name: '不通过' }).click()
    await income.getByText('没有通过：照片模糊，看不清金额').waitFor()

    const pieces: string[] = []
    await page.route('**/pieces?from=*', async (route) => {
      pieces.push(new URL(route.request().url()).searchParams.get('from') ?? '')
      await (pieces.length === 2 ? route.abort() : route.continue())
    })
    const card = line(page, '银行卡')
    await card.getByRole('button', { name: '收材料' }).click()
    await card.locator('input[type=file]').last().setInputFiles({ name: '银行卡.jpg', mimeType: 'image/jpeg', buffer: photo })
    await card.getByRole('button', { name: '提交这 1 页' }).click()
    await card.getByText('待核对', { exact: true }).waitFor()
    // What was broken off is sent once more, and nothing else twice.
    expect(pieces.length).toBe(new Set(pieces).size + 1)
  })
  const materials = (await getMine(customer, id)).case.materials.map(({ id: kind, state }) => [kind, state])
  expect(Object.fromEntries(materials)).toMatchObject({ income: 'missing', 'bank-card': 'held' })
})
