import type { Caller } from '@xinqiao/contract/access.ts'
import { getChat, listChatEntries, sendCustomerMessage } from '@xinqiao/contract/chat.ts'
import {
  closeConversation as closeOperation, getConversation, handBackConversation, listConversations as listOperation, listCustomerConversations, listEntries,
  retractMessage as retractOperation, sendAgentMessage, takeConversation as takeOperation,
} from '@xinqiao/contract/conversations.ts'
import { askRelease, decideRelease, listConversationReleases, listReleases } from '@xinqiao/contract/gate.ts'
import { exportConversation as exportOperation } from '@xinqiao/contract/export.ts'
import { searchEntries as searchOperation } from '@xinqiao/contract/search.ts'
import { mayDo } from '@xinqiao/core/people/rights.ts'
import { isRefusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { sightFor } from '../people/unmask.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, type Routes, staffOf, languageOf } from '../platform/http.ts'
import { closeConversation, handBack, retractMessage, takeConversation } from './change-conversation.ts'
import { changedRow } from './changed-row.ts'
import { exportConversation } from './export-conversation.ts'
import { readChat } from './read-chat.ts'
import { marksOf, listConversations, listOfCustomer, readConversation, readConversationRow, readHandOver, readShown } from './read-conversations.ts'
import { askForRelease, decideOnRelease, listOpenReleases, listReleasesOf } from './releases.ts'
import { searchEntries } from './search-entries.ts'
import { send } from './send-message.ts'
import { messageOf } from './wanted-message.ts'
import { headFor, headOf } from './wire.ts'

type StaffCall = { readonly caller: Caller; readonly params: { readonly conversationId: string } }

const agentOf = (call: StaffCall): { readonly staffId: string; readonly name: string } => {
  const { staffId, name } = staffOf(call)
  return { staffId, name }
}

const deskRoutes: Routes<Context> = (api, context) => {
  implement(api, listOperation, (call) => listConversations(context, staffOf(call), call.query))

  implement(api, listCustomerConversations, async (call) => {
    const rows = await listOfCustomer(context, staffOf(call), call.params.customerId, call.query.limit)
    return rows ? { rows } : refuse('not-found')
  })

  implement(api, getConversation, async (call) => {
    const { conversationId } = call.params
    const conversation = await readConversationRow(context, staffOf(call), conversationId)
    if (!conversation) return refuse('not-found')
    const handOver = await readHandOver(context, conversationId, await sightFor(context, staffOf(call), conversation.customer.id))
    return { conversation, marks: await marksOf(context, conversationId), ...(handOver ? { handOver } : {}) }
  })

  implement(api, listEntries, async (call) => {
    const { conversationId } = call.params
    const conversation = await readConversation(context, conversationId)
    if (!conversation) return refuse('not-found')
    const { entries } = await readShown(context, conversationId, call.query, { side: 'desk', sight: await sightFor(context, staffOf(call), conversation.customerId) })
    return { entries }
  })

  implement(api, exportOperation, (call) => exportConversation(context, staffOf(call), call.params.conversationId, call.body, languageOf(call.request)))

  implement(api, searchOperation, (call) => searchEntries(context, staffOf(call), call.body))

  implement(api, sendAgentMessage, async (call) => {
    const message = await messageOf(context, staffOf(call), call.params.conversationId, call.body)
    return isRefusal(message) ? message : await send(context, message)
  })

  implement(api, retractOperation, async (call) => {
    const { conversationId, messageId } = call.params
    const changed = await retractMessage(context, conversationId, messageId, agentOf(call), mayDo(staffOf(call).roles, 'conversation.take-over'))
    if (isRefusal(changed)) return changed
    if (!changed.entry) throw new Error('a retraction has an entry')
    return { conversationId, messageId, seq: changed.entry.seq, at: changed.entry.at }
  })

  implement(api, takeOperation, (call) => changedRow(context, call, takeConversation(context, call.params.conversationId, agentOf(call))))
  implement(api, handBackConversation, (call) => changedRow(context, call, handBack(context, call.params.conversationId, agentOf(call), call.body.to)))
  implement(api, closeOperation, (call) => changedRow(context, call, closeConversation(context, call.params.conversationId, agentOf(call))))
}

const releaseRoutes: Routes<Context> = (api, context) => {
  implement(api, askRelease, (call) => askForRelease(context, staffOf(call), call))

  implement(api, listReleases, async (call) => ({ releases: await listOpenReleases(context, staffOf(call)) }))

  implement(api, listConversationReleases, async (call) => {
    const releases = await listReleasesOf(context, staffOf(call), call.params.conversationId)
    return releases ? { releases } : refuse('not-found')
  })

  implement(api, decideRelease, (call) => decideOnRelease(context, staffOf(call), { messageId: call.params.messageId, ...call.body }))
}

const chatRoutes: Routes<Context> = (api, context) => {
  implement(api, getChat, (call) => readChat(context, customerOf(call), languageOf(call.request)))

  implement(api, listChatEntries, async (call) => {
    const conversation = await readConversation(context, call.params.conversationId)
    if (conversation?.customerId !== customerOf(call).customerId) return refuse('not-found')
    const { entries, upTo } = await readShown(context, conversation.id, call.query, { side: 'customer' })
    return { conversation: headFor('customer', headOf(conversation)), entries, upTo, marks: await marksOf(context, conversation.id) }
  })

  implement(api, sendCustomerMessage, async (call) => {
    const message = await messageOf(context, customerOf(call), undefined, { ...call.body, visibleTo: 'all', purpose: 'service', figures: [] })
    return isRefusal(message) ? message : await send(context, message)
  })
}

export const routes: Routes<Context> = (api, context) => {
  deskRoutes(api, context)
  releaseRoutes(api, context)
  chatRoutes(api, context)
}
