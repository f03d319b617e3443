import { useQueryClient } from '@tanstack/react-query'
import { getConversation } from '@xinqiao/contract/conversations.ts'
import { getMe } from '@xinqiao/contract/people.ts'
import { socketPath } from '@xinqiao/contract/socket.ts'
import { Button } from 'antd'
import { type JSX, useCallback, useEffect, useMemo, useState } from 'react'
import { type CallAnswer, type CallRefusal, isCallRefusal, makeCaller } from '../api/call.ts'
import { connect, pageSurroundings, socketAddress } from '../api/connection.ts'
import { SessionProvider, type StaffSession } from '../api/staff-session.ts'
import { makeTalks } from '../api/talks.ts'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { BridgeMark } from '../ui/icons.tsx'
import { language, useTexts } from '../ui/language.ts'
import { remember, remembered } from '../ui/storage.ts'
import { Desk } from './desk.tsx'
import { SignIn } from './sign-in.tsx'

/** Whoever is not signed in sees the sign-in, whoever is sees the desk; a session that ends in the middle leads back here. */

type Me = CallAnswer<typeof getMe>

const call = makeCaller({ language })

const openSession = (me: Me): StaffSession => {
  const connection = connect(socketAddress(location, socketPath), () => ({ t: 'hello', as: 'staff', protocol: 1 }), pageSurroundings)
  const outbox = `xinqiao.outbox.${me.id}`
  const talks = makeTalks('desk', connection, { load: () => remembered(outbox), save: (text) => { remember(outbox, text === '[]' ? undefined : text) } })
  return { me, call, talks, connection }
}

const SignedIn = ({ me, onSignedOut }: { me: Me; onSignedOut: () => void }): JSX.Element | null => {
  const [session, setSession] = useState<StaffSession>()
  const queries = useQueryClient()
  useEffect(() => {
    const opened = openSession(me)
    const endFrames = opened.connection.onFrame((frame) => {
      if (frame.t === 'welcome' || frame.t === 'state') void queries.invalidateQueries({ queryKey: [getConversation.id] })
    })
    // A session is opened and closed with the page's life, twice in React's strict mode; it cannot be made while drawing.
    // oxlint-disable-next-line react/set-state-in-effect
    setSession(opened)
    return () => {
      endFrames()
      opened.talks.close()
    }
  }, [me, queries])
  return session ? <SessionProvider value={session}><Desk onSignedOut={onSignedOut} /></SessionProvider> : null
}

type Who = { readonly state: 'asking' } | { readonly state: 'out' } | { readonly state: 'in'; readonly me: Me } | { readonly state: 'failed'; readonly refusal: CallRefusal }

export const Gate = (): JSX.Element => {
  const texts = useTexts(deskTexts)
  const [who, setWho] = useState<Who>({ state: 'asking' })
  const queries = useQueryClient()
  const ask = useCallback(async () => {
    const answer = await call(getMe, {})
    if (!isCallRefusal(answer)) setWho({ state: 'in', me: answer })
    else setWho(answer.refused === 'not-signed-in' || answer.refused === 'session-expired' ? { state: 'out' } : { state: 'failed', refusal: answer })
  }, [])
  useEffect(() => {
    const first = async (): Promise<void> => { await ask() }
    void first()
  }, [ask])
  const signedOut = useCallback(() => {
    queries.clear()
    setWho({ state: 'out' })
  }, [queries])
  useEffect(() => { document.title = `${texts.desk} · ${texts.product}` }, [texts])
  return useMemo(() => {
    if (who.state === 'in' && who.me.passwordChangeDue) return <SignIn step="password" onSignedIn={() => { void ask() }} />
    if (who.state === 'in') return <SignedIn me={who.me} onSignedOut={signedOut} />
    if (who.state === 'out') return <SignIn step="first" onSignedIn={() => { void ask() }} />
    return (
      <main className="gate">
        <BridgeMark size={40} />
        <p role="status">{who.state === 'failed' ? who.refusal.sentence : texts.loading}</p>
        {who.state === 'failed' && <Button onClick={() => { void ask() }}>{texts.retry}</Button>}
      </main>
    )
  }, [who, texts, ask, signedOut])
}
