import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket, connect as connectTo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPages } from '../../src/cli/build-pages.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export type SpawnSettings = {
  readonly dataFolder: string
  readonly environment?: Readonly<Record<string, string>>
  readonly arguments?: readonly string[]
  /** By `npm start`, as a person does it, instead of the command itself. */
  readonly npm?: boolean
  /** Run as this user; only root may. */
  readonly uid?: number
  /** Where the program lies; this clone, unless the user cannot enter it. */
  readonly root?: string
}

export type Spawned = {
  readonly child: ChildProcess
  readonly pid: number
  /** Everything it has said so far. */
  readonly said: () => string
  /** Resolves when it has said this; fails when it ends before. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>
  readonly exited: Promise<number | NodeJS.Signals>
  readonly kill: (signal: NodeJS.Signals) => Promise<number | NodeJS.Signals>
}

/** Runs the `xinqiao` command as a process of its own, in an environment with nothing of ours in it. */
export const spawnCommand = (settings: SpawnSettings): Spawned => {
  const { dataFolder, environment = {}, arguments: args = ['serve'], uid, root: place = root } = settings
  const [program, ...before] = settings.npm ? ['npm', 'start'] : [join(place, 'node_modules/node/bin/node'), join(place, 'server/src/cli/main.ts'), ...args]
  const child = spawn(program, before, {
    cwd: place,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', XINQIAO_DATA: dataFolder, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  let text = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer): void => {
    text += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const exited = new Promise<number | NodeJS.Signals>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? 1)))
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(text)
        if (!found) return
        listeners.delete(look)
        resolve(found)
      }
      listeners.add(look)
      look()
      void exited.then((code) => reject(new Error(`ended with ${code} without saying ${pattern}:\n${text}`)))
    })
  const kill = async (signal: NodeJS.Signals): Promise<number | NodeJS.Signals> => {
    child.kill(signal)
    return await exited
  }
  return { child, pid: child.pid ?? 0, said: () => text, says, exited, kill }
}

export type SpawnedServer = Spawned & { readonly url: string; readonly seconds: number; readonly postgresPort: number | undefined }

/** Starts a server as a process of its own and waits for its ready line. The pages are built before, as on every start but the first. */
export const spawnServer = async (settings: SpawnSettings): Promise<SpawnedServer> => {
  await buildPages(() => undefined)
  const spawned = spawnCommand(settings)
  const [, url = '', seconds = ''] = await spawned.says(/is ready at (\S+) \(([\d.]+) s\)/)
  const port = /PostgreSQL\s+127\.0\.0\.1:(\d+)/.exec((await spawned.says(/data .*\n(?:.*PostgreSQL.*\n)?/)).input)?.[1]
  return { ...spawned, url, seconds: Number(seconds), postgresPort: port === undefined ? undefined : Number(port) }
}

/** A folder for an installation, owned by the user who starts it. */
export const makeDataFolder = async (uid?: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-start-'))
  if (uid !== undefined) await chown(folder, uid, uid)
  return folder
}

/** What only building and testing need; it is the larger half. */
const notServed = /node_modules\/(?:@?antd|@ant-design|@rc-component|echarts|zrender|@sparticuz|playwright-core|typescript|@typescript|vite|vitest|@vitest|rolldown|@rolldown|oxlint|@oxlint|oxc-parser|@oxc-parser|@swc|knip|dependency-cruiser|axe-core)(?:\/|$)/

/** Where that user can read the program: here, or in a copy where this clone lies below a folder that he cannot enter. */
export const programFor = async (uid: number): Promise<{ readonly root: string; readonly remove: () => Promise<void> }> => {
  await buildPages(() => undefined)
  const reached = spawnSync('test', ['-r', join(root, 'server/src/cli/main.ts')], { uid, gid: uid, cwd: '/', stdio: 'ignore' }).status === 0
  if (reached) return { root, remove: async () => undefined }
  const copy = await mkdtemp(join(tmpdir(), 'xinqiao-copy-'))
  await chmod(copy, 0o755)
  for (const part of ['package.json', 'package-lock.json', 'rooms.json', 'core', 'contract', 'server', 'web', 'content', 'node_modules']) {
    await cp(join(root, part), join(copy, part), { recursive: true, verbatimSymlinks: true, filter: (path) => !notServed.test(path) })
  }
  return { root: copy, remove: () => remove(copy) }
}

export const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

export type Proxy = { readonly url: string; readonly up: () => Promise<void>; readonly down: () => Promise<void> }

/** A way to a database that can be closed and opened again: to the program it is a database that is down. */
export const makeProxy = async (target: string): Promise<Proxy> => {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  let server: Server | undefined
  let own = 0
  const up = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server = createServer((incoming) => {
        const outgoing = connectTo(Number(port), hostname)
        for (const [from, to] of [[incoming, outgoing], [outgoing, incoming]] as const) {
          open.add(from)
          from.on('error', () => to.destroy())
          from.on('close', () => {
            open.delete(from)
            to.destroy()
          })
          from.pipe(to)
        }
      })
      server.once('error', reject)
      server.listen(own, '127.0.0.1', () => {
        const address = server?.address()
        own = typeof address === 'object' && address ? address.port : own
        resolve()
      })
    })
  const down = async (): Promise<void> => {
    const closed = new Promise((resolve) => server?.close(resolve))
    for (const socket of open) socket.destroy()
    await closed
  }
  await up()
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(own)
  return { url: url.href, up, down }
}
