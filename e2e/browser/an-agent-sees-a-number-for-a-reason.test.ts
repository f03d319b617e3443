import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { raiseSession } from '../../server/src/people/verification-store.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createTestStaff, testPassword } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** By keys alone: a covered number is uncovered for a reason, and a call is permitted, made and written down. */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
const { email } = await createTestStaff(server, ['senior', 'collector'], '陈嘉怡')
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

it('shows the whole number until its minutes are over, and a dial permit with its result', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
  const borrower = demo.customers[0] ?? expect.unreachable('no borrower')
  const entered = (await (await fetch(`${server.url}/v1/chat/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ siteToken: borrower.siteToken }) })).json()) as { session: string }
  await fetch(`${server.url}/v1/chat/messages`, {
    method: 'POST', headers: { authorization: `Bearer ${entered.session}`, 'content-type': 'application/json' }, body: JSON.stringify({ id: crypto.randomUUID(), text: '在吗，我的新号码是 13911112222' }),
  })
  await fetch(`${server.url}/v1/chat/corrections`, {
    method: 'POST', headers: { authorization: `Bearer ${entered.session}`, 'content-type': 'application/json' }, body: JSON.stringify({ id: crypto.randomUUID(), field: 'city', wrong: '城市写错了', right: '苏州' }),
  })
  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage()
  await desk.goto(`${server.url}/desk?view=machine`)
  await desk.locator('input[type=email]').fill(email)
  await desk.locator('input[type=password]').fill(testPassword)
  await desk.locator('button[type=submit]').click()
  await desk.locator('.row', { hasText: '在吗' }).click()
  const phone = desk.locator('.customer-card dl > div', { hasText: '手机' })
  await phone.locator('dd').waitFor()
  expect(await phone.locator('dd').innerText()).toMatch(/^1\d\d\*{4}\d{4}$/)
  await desk.getByRole('button', { name: '查看完整手机' }).focus()
  await desk.keyboard.press('Enter')
  await desk.keyboard.type('核对合同上的手机号')
  expect(await accessibilityFaults(desk)).toEqual([])
  if (process.env['PICTURES']) await desk.screenshot({ path: `${process.env['PICTURES']}/unmask-asking.png` })
  await desk.keyboard.press('Enter')
  await desk.locator('.shown-until').waitFor()
  expect(await phone.locator('dd').innerText()).toMatch(/^1\d{10}$/)

  await desk.locator('.bubble', { hasText: '139****2222' }).waitFor()
  await desk.getByRole('button', { name: '查看完整消息中的号码' }).focus()
  await desk.keyboard.press('Enter')
  await desk.keyboard.type('客户要登记新号码')
  await desk.keyboard.press('Enter')
  await desk.locator('.uncovered', { hasText: '13911112222' }).waitFor()

  const dial = desk.locator('.dial')
  await dial.getByRole('combobox', { name: '目的' }).focus()
  await desk.keyboard.press('ArrowDown')
  await desk.locator('.ant-select-item-option', { hasText: '服务' }).click()
  await dial.getByRole('button', { name: '申请拨号许可' }).focus()
  await desk.keyboard.press('Enter')
  await dial.locator('.dialling').waitFor()
  expect(await dial.locator('.dialling b').innerText()).toMatch(/^1\d{10}$/)
  if (process.env['PICTURES']) {
    await dial.locator('.dialling').scrollIntoViewIfNeeded()
    await desk.screenshot({ path: `${process.env['PICTURES']}/dialling.png` })
  }
  await dial.getByRole('textbox', { name: '备注' }).fill('约好周五再联系')
  await dial.getByRole('button', { name: '登记结果' }).focus()
  await desk.keyboard.press('Enter')
  await dial.locator('li', { hasText: '约好周五再联系' }).waitFor()
  expect(await accessibilityFaults(desk)).toEqual([])
  if (process.env['PICTURES']) {
    await dial.scrollIntoViewIfNeeded()
    await desk.emulateMedia({ colorScheme: 'dark' })
    await desk.screenshot({ path: `${process.env['PICTURES']}/dialled-dark.png` })
  }

  const guarded = desk.locator('.guarded')
  await guarded.locator('li', { hasText: '客户申请更正：城市' }).waitFor()
  await guarded.getByRole('textbox', { name: '答复客户' }).fill('已按您提供的证明更正。')
  await guarded.getByRole('button', { name: '同意更正' }).click()
  await guarded.locator('li', { hasText: '已更正' }).waitFor()
  await guarded.getByRole('button', { name: '登记代理人、担保人或联系人' }).click()
  for (const [label, value] of [['姓名', '李红'], ['手机号', '13700009999'], ['关系', '配偶'], ['核对了哪些材料', '授权委托书原件、身份证'], ['截止', '2099-12-31']] as const) await guarded.getByLabel(label, { exact: true }).fill(value)
  expect(await accessibilityFaults(desk)).toEqual([])
  if (process.env['PICTURES']) {
    await guarded.getByRole('button', { name: '登记', exact: true }).scrollIntoViewIfNeeded()
    await desk.emulateMedia({ colorScheme: 'light' })
    await desk.waitForTimeout(600)
    await desk.screenshot({ path: `${process.env['PICTURES']}/guarded.png` })
  }
  await guarded.getByRole('button', { name: '登记', exact: true }).click()
  await guarded.locator('li', { hasText: '李红 · 代理人 · 配偶' }).waitFor()
  await guarded.getByRole('button', { name: '结束授权 李红' }).click()
  await guarded.locator('li.over', { hasText: '李红' }).waitFor()

  // On the phone he asks to be erased: not before he has proven himself on his own page.
  const erasing = desk.locator('.ask-erasure')
  await erasing.getByRole('button', { name: '代客户申请删除个人信息' }).click()
  await erasing.getByRole('button', { name: '客户已核实，登记申请' }).click()
  await erasing.getByText('请客户先在自己的页面用短信验证码核实身份').waitFor()
  expect(await accessibilityFaults(desk)).toEqual([])
  if (process.env['PICTURES']) {
    await erasing.scrollIntoViewIfNeeded()
    await desk.screenshot({ path: `${process.env['PICTURES']}/erase-for-caller.png` })
    await desk.emulateMedia({ colorScheme: 'dark' })
    await desk.screenshot({ path: `${process.env['PICTURES']}/erase-for-caller-dark.png` })
  }
  const { db } = server.installation.context
  const session = await db.selectFrom('customer_session').select('session_id').where('level', '=', 'verified').executeTakeFirstOrThrow()
  await raiseSession(db, session.session_id, instant(systemClock.now() + 600_000))
  await erasing.getByRole('button', { name: '客户已核实，登记申请' }).click()
  await erasing.getByText('已登记，等待两位同事办理').waitFor()
  await desk.context().close()
}, 120_000)
