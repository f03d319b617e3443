/**
 * `npm run pictures -- URL`: takes the README's pictures from a running demo lender: a borrower on his phone asks, one question goes
 * to a person, who answers at the desk. Run it on a fresh demo, within desk hours or not.
 */
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchBrowser } from './support/browser.ts'

const url = process.argv[2] ?? 'http://localhost:8080'
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url))

const ask = async (phone: Page, text: string): Promise<void> => {
  const answers = await phone.locator('.line.machine').count()
  await phone.locator('textarea').fill(text)
  await phone.locator('textarea').press('Enter')
  await phone.waitForFunction((count) => document.querySelectorAll('.line.machine').length > count, answers)
}

const demo = (await (await fetch(`${url}/v1/demo/customers`)).json()) as ResponseOf<typeof listDemoCustomers>
const borrower = demo.customers.find(({ situation }) => situation.endsWith('等额 正常还款') || situation.endsWith('递减 正常还款')) ?? demo.customers[0]
const agent = demo.staff.find(({ roles }) => roles.includes('junior')) ?? demo.staff[0]
if (!borrower || !agent) throw new Error(`${url} is not the demo lender`)

const browser = await launchBrowser()
const phone = await (await browser.newContext({ viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, locale: 'zh-CN', hasTouch: true })).newPage()
await phone.goto(`${url}/chat?token=${borrower.siteToken}`)
await ask(phone, '我的还款日是几号')
await ask(phone, '提前还清要多少钱')
await ask(phone, '我要投诉，催收一直给我打电话')

const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2, locale: 'zh-CN' })).newPage()
await desk.goto(`${url}/desk`)
await desk.locator('input[type=email]').fill(agent.email)
await desk.locator('input[type=password]').fill(agent.password)
await desk.locator('button[type=submit]').click()
await desk.locator('.row').first().click()
await desk.locator('.bubble', { hasText: '我要投诉' }).waitFor()
await desk.keyboard.press('t')
await desk.locator('.state.with-agent').waitFor()
await desk.locator('.composer textarea').fill('您好，我是客服小雨。非常抱歉打扰到您，我马上为您登记投诉，并请同事停止这类来电。')
await desk.locator('.composer textarea').press('Enter')
await phone.locator('.message-text', { hasText: '我是客服小雨' }).waitFor()
await desk.locator('.delivery', { hasText: '已读' }).last().waitFor()
await desk.waitForTimeout(1500)

await mkdir(folder, { recursive: true })
await desk.screenshot({ path: `${folder}desk-only.png` })
await phone.screenshot({ path: `${folder}chat.png` })

// Both together, as the README shows them.
const inline = async (name: string): Promise<string> => `data:image/png;base64,${(await readFile(`${folder}${name}`)).toString('base64')}`
const both = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 })).newPage()
await both.setContent(`<body style="margin:0;background:linear-gradient(160deg,#e6efec,#f7f4ee);height:900px;position:relative">
  <img src="${await inline('desk-only.png')}" style="position:absolute;left:48px;top:56px;width:1120px;border-radius:10px;box-shadow:0 20px 60px #0f3b3426">
  <img src="${await inline('chat.png')}" style="position:absolute;right:48px;top:170px;width:330px;border-radius:26px;border:8px solid #1d2726;box-shadow:0 24px 60px #0f3b3440"></body>`)
await writeFile(`${folder}desk.png`, await both.screenshot())
await browser.close()
