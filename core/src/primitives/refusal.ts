/**
 * A refusal is an expected "no": a returned value with a closed code, never thrown. The caller maps the code to a
 * status and a sentence in one table. A fault comes from outside and is thrown in platform; a bug is an assertion.
 */
export type Refusal<Code extends string = string> = {
  readonly refused: Code
  /** Values that the sentence of the refusal may name; never personal data. */
  readonly about: Readonly<Record<string, string | number>>
  /** The field of the request that must be changed, where there is one. */
  readonly field?: string
}

export const refuse = <Code extends string>(
  code: Code,
  about: Readonly<Record<string, string | number>> = {},
  field?: string,
): Refusal<Code> => (field === undefined ? { refused: code, about } : { refused: code, about, field })

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value
