/**
 * The real server as a process of its own, without the web pages, for tests that kill it and for the bench. Settings come by the
 * environment as they do for `xinqiao serve`; one line of JSON says when it is ready and where.
 */
import { readConfig } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLog } from '../../src/platform/log.ts'

const config = readConfig(process.env)
const server = await startServer({ config, clock: systemClock, log: createLog(config.logLevel) })
process.stdout.write(`${JSON.stringify({ ready: true, url: server.url })}\n`)
const stop = (): void => void server.stop().finally(() => process.exit(0))
process.once('SIGTERM', stop)
// The parent is gone: a test that was killed leaves no server behind.
process.once('disconnect', stop)
