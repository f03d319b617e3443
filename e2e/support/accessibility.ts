import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Colours are measured when they have come to rest: one movement may begin as another ends. */
const atRest = async (): Promise<void> => {
  for (let round = 0; round < 20; round += 1) {
    await new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve) }) })
    const moving = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity && one.playState === 'running')
    if (moving.length === 0) return
    await Promise.all(moving.map((one) => one.finished.catch(() => undefined)))
  }
}

/** What axe finds wrong on the page as it stands, one line a place; empty where it is clean. */
export const accessibilityFaults = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(source)
  await page.evaluate(atRest)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } }).axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  }))
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').slice(1).join(' ') ?? ''}`))
}
