/**
 * `npm run simulate [CUSTOMERS] [AGENTS] [SEED]`: plays a day of the desk (2,000 customers, 30 agents unless told) on a virtual clock and
 * prints a page of figures. What must hold is looked at after each step; a breach ends it with exit code 1.
 */
import { performance } from 'node:perf_hooks'
import { playDay } from './desk-day.ts'
import { daySettings, page } from './report.ts'

const [customers = 2000, agents = 30, seed = 1] = process.argv.slice(2).map(Number)
const started = performance.now()
console.info(page(playDay(daySettings(customers, agents, seed))))
console.info(`every invariant held; ${((performance.now() - started) / 1000).toFixed(1)} s`)
