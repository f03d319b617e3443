import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** What axe finds wrong on the page as it stands, one line a place; empty where it is clean. */
export const accessibilityFaults = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(source)
  // Colours are measured when they have come to rest.
  await page.evaluate(async () => { await Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => undefined))) })
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } }).axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  }))
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').slice(1).join(' ') ?? ''}`))
}
