import type { JSX } from 'react'
import { keyCaps } from './keys.ts'

export const KeyCaps = ({ keys }: { readonly keys: string }): JSX.Element => (
  <span className="keys" aria-hidden="true">{keyCaps(keys).map((cap) => <kbd key={cap}>{cap}</kbd>)}</span>
)
