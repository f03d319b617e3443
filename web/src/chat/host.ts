/** The page of the lender that embeds the chat; the protocol stands at the top of server/assets/embed.js. */

export type Told =
  | { readonly xinqiao: 'ready' | 'close' }
  | { readonly xinqiao: 'session'; readonly session: string | null }
  | { readonly xinqiao: 'unread'; readonly count: number }

export type Host = {
  readonly tell: (told: Told) => void
  readonly onEnter: (listener: (entered: { readonly siteToken?: string; readonly session?: string }) => void) => void
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/**
 * The embedding page, where there is one. Which sites may embed the chat is held by the browser, from the page's own policy;
 * so the one above us may be believed, and secrets go to the origin that it showed when it answered.
 */
export const embeddingHost = (page: Window): Host | undefined => {
  if (page.parent === page || !new URLSearchParams(page.location.search).has('embedded')) return undefined
  let origin: string | undefined
  const waiting: Told[] = []
  const tell = (told: Told): void => {
    if (told.xinqiao === 'ready') page.parent.postMessage(told, '*')
    else if (origin === undefined) waiting.push(told)
    else page.parent.postMessage(told, origin)
  }
  return {
    tell,
    onEnter: (listener) => {
      page.addEventListener('message', (event) => {
        const data: unknown = event.data
        if (event.source !== page.parent || typeof data !== 'object' || data === null) return
        const { xinqiao, siteToken, session } = data as Readonly<Record<string, unknown>>
        if (xinqiao !== 'enter' || (origin !== undefined && origin !== event.origin)) return
        origin = event.origin
        for (const told of waiting.splice(0)) tell(told)
        const token = textOf(siteToken)
        const kept = textOf(session)
        listener({ ...(token === undefined ? {} : { siteToken: token }), ...(kept === undefined ? {} : { session: kept }) })
      })
    },
  }
}

/** The token in an address, `?token=` or `#token=`, and the address without it: a token must not stay where people copy addresses from. */
export const tokenInAddress = (address: string): { readonly token: string | undefined; readonly clean: string } => {
  const url = new URL(address)
  const fragment = new URLSearchParams(url.hash.slice(1))
  const token = fragment.get('token') ?? url.searchParams.get('token') ?? undefined
  if (token === undefined) return { token, clean: address }
  url.searchParams.delete('token')
  fragment.delete('token')
  url.hash = fragment.size === 0 ? '' : fragment.toString()
  return { token, clean: url.href }
}
