import type { View } from './chat-context.ts'

/** The customer's requests have an address, for a link in a text message, and so that a page that is loaded again shows the same one. */

const names = ['case', 'cases'] as const

/** `#case=ID` or `#cases`; beside it may stand what else a fragment carries. */
export const viewInFragment = (fragment: string): View | undefined => {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''))
  const caseId = parts.get('case')
  if (caseId !== null && /^[\da-f-]{36}$/i.test(caseId)) return { view: 'case', caseId }
  return parts.has('cases') ? { view: 'cases' } : undefined
}

/** The fragment while this is on top; empty where what is on top has no address. */
export const fragmentFor = (fragment: string, top: View | undefined): string => {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''))
  for (const name of names) parts.delete(name)
  if (top?.view === 'case') parts.set('case', top.caseId)
  if (top?.view === 'cases') parts.set('cases', '')
  return parts.size === 0 ? '' : `#${parts.toString().replace(/=(?=&|$)/, '')}`
}
