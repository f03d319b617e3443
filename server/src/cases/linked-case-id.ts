import { derivedId } from '../platform/derived-id.ts'

/** The `nth` case that a case opened to wait for it. */
export const linkedCaseId = (fromCase: string, nth: string): string => derivedId(`case ${fromCase} waits for ${nth}`)
