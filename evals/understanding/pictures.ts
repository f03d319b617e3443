/** The reliability picture: stated confidence against how often it was right, ten bins of equal mass, as SVG. */
export type Stated = { readonly confidence: number; readonly right: boolean }

export type Bin = { readonly confidence: number; readonly right: number; readonly count: number }

export const binsOf = (stated: readonly Stated[], count = 10): Bin[] => {
  const sorted = [...stated].sort((a, b) => a.confidence - b.confidence)
  return Array.from({ length: count }, (_, bin) => {
    const part = sorted.slice(Math.floor((bin * sorted.length) / count), Math.floor(((bin + 1) * sorted.length) / count))
    const mean = (of: (one: Stated) => number): number => part.reduce((sum, one) => sum + of(one), 0) / Math.max(1, part.length)
    return { confidence: mean(({ confidence }) => confidence), right: mean(({ right }) => (right ? 1 : 0)), count: part.length }
  })
}

const size = 320
const margin = 40

const place = (x: number, y: number): string => `${(margin + x * size).toFixed(1)},${(margin + (1 - y) * size).toFixed(1)}`

export const reliabilityPicture = (series: readonly { readonly name: string; readonly colour: string; readonly bins: readonly Bin[] }[]): string => {
  const full = size + 2 * margin
  const lines = series.flatMap(({ name, colour, bins }, at) => [
    `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${bins.map(({ confidence, right }) => place(confidence, right)).join(' ')}"/>`,
    ...bins.map(({ confidence, right }) => {
      const [x, y] = place(confidence, right).split(',')
      return `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`
    }),
    `<text x="${margin + 12}" y="${margin + 18 + at * 18}" fill="${colour}">${name}</text>`,
  ])
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full} ${full}" font-family="sans-serif" font-size="13" role="img">`,
    '<title>Stated confidence against the share that was right</title>',
    `<rect width="${full}" height="${full}" fill="#fff"/>`,
    `<rect x="${margin}" y="${margin}" width="${size}" height="${size}" fill="none" stroke="#888"/>`,
    `<polyline points="${place(0, 0)} ${place(1, 1)}" stroke="#bbb" stroke-dasharray="4 4" fill="none"/>`,
    ...lines,
    `<text x="${margin + size / 2 - 60}" y="${full - 12}">stated confidence</text>`,
    `<text x="14" y="${margin + size / 2 + 30}" transform="rotate(-90 14 ${margin + size / 2 + 30})">share right</text>`,
    '</svg>', '',
  ].join('\n')
}
