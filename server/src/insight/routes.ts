import { getMyRating, getWall, listFigureEvents, rateMyConversation } from '@xinqiao/contract/insight.ts'
import { dayFrom } from '../cases/wire-values.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, languageOf, type Routes } from '../platform/http.ts'
import { myRating, rate } from './rate.ts'
import { figureEvents, wall } from './wall.ts'

export const routes: Routes<Context> = (api, context) => {
  implement(api, getMyRating, (call) => myRating(context, customerOf(call).customerId, call.params.conversationId))
  implement(api, rateMyConversation, (call) => rate(context, customerOf(call).customerId, call.params.conversationId, call.body))
  implement(api, getWall, (call) => wall(context, languageOf(call.request)))
  implement(api, listFigureEvents, (call) => figureEvents(context, call.params.figure, dayFrom(call.query.day)))
}
