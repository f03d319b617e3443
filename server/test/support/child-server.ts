import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type ChildServer = {
  readonly url: string
  readonly pid: number
  /** As a power cut would end it: no farewell, nothing finished. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export type ChildSettings = {
  readonly appUrl: string
  readonly ownerUrl: string
  readonly dataFolder: string
  readonly port?: number
  readonly environment?: Readonly<Record<string, string>>
  /** A start that fails is expected, and need not be read about. */
  readonly quiet?: boolean
}

const script = fileURLToPath(new URL('serve-child.ts', import.meta.url))

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Starts the real server in a process of its own and waits until it listens. */
export const forkServer = async ({ appUrl, ownerUrl, dataFolder, port = 0, environment = {}, quiet = false }: ChildSettings): Promise<ChildServer> => {
  const child = fork(script, [], {
    stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: appUrl, XINQIAO_MIGRATE_DATABASE_URL: ownerUrl, XINQIAO_DATA: dataFolder,
      PORT: String(port), XINQIAO_LOG_LEVEL: 'error', ...environment,
    },
  })
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString()
      const line = text.split('\n').find((one) => one.startsWith('{"ready"'))
      if (line !== undefined) resolve((JSON.parse(line) as { url: string }).url)
      else if (text.length < 100_000) process.stderr.write(data)
    })
    child.once('exit', (code, signal) => reject(new Error(`the server ended before it was ready: ${code ?? signal}`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill('SIGKILL')
      await ended(child)
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended(child)
    },
  }
}
