import { faultOfYear, type OfficialYearRefusal } from '@xinqiao/core/compliance/official-year.ts'
import type { OfficialYear } from '@xinqiao/core/compliance/working-calendar.ts'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/db.ts'
import { type AnnouncedYear, announcedYears, countBy } from './desk-open.ts'

/**
 * The years of the working calendar that the lender loads as the State Council announces them, each autumn the next. All server
 * processes count by them from the moment they are stored, and due days that were 暂定 are reckoned again.
 */

const channel = 'compliance.calendar'

const storedYears = async (reader: Reader): Promise<readonly AnnouncedYear[]> => {
  const { rows } = await sql<{ year: number; days_off: readonly string[]; worked_weekends: readonly string[]; source: string }>`
    select distinct on (year) year, days_off::text[] as days_off, worked_weekends::text[] as worked_weekends, source
    from calendar_year order by year, version desc`.execute(reader)
  return rows.map(({ year, days_off: daysOff, worked_weekends: workedWeekends, source }) => ({ year, daysOff, workedWeekends, source }))
}

/** Every year that is announced, as it is stored now; this process counts by it from now on. */
export const readYears = async (db: Reader): Promise<readonly AnnouncedYear[]> => {
  countBy(await storedYears(db))
  return announcedYears()
}

/** Counts by what is stored, now and whenever a year is announced on any process. */
export const followCalendar = async (context: Pick<Context, 'db' | 'fanout' | 'log'>): Promise<void> => {
  const again = (): void => void readYears(context.db).catch((error: unknown) => context.log.error({ error }, 'the calendar could not be read again'))
  context.fanout.subscribe(channel, again)
  context.fanout.onGap(again)
  await readYears(context.db)
}

/** Makes all processes, this one before it returns, count by what is stored. */
export const spreadCalendar = async (context: Pick<Context, 'db' | 'fanout'>): Promise<void> => {
  await readYears(context.db)
  context.fanout.publish(channel, {})
}

const isSame = (one: OfficialYear, other: OfficialYear): boolean =>
  one.daysOff.join() === other.daysOff.join() && one.workedWeekends.join() === other.workedWeekends.join()

export type Announcement = AnnouncedYear & { readonly staffId: string | undefined }

/** Stores a year; the same again changes nothing. The job that follows makes every process count by it. */
export const announceYear = async (
  { clock, outbox }: Context, tx: Tx, { year, source, staffId, ...days }: Announcement,
): Promise<'added' | 'changed' | 'same' | OfficialYearRefusal> => {
  const given = { year, daysOff: [...days.daysOff].sort(), workedWeekends: [...days.workedWeekends].sort(), source }
  const fault = faultOfYear(given)
  if (fault) return fault
  await sql`select pg_advisory_xact_lock(hashtextextended(${channel}, 0))`.execute(tx)
  const stored = await storedYears(tx)
  const standing = stored.find((each) => each.year === year) ?? announcedYears().find((each) => each.year === year)
  if (standing && isSame(standing, given)) return 'same'
  const at = clock.now()
  const { rows: [row] } = await sql<{ version: number }>`
    insert into calendar_year (year, version, days_off, worked_weekends, source, announced_at, staff_id)
    select ${year}::int, coalesce(max(version), 0) + 1, ${given.daysOff}::date[], ${given.workedWeekends}::date[], ${source}, ${new Date(at)}, ${staffId ?? null}::uuid
    from calendar_year where year = ${year}
    returning version`.execute(tx)
  await outbox.emit(tx, {
    kind: 'compliance.year-announced', at, payload: { year, version: row?.version ?? 0, staffId: staffId ?? null, daysOff: given.daysOff, workedWeekends: given.workedWeekends },
  })
  return standing ? 'changed' : 'added'
}
