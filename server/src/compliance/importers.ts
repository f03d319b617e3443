import { calendarYear } from '@xinqiao/contract/calendar.ts'
import { z } from 'zod'
import { defineImporter, type Importer } from '../platform/room.ts'
import { announceYear } from './announce-year.ts'

/** What `xinqiao import` takes of this room. */

/** `2027-01-01 2027-02-05` in a CSV cell, a list in JSON. */
const days = <Type extends z.ZodType>(type: Type) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(/[;,，、\s]+/).filter((day) => day !== '') : value), type)

const { year, daysOff, workedWeekends, source } = calendarYear.shape

const calendar = defineImporter({
  kind: 'calendar',
  row: z.object({ year: z.coerce.number().pipe(year), daysOff: days(daysOff), workedWeekends: days(workedWeekends), source }),
  store: (context, tx, row) => announceYear(context, tx, { ...row, staffId: undefined }),
})

export const importers: readonly Importer[] = [calendar]
