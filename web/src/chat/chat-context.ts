import type { getChat } from '@xinqiao/contract/chat.ts'
import type { AttachmentInfo, FigureInText } from '@xinqiao/contract/conversations.ts'
import { createContext, useContext } from 'react'
import type { CallAnswer } from '../api/call.ts'
import type { Client } from './client.ts'
import type { Session } from './entrance.ts'

export type Facts = CallAnswer<typeof getChat>

/** Whose costs: a loan of one's own, or a product in an amount and length. */
export type CostSubject =
  | { readonly loanRef: string }
  | { readonly productId: string; readonly wish: { readonly amount: string; readonly count: number; readonly months?: number; readonly days?: number } }

/** What can be opened above the conversation. */
export type View =
  | { readonly view: 'figure'; readonly text: string; readonly figure: FigureInText }
  | { readonly view: 'term'; readonly termId: string; readonly loanRef: string | undefined }
  | { readonly view: 'article'; readonly articleId: string; readonly version: number | undefined }
  | { readonly view: 'image'; readonly attachment: AttachmentInfo }
  | { readonly view: 'loans' | 'verify' | 'menu' | 'my-data' | 'cases' }
  | { readonly view: 'case'; readonly caseId: string }
  /** With one of his loans to try out, where he came from it. */
  | { readonly view: 'calculator'; readonly loanRef?: string }
  | { readonly view: 'loan'; readonly loanRef: string }
  | { readonly view: 'cost'; readonly of: CostSubject }

export type Chat = {
  readonly client: Client
  /** Undefined until the server has told them. */
  readonly facts: Facts | undefined
  readonly say: (text: string, attachments?: readonly AttachmentInfo[]) => void
  /** Opens a sheet; from within a sheet, the next one above it. */
  readonly show: (view: View) => void
  readonly hide: () => void
  readonly leave: () => void
  /** A code has proven who it is: the session goes on as that customer's. */
  readonly proven: (session: Session) => void
}

export const ChatContext = createContext<Chat | undefined>(undefined)

export const useChat = (): Chat => {
  const chat = useContext(ChatContext)
  if (!chat) throw new Error('This part stands outside the chat')
  return chat
}
