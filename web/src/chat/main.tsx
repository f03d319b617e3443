import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { isCallRefusal, makeCaller } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { language } from '../ui/language.ts'
import '../ui/tokens.css'
import { ChatPage } from './chat-page.tsx'
import { openClient } from './client.ts'
import { makeEntrance } from './entrance.ts'
import { embeddingHost, tokenInAddress } from './host.ts'
import { makeKeep } from './keep.ts'
import { followEntrance } from './visit.ts'

const host = embeddingHost(window)
// Embedded, the site tells at each load who is there: nobody's session outlives his tab.
const keep = makeKeep(host ? [() => sessionStorage] : [() => localStorage, () => sessionStorage])
const call = makeCaller({ language })

const entering = makeEntrance({
  enter: (body) => call(customerOperations.enterChat, { body }),
  who: async (session) => {
    const chat = await makeCaller({ language, session: () => session })(customerOperations.getChat, {})
    return isCallRefusal(chat) ? chat : chat.customer
  },
  keep,
  host,
  after: (ms, task) => { setTimeout(task, ms) },
  now: Date.now,
})

const takeAddress = (): string | undefined => {
  const { token, clean } = tokenInAddress(location.href)
  if (token !== undefined) history.replaceState(history.state, '', clean)
  return token
}

/** The link in the notice of a change leads here; it needs nobody to be in. */
const stopping = /^#cancel=([0-9a-f]{96})$/.exec(location.hash)?.[1]
const StopChange = lazy(async () => ({ default: (await import('./stop-change.tsx')).StopChange }))

const visiting = followEntrance(entering, (session) => openClient(session, keep, entering.ended))
if (stopping === undefined) entering.start(takeAddress())
// A link with a token that is opened while the page is already there changes only its fragment.
window.addEventListener('hashchange', () => {
  const token = takeAddress()
  if (token !== undefined) entering.takeToken(token)
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')
createRoot(root).render(
  <StrictMode>
    {stopping === undefined ? <ChatPage visiting={visiting} entering={entering} host={host} /> : <Suspense fallback={null}><StopChange token={stopping} call={call} /></Suspense>}
  </StrictMode>,
)
