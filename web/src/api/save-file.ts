import { addressOf, type AnyOperation, type CallRefusal, type Language, refusalOf } from './call.ts'

/** Fetches the bytes of an operation and lets the browser save them: a plain link would carry neither session nor language. */
export const saveFile = async (
  operation: AnyOperation, input: Parameters<typeof addressOf>[1] & { readonly body?: unknown }, settings: { readonly name: string; readonly language: Language; readonly session?: string },
): Promise<CallRefusal | undefined> => {
  const { name, language, session } = settings
  try {
    const response = await fetch(addressOf(operation, input), {
      method: operation.method, credentials: 'same-origin',
      headers: {
        'accept-language': language, ...(session === undefined ? {} : { authorization: `Bearer ${session}` }), ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    })
    if (!response.ok) return refusalOf(((await response.json().catch(() => ({}))) as { readonly error?: object }).error ?? {}, language)
    const address = URL.createObjectURL(await response.blob())
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    // The browser has taken the bytes by then; it gives no sign of it.
    setTimeout(() => { URL.revokeObjectURL(address) }, 60_000)
    return undefined
  } catch {
    return { ...refusalOf({ code: 'internal' }, language), refused: 'offline' }
  }
}
