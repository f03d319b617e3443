import { AsyncLocalStorage } from 'node:async_hooks'

/** Who does what is being done just now, and from where: known at the edge, written with every event below it. */
export type Origin = {
  /** `staff/<id>`, `customer/<id>`, `anyone`, `job/<name>` or `command/<name>`. */
  readonly actor: string
  /** The class of the address (`loopback`, `private`, `public`), never the address: that would be personal data. */
  readonly from?: string
}

const storage = new AsyncLocalStorage<Origin | undefined>()

export const withOrigin = <Result>(origin: Origin | undefined, work: () => Result): Result => storage.run(origin, work)

export const originNow = (): Origin | undefined => storage.getStore()

const privateNetwork = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i

export const addressClass = (address: string): string => {
  const plain = address.replace(/^::ffff:/i, '')
  if (plain.startsWith('127.') || plain === '::1') return 'loopback'
  return privateNetwork.test(plain) ? 'private' : 'public'
}
