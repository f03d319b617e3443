/*
 * Puts the chat into a page of the lender:
 *
 *   <script src="https://desk.lender.example/embed.js" data-token-url="/my/chat-token" async></script>
 *
 * data-token-url  an address of the lender's own site that answers, to a signed-in customer, with a fresh entry token as text
 *                 (or JSON {"siteToken": "..."}); anything but 200 means that nobody is signed in. Without it, everybody is anonymous.
 *                 A page may also define window.xinqiaoToken = async () => token.
 * data-label      the words on the button.
 *
 * The page and the chat talk by postMessage, each side naming the other's origin:
 *   chat  -> page  {xinqiao: 'ready'}             the chat is loaded and asks how to enter
 *   page  -> chat  {xinqiao: 'enter', siteToken?, session?}
 *   chat  -> page  {xinqiao: 'session', session}  kept for a reload, for the chat's own storage may be blocked; null forgets it
 *   chat  -> page  {xinqiao: 'unread', count}     shown on the button
 *   chat  -> page  {xinqiao: 'close'}
 */
(() => {
  const script = document.currentScript
  const desk = new URL(script.src).origin
  const kept = 'xinqiao-session'
  let frame
  let panel
  let button
  let badge

  const remember = (session) => {
    try {
      if (session) sessionStorage.setItem(kept, session)
      else sessionStorage.removeItem(kept)
    } catch {
      // Storage is blocked: a reload enters anew.
    }
  }

  const recall = () => {
    try {
      return sessionStorage.getItem(kept) ?? undefined
    } catch {
      return undefined
    }
  }

  const fetchToken = async () => {
    try {
      if (typeof window.xinqiaoToken === 'function') return await window.xinqiaoToken()
      const address = script.dataset.tokenUrl
      if (!address) return undefined
      const answer = await fetch(address, { credentials: 'same-origin', cache: 'no-store' })
      if (answer.status !== 200) return undefined
      const text = (await answer.text()).trim()
      return text.startsWith('{') ? JSON.parse(text).siteToken : text
    } catch {
      // The chat is of use to somebody unknown too.
      return undefined
    }
  }

  const show = (open) => {
    if (open && !frame) {
      frame = document.createElement('iframe')
      frame.src = `${desk}/chat?embedded=1`
      frame.title = script.dataset.label || '在线客服'
      frame.allow = 'clipboard-write'
      frame.style.cssText = 'border:0;width:100%;height:100%;border-radius:12px'
      panel.append(frame)
    }
    panel.style.display = open ? 'block' : 'none'
    // On a phone the chat fills the window and is put away from within.
    button.style.display = open && small() ? 'none' : 'block'
    button.setAttribute('aria-expanded', String(open))
    if (open) {
      badge.style.display = 'none'
      frame.focus()
    } else button.focus()
  }

  window.addEventListener('message', async ({ origin, source, data }) => {
    if (origin !== desk || !frame || source !== frame.contentWindow || typeof data !== 'object' || data === null) return
    if (data.xinqiao === 'ready') {
      const siteToken = await fetchToken()
      frame.contentWindow.postMessage({ xinqiao: 'enter', siteToken, session: recall() }, desk)
    } else if (data.xinqiao === 'session') remember(data.session)
    else if (data.xinqiao === 'unread') {
      badge.textContent = data.count > 99 ? '99+' : String(data.count)
      badge.style.display = data.count > 0 && panel.style.display === 'none' ? 'block' : 'none'
    } else if (data.xinqiao === 'close') show(false)
  })

  const small = () => window.matchMedia('(max-width: 480px)').matches

  const build = () => {
    panel = document.createElement('div')
    panel.style.cssText = small()
      ? 'display:none;position:fixed;inset:0;z-index:2147483000;background:#fff'
      : 'display:none;position:fixed;right:20px;bottom:88px;width:390px;height:min(640px,calc(100vh - 110px));z-index:2147483000;border-radius:12px;box-shadow:0 8px 32px rgba(0,0,0,.24)'
    button = document.createElement('button')
    button.type = 'button'
    button.textContent = script.dataset.label || '在线客服'
    button.setAttribute('aria-expanded', 'false')
    button.style.cssText = 'position:fixed;right:20px;bottom:24px;z-index:2147483000;border:0;border-radius:24px;padding:12px 20px;font:500 16px/24px system-ui,sans-serif;color:#fff;background:#1554ad;cursor:pointer;box-shadow:0 4px 12px rgba(0,0,0,.2)'
    badge = document.createElement('span')
    badge.style.cssText = 'display:none;position:absolute;top:-6px;right:-6px;min-width:22px;border-radius:11px;font:600 12px/22px system-ui,sans-serif;color:#fff;background:#c4161c'
    button.append(badge)
    button.addEventListener('click', () => show(panel.style.display === 'none'))
    document.body.append(panel, button)
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', build)
  else build()
})()
