import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const web = join(root, 'web')
const built = join(web, 'dist')
const stamp = 'built-from'

/** What the pages are made of. */
const sources = ['web', 'core/src', 'contract/src', 'content', 'package-lock.json']
const passedOver = new Set(['node_modules', 'test'])

const filesBelow = async (path: string): Promise<readonly string[]> => {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return undefined
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (!entries) return [path]
  const kept = entries.filter(({ name }) => !passedOver.has(name) && !name.startsWith('.') && !name.startsWith('dist'))
  const below = await Promise.all(kept.map((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)])))
  return below.flat()
}

/** One hash over the names and contents of all sources. */
const hashSources = async (): Promise<string> => {
  const files = (await Promise.all(sources.map((source) => filesBelow(join(root, source))))).flat().sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(relative(root, file)).update('\0').update(await readFile(file)).update('\0')
  return hash.digest('hex')
}

const runVite = (folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const vite = join(createRequire(join(web, 'package.json')).resolve('vite/package.json'), '../bin/vite.js')
    const child = spawn(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'], { cwd: web, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`building the web pages failed (vite build ended with ${code})`))))
  })

/** Tells every few seconds that it still goes on. */
const withProgress = async (work: Promise<void>, progress: (text: string) => void): Promise<void> => {
  const started = performance.now()
  const timer = setInterval(() => progress(`still building the web pages (${Math.round((performance.now() - started) / 1000)} s)`), 5000)
  try {
    await work
  } finally {
    clearInterval(timer)
  }
  progress(`built the web pages in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

const isBuilt = async (hash: string): Promise<boolean> => (await readFile(join(built, stamp), 'utf8').catch(() => '')) === hash

/** Whether the pages that lie there are made of the sources that lie there. */
export const pagesState = async (): Promise<'built' | 'to be built'> => ((await isBuilt(await hashSources())) ? 'built' : 'to be built')

/**
 * The folder of the built pages; builds them where their sources are others than those of the last build. Builds aside and moves
 * into place, so that a build that was killed, or two at once, leave no half of one.
 */
export const buildPages = async (progress: (text: string) => void): Promise<string> => {
  const hash = await hashSources()
  if (await isBuilt(hash)) return built
  progress('building the web pages (first start, or their sources changed)')
  const draft = `${built}-${process.pid}`
  await withProgress(runVite(draft), progress)
  await writeFile(join(draft, stamp), hash)
  await rm(built, { recursive: true, force: true })
  await rename(draft, built).catch(async (error: NodeJS.ErrnoException) => {
    // Another process was faster with the same sources.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(draft, { recursive: true })
  })
  return built
}
