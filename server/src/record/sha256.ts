import type { Sha256 } from '@xinqiao/core/record/link.ts'
import { hash } from 'node:crypto'

/** The hash function that core's chain is handed. */
export const sha256: Sha256 = (text) => hash('sha256', text, 'hex')

export const sha256OfBytes = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')
