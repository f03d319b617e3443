/**
 * From the learner's share of the first label to how often that first label is right, by a rising line through points
 * found in cross-validation (isotonic regression by pooling adjacent violators, then joined by straight lines).
 */
export type Calibration = { readonly shares: readonly number[]; readonly rightness: readonly number[] }

export const identity: Calibration = { shares: [0, 1], rightness: [0, 1] }

export const calibrated = ({ shares, rightness }: Calibration, share: number): number => {
  let above = shares.findIndex((point) => point >= share)
  if (above < 0) above = shares.length - 1
  if (above === 0) return rightness[0] ?? 0
  const [left, right] = [shares[above - 1] ?? 0, shares[above] ?? 1]
  const [low, high] = [rightness[above - 1] ?? 0, rightness[above] ?? 1]
  const way = right > left ? Math.min(1, (share - left) / (right - left)) : 1
  return low + (high - low) * way
}

export type Outcome = { readonly share: number; readonly right: boolean; readonly weight: number }

const round = (value: number): number => Math.round(value * 1e6) / 1e6

/** At least `leastMass` of weight stands behind each point, so that no point rests on a few texts. */
export const fitCalibration = (outcomes: readonly Outcome[], leastMass: number): Calibration => {
  const sorted = [...outcomes].sort((a, b) => a.share - b.share)
  const bins: { share: number; right: number; weight: number }[] = []
  let bin = { share: 0, right: 0, weight: 0 }
  for (const { share, right, weight } of sorted) {
    bin = { share: bin.share + share * weight, right: bin.right + (right ? weight : 0), weight: bin.weight + weight }
    if (bin.weight >= leastMass) {
      bins.push(bin)
      bin = { share: 0, right: 0, weight: 0 }
    }
  }
  if (bin.weight > 0) bins.push(bin)
  for (let at = 1; at < bins.length;) {
    const [before, here] = [bins[at - 1], bins[at]]
    if (before && here && before.right / before.weight >= here.right / here.weight) {
      bins.splice(at - 1, 2, { share: before.share + here.share, right: before.right + here.right, weight: before.weight + here.weight })
      at = Math.max(1, at - 1)
    } else at++
  }
  const shares = bins.map(({ share, weight }) => round(share / weight))
  const rightness = bins.map(({ right, weight }) => round(Math.min(0.995, right / weight)))
  return { shares: [0, ...shares, 1], rightness: [round((rightness[0] ?? 0) / 2), ...rightness, rightness.at(-1) ?? 1] }
}

/** Expected calibration error over `count` bins of equal mass. */
export const calibrationError = (outcomes: readonly { readonly confidence: number; readonly right: boolean }[], count: number): number => {
  const sorted = [...outcomes].sort((a, b) => a.confidence - b.confidence)
  let error = 0
  for (let bin = 0; bin < count; bin++) {
    const part = sorted.slice(Math.floor((bin * sorted.length) / count), Math.floor(((bin + 1) * sorted.length) / count))
    const gap = part.reduce((sum, { confidence, right }) => sum + confidence - (right ? 1 : 0), 0)
    error += Math.abs(gap)
  }
  return sorted.length === 0 ? 0 : error / sorted.length
}
