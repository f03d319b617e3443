import { announceYear as announceYearOperation, getCalendar } from '@xinqiao/contract/calendar.ts'
import { listContacts, reportCall as reportCallOperation, reserveDial as reserveDialOperation } from '@xinqiao/contract/compliance.ts'
import { isRefusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { implement, languageOf, type Routes, staffOf, wireErrorOf } from '../platform/http.ts'
import { announceYear } from './announce-year.ts'
import { changeRoutes } from './change-routes.ts'
import { dataRoutes } from './data-routes.ts'
import { announcedYears, deskTimes } from './desk-open.ts'
import { readContacts, reportCall, reserveDial } from './dial-permits.ts'

export const routes: Routes<Context> = (api, context) => {
  changeRoutes(api, context)
  dataRoutes(api, context)

  implement(api, getCalendar, () => {
    const { zone, windows: { working, weekend, holiday } } = deskTimes().hours
    return Promise.resolve({
      years: announcedYears().map(({ year, daysOff, workedWeekends, source }) => ({ year, daysOff: [...daysOff], workedWeekends: [...workedWeekends], source })),
      hours: { zone: zone.name, windows: { working: [...working], weekend: [...weekend], holiday: [...holiday] } },
    })
  })

  implement(api, announceYearOperation, async (call) => {
    const { staffId } = staffOf(call)
    const outcome = await context.db.transaction().execute((tx) => announceYear(context, tx, { ...call.body, year: call.params.year, staffId }))
    return isRefusal(outcome) ? outcome : { outcome }
  })

  implement(api, reserveDialOperation, async (call) => {
    const permit = await reserveDial(context, staffOf(call), { ...call.body, customerId: call.params.customerId })
    return isRefusal(permit) ? permit : { permit }
  })

  implement(api, reportCallOperation, async (call) => {
    const permit = await reportCall(context, staffOf(call), call.params.permitId, call.body)
    return isRefusal(permit) ? permit : { permit }
  })

  implement(api, listContacts, async (call) => {
    const contacts = await readContacts(context, call.params.customerId, call.query.limit)
    if (!contacts) return refuse('not-found')
    await recordView(context, { staffId: staffOf(call).staffId, customers: [call.params.customerId], what: 'calls' })
    const { refusal, today, calls } = contacts
    const whyNot = refusal && { code: refusal.refused, sentence: wireErrorOf(refusal, languageOf(call.request)).message }
    return { today: { ...today }, calls: [...calls], ...(whyNot ? { whyNot } : {}) }
  })
}
