import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import rooms from '../../rooms.json' with { type: 'json' }

const root = fileURLToPath(new URL('../..', import.meta.url))
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 50_000_000 })
const files = listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)))
const sources = files.filter((file) => /\.(?:ts|tsx|mjs)$/.test(file))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Every line of these files that matches, as `file:line`. */
const linesWith = (within: readonly string[], pattern: RegExp): readonly string[] =>
  within.flatMap((file) =>
    read(file).split('\n').flatMap((line, index) => (pattern.test(line) && !/^\s*(?:\/\/|\*|\/\*)/.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  )

const core = sources.filter((file) => file.startsWith('core/src/'))

test('a folder is named for its subject: a room, or what it does; not utils, helpers, common, shared, lib or misc', () => {
  expect(files.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|shared|libs?|misc)\//.test(file))).toEqual([])
})

test('core is told the moment (Instant), the day and the randomness as arguments; it never asks', () => {
  expect(linesWith(core, /\bnew Date\b|\bDate\.|Math\.random|\bperformance\.|\bcrypto\.|\bsetTimeout\(|\bfetch\(|\bprocess\.|\bIntl\./)).toEqual([])
})

test('only config.ts and the commands read the environment; everything else is given a Config', () => {
  const server = sources.filter((file) => file.startsWith('server/src/') && file !== 'server/src/config.ts' && !file.startsWith('server/src/cli/'))
  expect(linesWith(server, /process\.env/)).toEqual([])
})

test('the moment comes from the clock of the context, so that tests can set it', () => {
  const server = sources.filter((file) => file.startsWith('server/src/') && !/\/(?:cli\/|platform\/clock\.ts)/.test(file))
  expect(linesWith(server, /\bDate\.now\(|\bnew Date\(\)/)).toEqual([])
})

test('randomness that matters comes from node:crypto; simulations take theirs as an argument', () => {
  const shipped = sources.filter((file) => /^(?:core|contract|server)\/src\//.test(file))
  expect(linesWith(shipped, /Math\.random/)).toEqual([])
})

test('a file is imported where it is needed: no barrels, no re-exports', () => {
  const shipped = sources.filter((file) => /^(?:core|contract|server|web)\/src\//.test(file))
  expect(shipped.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([])
  expect(linesWith(shipped, /^export (?:type )?(?:\*|\{[^}]*\}) (?:as \w+ )?from /)).toEqual([])
})

test('a rule is set aside only with its reason: -- and a sentence, or a comment above', () => {
  const directive = /oxlint-disable|@ts-(?:ignore|expect-error|nocheck)/
  const isBare = (line: string, above: string): boolean => directive.test(line) && !/ -- \S+ \S+/.test(line) && !/^\s*(?:\/\/|\{?\/\*|\*)/.test(above)
  const checked = sources.filter((file) => !file.startsWith('e2e/house/'))
  const bare = checked.flatMap((file) =>
    read(file).split('\n').flatMap((line, index, lines) => (isBare(line, lines[index - 1] ?? '') ? [`${file}:${index + 1}`] : [])),
  )
  expect(bare).toEqual([])
})

test('no test is skipped, left for later, or run alone', () => {
  const tests = sources.filter((file) => file.endsWith('.test.ts') && !file.startsWith('e2e/house/'))
  expect(linesWith(tests, /\b(?:test|it|describe)\.(?:skip|todo|only|skipIf|runIf|fails)\b/)).toEqual([])
})

test('a room bears the same name on every floor', () => {
  const known = new Set(rooms.rooms)
  const folders = (pattern: RegExp): readonly string[] => [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))]
  expect(folders(/^core\/src\/([^/]+)\//).filter((name) => name !== 'primitives' && !known.has(name))).toEqual([])
  expect(folders(/^server\/src\/([^/]+)\//).filter((name) => name !== 'platform' && name !== 'cli' && !known.has(name))).toEqual([])
  expect(folders(/^web\/src\/features\/([^/]+)\//).filter((name) => !known.has(name))).toEqual([])
})

test('every migration has a number of its own', () => {
  const numbers = files.filter((file) => file.startsWith('server/migrations/')).map((file) => file.slice('server/migrations/'.length, 'server/migrations/'.length + 4))
  expect(new Set(numbers).size).toBe(numbers.length)
})
