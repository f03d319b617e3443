import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const house = await mkdtemp(join(tmpdir(), 'xinqiao-house-'))
afterAll(() => rm(house, { recursive: true, force: true }))

/** One file that breaks each rule: its path, what it imports, and the rule. */
const planted: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ['core/src/loan/reads-the-disk.ts', `import { readFile } from 'node:fs'`, 'core-imports-only-core'],
  ['core/src/loan/takes-a-package.ts', `import { z } from 'zod'`, 'core-imports-only-core'],
  ['core/src/loan/asks-the-wire.ts', `import type { Loan } from '../../../contract/src/loan.ts'`, 'core-imports-only-core'],
  ['contract/src/record.ts', `import type { Pool } from 'pg'`, 'contract-imports-core-and-zod'],
  ['server/src/loan/shows-a-page.ts', `import { page } from '../../../web/src/ui/page.ts'`, 'server-and-web-never-meet'],
  ['web/src/desk/asks-the-server.ts', `import { loan } from '../../../server/src/loan/ask.ts'`, 'web-and-server-never-meet'],
  ['core/src/loan/looks-up.ts', `import type { Case } from '../cases/case.ts'`, 'stairs-loan'],
  ['server/src/people/looks-up.ts', `const up = await import('../training/ask.ts')`, 'stairs-people'],
  ['web/src/features/record/looks-up.ts', `import { loan } from '../loan/ask.ts'`, 'stairs-record'],
  ['core/src/primitives/looks-up.ts', `import { loan } from '../loan/loan.ts'`, 'primitives-know-no-room'],
  ['server/src/cases/reads-a-foreign-store.ts', `import { find } from '../loan/store.ts'`, 'store-is-private'],
  ['server/src/reads-a-store.ts', `import { find } from './loan/store.ts'`, 'store-is-private-to-its-room'],
  ['server/src/cases/wires-itself.ts', `import { routes } from '../loan/routes.ts'`, 'only-main-wires'],
  ['server/src/platform/knows-a-room.ts', `import { ask } from '../loan/ask.ts'`, 'platform-knows-no-room'],
  ['web/src/ui/knows-a-room.ts', `import { loan } from '../features/loan/ask.ts'`, 'ui-knows-no-room'],
  ['web/src/api/knows-a-room.ts', `import { loan } from '../features/loan/ask.ts'`, 'api-knows-no-room'],
  ['web/src/chat/borrows-from-the-desk.ts', `import { page } from '../desk/page.ts'`, 'surfaces-never-meet'],
  ['web/src/features/loan/knows-a-surface.ts', `import { page } from '../../desk/page.ts'`, 'features-know-no-surface'],
  ['core/src/loan/chicken.ts', `import type { Egg } from './egg.ts'\nexport type Chicken = { egg: Egg }`, 'no-cycles'],
  ['core/src/loan/barrelled.ts', `import { loan } from './index.ts'`, 'no-barrels'],
  ['core/src/loan/hopes.ts', `import { nothing } from './not-there.ts'`, 'resolvable'],
]

/** What the planted files import; these break nothing. */
const ground: Readonly<Record<string, string>> = {
  'contract/src/loan.ts': 'export type Loan = 1',
  'core/src/cases/case.ts': `import { loan } from '../loan/loan.ts'\nexport type Case = typeof loan`,
  'core/src/loan/loan.ts': 'export const loan = 1',
  'core/src/loan/index.ts': 'export const loan = 1',
  'core/src/loan/egg.ts': `import type { Chicken } from './chicken.ts'\nexport type Egg = { chicken: Chicken }`,
  'server/src/loan/ask.ts': `import { find } from './store.ts'\nexport const ask = find`,
  'server/src/loan/store.ts': 'export const find = 1',
  'server/src/loan/routes.ts': 'export const routes = 1',
  'server/src/training/ask.ts': `import { ask } from '../loan/ask.ts'\nexport const up = ask`,
  'server/src/main.ts': `import { routes } from './loan/routes.ts'\nexport const all = [routes]`,
  'web/src/ui/page.ts': 'export const page = 1',
  'web/src/desk/page.ts': `import { page } from '../ui/page.ts'\nexport { page as own }`,
  'web/src/features/loan/ask.ts': 'export const loan = 1',
}

type Cruised = { readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] } }

test('every rule of imports catches what breaks it, and nothing else', async () => {
  await cp(join(root, '.dependency-cruiser.mjs'), join(house, '.dependency-cruiser.mjs'))
  await cp(join(root, 'rooms.json'), join(house, 'rooms.json'))
  await cp(join(root, 'package.json'), join(house, 'package.json'))
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'))
  for (const [file, text] of [...Object.entries(ground), ...planted]) {
    await mkdir(dirname(join(house, file)), { recursive: true })
    await writeFile(join(house, file), `${text}\nexport const own = 1\n`)
  }
  const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [cruise, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'core', 'contract', 'server', 'web']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: house, maxBuffer: 50_000_000 })
  const { violations } = (JSON.parse(stdout) as Cruised).summary
  const found = new Set(violations.map(({ from, rule }) => `${from} breaks ${rule.name}`))
  // A cycle is told of both its files; a file may break a second rule that guards the same wall from the other side.
  const expected = planted.map(([file, , rule]) => `${file} breaks ${rule}`)
  expect([...found]).toEqual(expect.arrayContaining(expected))
  const plantedFiles = new Set([...planted.map(([file]) => file), 'core/src/loan/egg.ts'])
  expect(violations.filter(({ from }) => !plantedFiles.has(from))).toEqual([])
})
