import type { FigureInText, figureSource } from '@xinqiao/contract/conversations.ts'
import { createContext, useContext } from 'react'
import type { z } from 'zod'

/** Where a figure or a term leads to when it is opened; the surface says what can be opened in it. */

export type FigureSource = z.infer<typeof figureSource>

export type Openers = {
  readonly openLoan?: (loanRef: string) => void
  readonly openArticle?: (articleId: string, version: number | undefined) => void
}

const OpenersContext = createContext<Openers>({})
export const OpenersProvider = OpenersContext.Provider
export const useOpeners = (): Openers => useContext(OpenersContext)

export type { FigureInText }
