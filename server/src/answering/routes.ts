import { getComposing } from '@xinqiao/contract/gate.ts'
import { correctIntent, decideIntentCorrection, listIntentCorrections, listIntents, readIntent } from '@xinqiao/contract/intent-corrections.ts'
import { dismissSuggestion, listGaps, listSuggestions, suggestArticle } from '@xinqiao/contract/knowledge-gaps.ts'
import { refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { implement, type Routes, staffOf } from '../platform/http.ts'
import { readComposing } from './compose-reply.ts'
import { listMissing } from './find-gaps.ts'
import { correctIntentOf, decideCorrected, listCorrected, listKnownIntents, readIntentOf } from './intent-corrections.ts'
import { dismiss, listOpenSuggestions, suggest } from './suggest-article.ts'

export const routes: Routes<Context> = (api, context) => {
  implement(api, getComposing, async (call) => (await readComposing(context, staffOf(call), call.params.conversationId)) ?? refuse('not-found'))
  implement(api, listIntents, async () => Promise.resolve({ intents: listKnownIntents() }))
  implement(api, readIntent, (call) => readIntentOf(context, staffOf(call), call.params))
  implement(api, correctIntent, (call) => correctIntentOf(context, staffOf(call), call.params, call.body.intent))
  implement(api, listIntentCorrections, (call) => listCorrected(context, staffOf(call), call.query.show))
  implement(api, decideIntentCorrection, (call) => decideCorrected(context, staffOf(call), call.params.correctionId, call.body))
  implement(api, suggestArticle, (call) => suggest(context, staffOf(call), call))
  implement(api, listSuggestions, async () => ({ suggestions: await listOpenSuggestions(context) }))
  implement(api, dismissSuggestion, (call) => dismiss(context, staffOf(call), call))
  implement(api, listGaps, async ({ query: { show } }) => ({ gaps: await listMissing(context, show) }))
}
