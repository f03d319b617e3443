import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Operation } from '../src/operation.ts'

/** An example that the server would refuse, or would never answer with, teaches wrong; and without one nobody sees what is meant. */

const isOperation = (value: unknown): value is Operation => typeof value === 'object' && value !== null && 'id' in value && 'access' in value && 'path' in value

const folder = new URL('../src/', import.meta.url)
const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'))
const modules = await Promise.all(names.map((name) => import(new URL(name, folder).href) as Promise<Record<string, unknown>>))
const operations = modules.flatMap((module) => Object.values(module).filter(isOperation))

test.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_, { example, body, response }) => {
  for (const [schema, value] of [[body, example?.body], [response, example?.response]] as const) {
    // JSON that is asked for or answered is shown; what is not JSON (bytes, an upload, nothing) has no schema and no example.
    expect(value !== undefined).toBe(schema !== undefined)
    if (schema) expect(schema.safeParse(value).error?.issues ?? []).toEqual([])
  }
})
