import { useQueryClient } from '@tanstack/react-query'
import type { Entry } from '@xinqiao/contract/conversations.ts'
import { decideRelease, listConversationReleases, listReleases, type Release } from '@xinqiao/contract/gate.ts'
import { App, Button } from 'antd'
import { type JSX, useEffect, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { gateTexts } from '../../ui/catalogue/gate.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { FindingLine } from './findings.tsx'

/** Messages that wait for a supervisor: in their conversation, and as a list for whoever may decide. */

const Decide = ({ release }: { release: Release }): JSX.Element => {
  const texts = useTexts(gateTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const decide = async (letOut: boolean): Promise<void> => {
    if (reason.trim() === '' || busy) return
    setBusy(true)
    const answer = await call(decideRelease, { params: { messageId: release.id }, body: { release: letOut, reason: reason.trim() } })
    setBusy(false)
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    await Promise.all([queries.invalidateQueries({ queryKey: [listConversationReleases.id] }), queries.invalidateQueries({ queryKey: [listReleases.id] })])
  }
  return (
    <div className="decide">
      <input
        aria-label={texts.decide} placeholder={texts.decideHint} value={reason} maxLength={500} onChange={(event) => { setReason(event.target.value) }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.key !== 'Enter') return
          event.preventDefault()
          void decide(true)
        }}
      />
      <Button size="small" type="primary" disabled={reason.trim() === ''} loading={busy} onClick={() => { void decide(true) }}>{texts.letOut}</Button>
      <Button size="small" danger disabled={reason.trim() === '' || busy} onClick={() => { void decide(false) }}>{texts.refuse}</Button>
    </div>
  )
}

const Card = ({ release, onRewrite }: { release: Release; onRewrite: (release: Release) => void }): JSX.Element => {
  const texts = useTexts(gateTexts)
  const { me } = useSession()
  const may = useMay()
  const { state, decided, by, text, why, findings } = release
  const mine = by.staffId === me.id
  return (
    <article className={`release ${state}`}>
      <header>
        <Icon name={state === 'refused' ? 'close' : 'shield'} size={14} />
        {state === 'refused' && decided ? texts.refused(decided.by.name, decided.reason) : mine ? texts.waiting : texts.releaseOf(by.name)}
        {state === 'refused' && mine && <Button type="link" size="small" onClick={() => { onRewrite(release) }}>{texts.rewrite}</Button>}
      </header>
      <blockquote>{text}</blockquote>
      <p>{texts.reasonOf(why)}</p>
      <ul className="findings">{findings.map((finding) => <FindingLine key={`${finding.rule} ${finding.start}`} finding={finding} />)}</ul>
      {state === 'open' && !mine && may('message.release') && <Decide release={release} />}
    </article>
  )
}

const isAboutRelease = (entry: Entry): boolean => entry.kind === 'happening' && ['release-asked', 'released', 'release-refused'].includes(entry.happening)

/** What is open, and the last refusal as long as its writer has not said anything since. */
const worthShowing = (releases: readonly Release[], entries: readonly Entry[]): readonly Release[] => {
  const open = releases.filter(({ state }) => state === 'open')
  const [last] = releases
  if (last?.state !== 'refused' || !last.decided) return open
  const { at } = last.decided
  const since = entries.some((entry) => entry.kind === 'message' && entry.author.kind === 'agent' && entry.visibleTo === 'all' && entry.at > at)
  return since ? open : [last, ...open]
}

export const Releases = ({ conversationId, entries, onRewrite }: {
  conversationId: string; entries: readonly Entry[]; onRewrite: (release: Release) => void
}): JSX.Element | null => {
  const lastChange = entries.findLast(isAboutRelease)?.seq
  const { data, refetch } = useAsk(listConversationReleases, { params: { conversationId } }, { enabled: lastChange !== undefined })
  useEffect(() => { if (lastChange !== undefined) void refetch() }, [lastChange, refetch])
  const shown = worthShowing(data?.releases ?? [], entries)
  if (shown.length === 0) return null
  return <section className="releases">{shown.map((release) => <Card key={release.id} release={release} onRewrite={onRewrite} />)}</section>
}

/** For whoever may decide, wherever he is: what waits for him, the longest first. */
export const ReleaseQueue = ({ onChoose }: { onChoose: (conversationId: string) => void }): JSX.Element | null => {
  const texts = useTexts(gateTexts)
  const { me, connection } = useSession()
  const queries = useQueryClient()
  const may = useMay()('message.release')
  const { data } = useAsk(listReleases, {}, { enabled: may })
  useEffect(() => connection.onFrame((frame) => {
    if (may && frame.t === 'lists') void queries.invalidateQueries({ queryKey: [listReleases.id] })
  }), [connection, queries, may])
  const waiting = (data?.releases ?? []).filter(({ by }) => by.staffId !== me.id)
  if (waiting.length === 0) return null
  return (
    <div className="release-queue" role="region" aria-label={texts.queue(waiting.length)}>
      <p><Icon name="shield" size={14} />{texts.queue(waiting.length)}</p>
      {waiting.map(({ id, conversationId, by, customer, text }) => (
        <button type="button" key={id} onClick={() => { onChoose(conversationId) }}>{by.name} → {customer.name}: {text}</button>
      ))}
    </div>
  )
}
