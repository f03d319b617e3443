import type { Sha256 } from './link.ts'

/**
 * A Merkle tree over the heads of streams, shaped as RFC 6962 section 2.1 shapes it: one short root stands for all of them, and that
 * one of them is under it is shown by a few hashes. Leaves and nodes begin differently, so that neither passes for the other.
 */

/** The hashes beside the way from a leaf to the root, lowest first. */
export type MerklePath = readonly { readonly side: 'left' | 'right'; readonly hash: string }[]

const leafOf = (sha256: Sha256, text: string): string => sha256(`leaf ${text}`)
const nodeOf = (sha256: Sha256, left: string, right: string): string => sha256(`node ${left}${right}`)

/** The levels of the tree, leaves first. A node without a neighbour goes up as it is, which is RFC 6962's shape. */
const levelsOf = (sha256: Sha256, leaves: readonly string[]): readonly (readonly string[])[] => {
  const levels: (readonly string[])[] = [leaves.map((leaf) => leafOf(sha256, leaf))]
  for (let level = levels[0] ?? []; level.length > 1; level = levels.at(-1) ?? []) {
    const next: string[] = []
    for (let index = 0; index < level.length; index += 2) {
      const [left = '', right] = [level[index], level[index + 1]]
      next.push(right === undefined ? left : nodeOf(sha256, left, right))
    }
    levels.push(next)
  }
  return levels
}

/** The root of no leaves is the hash of nothing. */
export const merkleRoot = (sha256: Sha256, leaves: readonly string[]): string => levelsOf(sha256, leaves).at(-1)?.[0] ?? sha256('')

export const merklePath = (sha256: Sha256, leaves: readonly string[], index: number): MerklePath => {
  const path: { side: 'left' | 'right'; hash: string }[] = []
  let at = index
  for (const level of levelsOf(sha256, leaves).slice(0, -1)) {
    const beside = at % 2 === 0 ? at + 1 : at - 1
    const hash = level[beside]
    if (hash !== undefined) path.push({ side: beside < at ? 'left' : 'right', hash })
    at = Math.floor(at / 2)
  }
  return path
}

export const rootOfPath = (sha256: Sha256, leaf: string, path: MerklePath): string =>
  path.reduce((hash, step) => (step.side === 'left' ? nodeOf(sha256, step.hash, hash) : nodeOf(sha256, hash, step.hash)), leafOf(sha256, leaf))
