import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'

/**
 * Reads a file that is written once in the life of an installation, and makes it first where it is missing. Several processes may
 * start at the same time: all of them read what one of them wrote. Only its owner may read it.
 */
export const writeOnce = async (path: string, make: () => string): Promise<string> => {
  const existing = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (existing !== undefined) return existing
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${make()}\n`)
    // A secret that is lost with the power would take with it all that it encrypted.
    await file.sync()
  } finally {
    await file.close()
  }
  // A link, unlike a rename, fails where the file exists: the first process wins.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return await readFile(path, 'utf8')
}
