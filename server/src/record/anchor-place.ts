import { AwsClient } from 'aws4fetch'
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { systemClock } from '../platform/clock.ts'

/**
 * Where anchors are kept: a folder, or any S3-compatible store. Whoever runs the desk gives a place that the desk's own administrators
 * cannot alter (a folder of another machine, a bucket with object lock): an anchor is worth what its place is.
 */
export type AnchorPlace = {
  /** For people: the folder, or the address of the bucket. */
  readonly name: string
  /** The days that have an anchor, oldest first; of erasures their ids. */
  readonly names: () => Promise<readonly string[]>
  readonly read: (name: string) => Promise<string | undefined>
  /** Never writes over what is there; false where that name has one already. */
  readonly write: (name: string, text: string) => Promise<boolean>
}

/** Beside the anchors lies what must outlive a backup that is put back: which erasures were carried out. */
export type KeptThere = 'anchor' | 'erasure'

const shapes: Readonly<Record<KeptThere, RegExp>> = { anchor: /(?:^|\/)(\d{4}-\d{2}-\d{2})\.anchor$/, erasure: /(?:^|\/)([0-9a-f-]{36})\.erasure$/ }

const namesOf = (kind: KeptThere, files: readonly string[]): readonly string[] => files.flatMap((file) => shapes[kind].exec(file)?.[1] ?? []).toSorted()

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

const openFolder = (folder: string, kind: KeptThere): AnchorPlace => ({
  name: folder,
  names: async () => namesOf(kind, await readdir(folder).catch(() => [])),
  read: async (name) => {
    try {
      return await readFile(join(folder, `${name}.${kind}`), 'utf8')
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined
      throw error
    }
  },
  write: async (name, text) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    try {
      const file = await open(join(folder, `${name}.${kind}`), 'wx', 0o400)
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
      return true
    } catch (error) {
      if (isCode(error, 'EEXIST')) return false
      throw error
    }
  },
})

const refusedBy = async (response: Response, what: string): Promise<never> => {
  const body = (await response.text()).slice(0, 300)
  throw new Error(`the store of anchors refuses to ${what}: ${response.status} ${body}`)
}

const dayLength = 86_400_000

/** A bucket with object lock takes nothing without its digest; with `lockDays` nobody removes the anchor before, not even the bucket's owner. */
const lockOf = (text: string, lockDays: number): Readonly<Record<string, string>> => ({
  'content-md5': createHash('md5').update(text).digest('base64'),
  ...(lockDays === 0 ? {} : { 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-object-lock-retain-until-date': new Date(systemClock.now() + lockDays * dayLength).toISOString() }),
})

/** `url` names the bucket, with a prefix where one is wanted: `https://s3.example/bucket/xinqiao`. */
const openBucket = ({ url, keyId, secret, region, lockDays }: Extract<Config['anchors'], { kind: 's3' }>, kind: KeptThere): AnchorPlace => {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, region, service: 's3' })
  const { origin, pathname } = new URL(url)
  const [bucket = '', ...rest] = pathname.split('/').filter((part) => part !== '')
  const prefix = rest.map((part) => `${part}/`).join('')
  const address = (name: string): string => `${origin}/${bucket}/${prefix}${name}.${kind}`
  return {
    name: url,
    names: async () => {
      const names: string[] = []
      for (let token: string | undefined = ''; token !== undefined; ) {
        const query = new URLSearchParams({ 'list-type': '2', prefix, ...(token === '' ? {} : { 'continuation-token': token }) })
        const response = await client.fetch(`${origin}/${bucket}?${query}`)
        if (!response.ok) return await refusedBy(response, 'list them')
        const xml = await response.text()
        names.push(...[...xml.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name = '']) => name))
        token = /<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(xml)?.[1]
      }
      return namesOf(kind, names)
    },
    read: async (name) => {
      const response = await client.fetch(address(name))
      if (response.status === 404) return undefined
      return response.ok ? await response.text() : await refusedBy(response, 'give one back')
    },
    write: async (name, text) => {
      // Stores that know the condition (AWS since 2024, MinIO, OSS by a header of its own) refuse to write over it.
      const headers = { 'if-none-match': '*', 'content-type': 'text/plain; charset=utf-8', ...lockOf(text, lockDays) }
      const response = await client.fetch(address(name), { method: 'PUT', body: text, headers })
      if (response.status === 412 || response.status === 409) return false
      return response.ok ? true : await refusedBy(response, 'take one')
    },
  }
}

export const openAnchorPlace = ({ anchors }: Pick<Config, 'anchors'>, kind: KeptThere = 'anchor'): AnchorPlace =>
  anchors.kind === 'folder' ? openFolder(anchors.path, kind) : openBucket(anchors, kind)
