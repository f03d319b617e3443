import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'

/**
 * A real Chromium for browser tests that comes from the npm registry: packed in `@sparticuz/chromium`, driven by
 * playwright-core. Unpacked once for each user and version, whole or not at all, so that test files may start side by side.
 * `XINQIAO_CHROMIUM` names another executable, such as Debian's.
 */

/** The folder of the package: two above its entry file. */
const packed = fileURLToPath(new URL('..', import.meta.resolve('@sparticuz/chromium')))

const packedVersion = (): string =>
  (JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { version: string }).version

/** The package unpacks into the temporary folder of the process; it is given a fresh one, which takes its name when it is whole. */
const unpack = async (): Promise<string> => {
  const home = join(tmpdir(), `xinqiao-chromium-${userInfo().uid}-${packedVersion()}`)
  if (existsSync(join(home, 'chromium'))) return home
  mkdirSync(tmpdir(), { recursive: true })
  const fresh = mkdtempSync(`${home}-`)
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = fresh
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium')
    await chromium.executablePath()
    await inflate(join(packed, 'bin', 'al2023.tar.br'))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  chmodSync(join(fresh, 'chromium'), 0o700)
  try {
    renameSync(fresh, home)
  } catch (fault) {
    // Another test file was faster; its copy is as good.
    rmSync(fresh, { recursive: true, force: true })
    if (!existsSync(join(home, 'chromium'))) throw fault
  }
  return home
}

const flags = [
  // The tests run as root on build machines, where Chromium refuses its sandbox; they only ever load our own pages.
  '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none', '--hide-scrollbars',
]

const missingLibrary = /error while loading shared libraries: ([^:]+):/

const explain = (fault: unknown): Error => {
  const text = fault instanceof Error ? fault.message : String(fault)
  const library = missingLibrary.exec(text)?.[1]
  if (library === undefined) return fault instanceof Error ? fault : new Error(text)
  return new Error(
    `Chromium needs the system library ${library}, which this machine lacks. On Debian or Ubuntu: `
    + 'apt-get install -y libnss3 libnspr4 libexpat1 libuuid1 (or name another browser in XINQIAO_CHROMIUM).',
    { cause: fault },
  )
}

/** Starts Chromium; the caller closes it. */
export const launchBrowser = async (): Promise<Browser> => {
  const { chromium } = await import('playwright-core')
  const named = process.env['XINQIAO_CHROMIUM']
  if (named !== undefined) return await chromium.launch({ executablePath: named, args: flags })
  const home = await unpack()
  const start = (env: Record<string, string>): Promise<Browser> =>
    chromium.launch({ executablePath: join(home, 'chromium'), args: flags, env: { ...(process.env as Record<string, string>), ...env } })
  try {
    return await start({})
  } catch (fault) {
    if (!missingLibrary.test(fault instanceof Error ? fault.message : '')) throw explain(fault)
  }
  // The package brings the few libraries that a bare machine lacks.
  try {
    return await start({ LD_LIBRARY_PATH: join(home, 'al2023', 'lib') })
  } catch (fault) {
    throw explain(fault)
  }
}
