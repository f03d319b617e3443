/** How the versions of one piece of knowledge stand on a day: what is in force, what waits for a second person, what is over. */
import type { Day } from '../primitives/day.ts'

/** What decides how a version stands; `approvedOn` is absent until a second person approved it. */
export type VersionRecord = {
  readonly version: number
  readonly validFrom: Day
  readonly validUntil?: Day
  readonly reviewBy: Day
  readonly approvedOn?: Day
  readonly returned: boolean
  /** Not used from this day on. */
  readonly withdrawnFrom?: Day
}

export const versionStates = ['waiting', 'returned', 'superseded', 'scheduled', 'in-force', 'replaced', 'ended'] as const
export type VersionState = (typeof versionStates)[number]

/** In force, or the nearest to it: so a list of pieces can be ordered and filtered by one word. */
export const pieceStates = ['in-force', 'scheduled', 'waiting', 'returned', 'ended'] as const
export type PieceState = (typeof pieceStates)[number]

const endsOn = ({ validUntil, withdrawnFrom }: VersionRecord): number => Math.min(validUntil ?? Infinity, (withdrawnFrom ?? Infinity) - 1)

const startsOn = ({ validFrom, approvedOn }: VersionRecord): number => (approvedOn === undefined ? Infinity : Math.max(validFrom, approvedOn))

const covers = (version: VersionRecord, day: Day): boolean => startsOn(version) <= day && day <= endsOn(version)

/** The highest version that is approved, valid and not withdrawn. */
export const inForceOf = <Version extends VersionRecord>(versions: readonly Version[], day: Day): Version | undefined =>
  versions.filter((version) => covers(version, day)).toSorted((left, right) => right.version - left.version)[0]

const latestOf = <Version extends VersionRecord>(versions: readonly Version[]): Version | undefined =>
  versions.toSorted((left, right) => right.version - left.version)[0]

/** What a second person is to decide on: the newest version, where nobody has. An older one was taken over by it. */
export const waitingOf = <Version extends VersionRecord>(versions: readonly Version[]): Version | undefined => {
  const latest = latestOf(versions)
  return latest && latest.approvedOn === undefined && !latest.returned ? latest : undefined
}

export const versionState = <Version extends VersionRecord>(versions: readonly Version[], version: Version, day: Day): VersionState => {
  if (version.returned) return 'returned'
  if (version.approvedOn === undefined) return waitingOf(versions)?.version === version.version ? 'waiting' : 'superseded'
  if (endsOn(version) < day || endsOn(version) < startsOn(version)) return 'ended'
  if (startsOn(version) > day) return 'scheduled'
  return inForceOf(versions, day)?.version === version.version ? 'in-force' : 'replaced'
}

export type Standing<Version extends VersionRecord> = {
  readonly state: PieceState
  /** The version the state is about. */
  readonly shown: Version
  readonly waiting?: Version
  /** In force although somebody should have read it again before this day. */
  readonly due: boolean
}

/** Of at least one version. */
export const standingOf = <Version extends VersionRecord>(versions: readonly Version[], day: Day): Standing<Version> => {
  const latest = latestOf(versions)
  if (!latest) throw new Error('a piece without versions stands nowhere')
  const waiting = waitingOf(versions)
  const inForce = inForceOf(versions, day)
  const scheduled = versions.find((version) => versionState(versions, version, day) === 'scheduled')
  const shown = inForce ?? scheduled ?? waiting ?? latest
  const state: PieceState = inForce ? 'in-force' : scheduled ? 'scheduled' : waiting ? 'waiting' : latest.returned ? 'returned' : 'ended'
  return { state, shown, ...(waiting ? { waiting } : {}), due: inForce !== undefined && inForce.reviewBy < day }
}
