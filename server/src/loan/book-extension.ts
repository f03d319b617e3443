import { assessExtension, type ExtensionAsk } from '@xinqiao/core/loan/extension.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { bookOnce, type ToBook } from './book-once.ts'

/** Books an extension that law and agreement still allow on the day of booking; else nothing is booked. */
export const bookExtension = (context: Context, { wish, ...toBook }: ToBook & { readonly wish: Omit<ExtensionAsk, 'on'> }): Promise<'booked' | Refusal> =>
  bookOnce(context, toBook, ({ terms, events }) => {
    const assessed = assessExtension(terms, events, { on: toBook.on, ...wish })
    return isRefusal(assessed) ? assessed : assessed.event
  })
