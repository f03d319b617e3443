/** A value as PostgreSQL's `jsonb` prints it, so that what was handed in can be compared, byte by byte, with what is stored. */

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

const utf8Length = (text: string): number => {
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_00_00 ? 3 : 4
  }
  return length
}

/** By code points, which is the order of UTF-8 bytes; `<` compares UTF-16 units, which is not. */
const byBytes = (a: string, b: string): number => {
  const [left, right] = [[...a], [...b]]
  const at = left.findIndex((character, index) => character !== right[index])
  if (at < 0) return left.length - right.length
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1)
}

/** jsonb keeps keys by length, then by bytes. */
const byKey = (a: string, b: string): number => utf8Length(a) - utf8Length(b) || byBytes(a, b)

/** A number without an exponent, as `numeric` prints it. */
const plainNumber = (value: number): string => {
  const [, sign = '', whole = '', fraction = '', power] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(JSON.stringify(value)) ?? []
  if (power === undefined) return value === 0 ? '0' : JSON.stringify(value)
  const shift = Number(power)
  const digits = `${whole}${fraction}`
  if (shift > 0) return `${sign}${digits.padEnd(whole.length + shift, '0')}`
  return `${sign}0.${'0'.repeat(-shift - whole.length)}${digits}`
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

export const jsonText = (value: Value): string => {
  if (typeof value === 'number') return plainNumber(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(jsonText).join(', ')}]`
  const pairs = Object.keys(value).sort(byKey).map((key) => `${JSON.stringify(key)}: ${jsonText(value[key] ?? null)}`)
  return `{${pairs.join(', ')}}`
}
