import { useQueryClient } from '@tanstack/react-query'
import { getCase, listCases } from '@xinqiao/contract/cases.ts'
import { useEffect } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { useMay, useSession } from '../../api/staff-session.ts'

/** What somebody else did with a case shows at once on every screen of the desk. */

/** Of a burst of changes the lists hear together. */
const settle = 500

export const useLiveCases = (): void => {
  const { connection } = useSession()
  const queries = useQueryClient()
  const may = useMay()('case.read')
  useEffect(() => {
    if (!may) return undefined
    let due: ReturnType<typeof setTimeout> | undefined
    const readLists = (): void => {
      due = undefined
      void queries.invalidateQueries({ queryKey: [listCases.id] })
    }
    const end = connection.onFrame((frame) => {
      if (frame.t === 'welcome') {
        connection.send({ t: 'watch-lists' })
        void queries.invalidateQueries({ queryKey: [getCase.id] })
      }
      if (frame.t === 'case') {
        const queryKey = [getCase.id, { params: { caseId: frame.caseId } }]
        // Whoever made the move has its answer on the screen already, and reading a case again is recorded.
        if ((queries.getQueryData<CallAnswer<typeof getCase>>(queryKey)?.case.version ?? 0) < frame.version) void queries.invalidateQueries({ queryKey })
      }
      if (frame.t === 'case' || frame.t === 'welcome') due ??= setTimeout(readLists, settle)
    })
    return () => {
      clearTimeout(due)
      end()
    }
  }, [connection, queries, may])
}
