import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** The working calendar: which days are worked, year by year as announced. */

const room = 'compliance'

export const calendarYear = z.object({
  year: z.int().min(1990).max(2100),
  /** Days off that the notice names, weekends between them included. */
  daysOff: z.array(z.iso.date()).max(120),
  /** 调休: Saturdays and Sundays that are worked. */
  workedWeekends: z.array(z.iso.date()).max(60),
  /** The notice, as it is cited. */
  source: z.string().trim().min(1).max(400),
})

const windows = z.array(z.object({ from: z.int().min(0).max(1440), to: z.int().min(0).max(1440) }))

/** Minutes after local midnight, by kind of day. */
const deskHours = z.object({ zone: z.string(), windows: z.object({ working: windows, weekend: windows, holiday: windows }) })

const sample = {
  year: 2027,
  daysOff: [
    '2027-01-01', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-04-05', '2027-05-01', '2027-05-02', '2027-05-03',
    '2027-06-09', '2027-09-15', '2027-10-01', '2027-10-02', '2027-10-03', '2027-10-04',
  ],
  workedWeekends: ['2027-02-13', '2027-10-09'],
  source: '示例数据，以国务院办公厅当年的通知为准',
}

export const getCalendar = defineOperation({
  id: 'getCalendar', method: 'GET', path: '/v1/desk/calendar', room,
  summary: 'The desk’s hours, and the years whose holidays are announced; a deadline that reaches beyond them is provisional (暂定)',
  access: { for: 'any-staff' },
  response: z.object({ years: z.array(calendarYear), hours: deskHours }),
  refusals: [],
  example: { response: { years: [sample], hours: { zone: 'Asia/Shanghai', windows: { working: [{ from: 510, to: 1260 }], weekend: [{ from: 540, to: 1080 }], holiday: [] } } } },
})

const { year: _year, ...named } = sample

export const announceYear = defineOperation({
  id: 'announceYear', method: 'PUT', path: '/v1/desk/calendar/{year}', room,
  summary: 'Load the holidays of a year as announced; due days that were provisional are reckoned again. The same again changes nothing',
  access: { for: 'staff', right: 'settings.change' },
  params: z.object({ year: z.coerce.number().pipe(calendarYear.shape.year) }),
  body: calendarYear.omit({ year: true }),
  response: z.object({ outcome: z.enum(['added', 'changed', 'same']) }),
  refusals: ['calendar-day-outside', 'calendar-day-twice', 'calendar-weekday-worked', 'calendar-days-missing'],
  example: { body: named, response: { outcome: 'added' } },
})
