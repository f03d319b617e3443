/** JSON with money in it: a bigint travels as `{"fen": "123"}`. */
export const textOf = (value: unknown): string => JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? { fen: String(inner) } : inner))

const isFen = (value: unknown): value is { readonly fen: string } =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && 'fen' in value && typeof value.fen === 'string'

export const valueOf = (text: string): unknown => JSON.parse(text, (_key, inner: unknown) => (isFen(inner) ? BigInt(inner.fen) : inner))
