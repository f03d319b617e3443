import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** A borrower on a phone waits for every kilobyte; what is loaded after the first screen does not count here. */
const limit = 120 * 1024

type Chunk = { readonly file: string; readonly imports?: readonly string[]; readonly css?: readonly string[] }

const out = mkdtempSync(join(tmpdir(), 'xinqiao-web-'))
let manifest: Readonly<Record<string, Chunk>> = {}

beforeAll(async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: out, emptyOutDir: true } })
  manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8')) as typeof manifest
}, 120_000)
afterAll(() => { rmSync(out, { recursive: true, force: true }) })

const reached = (name: string, seen: Set<string> = new Set()): Set<string> => {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const next of manifest[name]?.imports ?? []) reached(next, seen)
  return seen
}

const firstLoad = (page: string): { readonly files: readonly string[]; readonly bytes: number } => {
  const files = [...reached(page)].flatMap((name) => manifest[name]?.file ?? [])
  return { files, bytes: files.reduce((sum, file) => sum + gzipSync(readFileSync(join(out, file))).length, 0) }
}

it('loads the customer’s page with less than 120 KB of compressed script', () => {
  const { files, bytes } = firstLoad('chat.html')
  expect(files.length).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(limit)
})

it('keeps Ant Design and the charts off the customer’s page', () => {
  const text = firstLoad('chat.html').files.map((file) => readFileSync(join(out, file), 'utf8')).join('')
  expect(text).not.toMatch(/anticon|ant-btn|echarts/)
})

it('brings the loan engine only with the calculator, and what writes a workbook only with the workbook', () => {
  const textOf = (name: string): string => [...reached(name)].flatMap((one) => manifest[one]?.file ?? []).map((file) => readFileSync(join(out, file), 'utf8')).join('')
  const [engine, zip] = [/instalment-too-small/, /xl\/workbook\.xml/]
  for (const early of ['chat.html', 'src/chat/sheet-host.tsx']) expect(textOf(early)).not.toMatch(engine)
  expect(textOf('src/chat/calculator-sheet.tsx')).toMatch(engine)
  expect(textOf('src/chat/calculator-sheet.tsx')).not.toMatch(zip)
  expect(textOf('src/features/loan/xlsx.ts')).toMatch(zip)
})
