import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** Takes a picture of a page to look at, where `PICTURES` names a folder. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['PICTURES']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}

type Tab = { readonly url: string; readonly cookie: string; readonly options: BrowserContextOptions }

/** Works in a tab of its own at the desk, signed in by the cookie; a fault of the page fails the work. */
export const inDeskTab = async (browser: Browser, { url, cookie, options }: Tab, path: string, work: (page: Page) => Promise<void>): Promise<void> => {
  const tab = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', ...options })
  await tab.addCookies(cookie.split('; ').map((one) => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url })))
  const page = await tab.newPage()
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await page.goto(`${url}/desk${path}`)
    await work(page)
    if (faults.length > 0) throw new Error(`the page failed: ${faults.join('; ')}`)
  } finally {
    await tab.close()
  }
}
