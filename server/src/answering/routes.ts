import { getComposing } from '@xinqiao/contract/gate.ts'
import { refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { implement, type Routes, staffOf } from '../platform/http.ts'
import { readComposing } from './compose-reply.ts'

export const routes: Routes<Context> = (api, context) => {
  implement(api, getComposing, async (call) => (await readComposing(context, staffOf(call), call.params.conversationId)) ?? refuse('not-found'))
}
