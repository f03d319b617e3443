import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { useTestDatabase } from '../support/database.ts'
import { makeDataFolder, remove, spawnCommand, spawnServer } from '../support/process.ts'

const folder = await makeDataFolder()
const database = await useTestDatabase()
afterAll(() => remove(folder))
const environment = { DATABASE_URL: database.appUrl, XINQIAO_MIGRATE_DATABASE_URL: database.ownerUrl }

const command = async (...args: readonly string[]): Promise<{ readonly code: number | NodeJS.Signals; readonly said: string }> => {
  const spawned = spawnCommand({ dataFolder: folder, arguments: args, environment })
  return { code: await spawned.exited, said: spawned.said() }
}

const query = async (text: string) => {
  const owner = await connect(database.ownerUrl, 'test')
  try {
    return await owner.query(text)
  } finally {
    await owner.end()
  }
}

test('init makes a lender with one administrator, once, and no demo comes near it', async () => {
  expect(await command('seed')).toMatchObject({ code: 1, said: expect.stringContaining('only with XINQIAO_DEMO=1') })
  const made = await command('init', '--lender', '江海小贷', '--email', 'admin@jianghai.example')
  expect(made).toMatchObject({ code: 0, said: expect.stringMatching(/as admin@jianghai\.example with the one-time password \S{8,}/) })
  expect(await command('init', '--lender', '江海小贷', '--email', 'admin@jianghai.example')).toMatchObject({ code: 1, said: expect.stringContaining('holds a lender already') })
  expect(await command('demo', 'reset')).toMatchObject({ code: 1, said: expect.stringContaining('left as it is') })
  expect((await command('doctor')).said).toContain('a lender is here')

  const server = await spawnServer({ dataFolder: folder, environment })
  expect(server.said()).not.toContain('demo sign-in')
  expect((await fetch(`${server.url}/v1/demo/customers`)).status).toBe(404)
  await server.kill('SIGTERM')
})

test('customers and staff are taken from files: a dry run first, then once, then again without a change, and never in part', async () => {
  const customers = join(folder, 'customers.csv')
  await writeFile(customers, 'ref,name,phone\nC-1,江一,13812345678\nC-2,"江,二",\n')
  expect(await command('import', 'customers', customers, '--dry-run')).toMatchObject({ code: 0, said: expect.stringContaining('customers: 2 added, 0 changed, 0 as they were (dry run: nothing was kept)') })
  expect(await command('import', 'customers', customers)).toMatchObject({ code: 0, said: expect.stringContaining('customers: 2 added') })
  expect(await command('import', 'customers', customers)).toMatchObject({ code: 0, said: expect.stringContaining('0 added, 0 changed, 2 as they were') })
  const staff = join(folder, 'staff.jsonl')
  await writeFile(staff, `${JSON.stringify({ email: 'wang@jianghai.example', name: '王一', roles: ['junior'] })}\n${JSON.stringify({ email: 'li', name: '李二', roles: ['emperor'] })}\n`)
  const refused = await command('import', 'staff', staff)
  expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/line 2: email: .*\nline 2: roles.*\n.*was not taken: 2 mistakes/) })
  const { rows } = await query(`select count(*)::int as count from staff where email = 'wang@jianghai.example'`)
  expect(rows).toEqual([{ count: 0 }])
  expect(await command('import', 'ghosts', staff)).toMatchObject({ code: 2, said: expect.stringContaining('there is no kind "ghosts"') })
})

test('every command says what it is for', async () => {
  const said = (await command('--help')).said
  for (const name of ['serve', 'migrate', 'seed', 'demo', 'init', 'import', 'backup', 'restore', 'doctor']) {
    expect(said).toContain(`  ${name} `)
    const help = await command(name, '--help')
    expect(help).toMatchObject({ code: 0, said: expect.stringContaining('xinqiao') })
  }
  expect(await command('surf')).toMatchObject({ code: 2, said: expect.stringContaining('no command "surf"') })
})
