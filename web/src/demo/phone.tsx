import type { JSX } from 'react'
import { demoTexts } from '../ui/catalogue/demo.ts'
import { BridgeMark, Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'

/** A phone beside the page with the customer's chat in it; on a small screen it covers the page. */
export const Phone = ({ address, onClose, onAnonymous }: {
  readonly address: string | undefined; readonly onClose: () => void; readonly onAnonymous: () => void
}): JSX.Element => {
  const texts = useTexts(demoTexts)
  return (
    <aside className={address === undefined ? 'phone' : 'phone on'} aria-label={texts.phoneTitle}>
      {address !== undefined && <button type="button" className="phone-close" onClick={onClose} aria-label={texts.closeChat}><Icon name="close" size={20} /></button>}
      <div className="phone-glass">
        {address === undefined ? (
          <div className="phone-idle">
            <BridgeMark size={52} />
            <p className="phone-hint">{texts.phoneHint}</p>
            <p className="hint">{texts.tryAsking}</p>
            <ul lang="zh-CN">{texts.examples.map((example) => <li key={example}>{example}</li>)}</ul>
            <button type="button" onClick={onAnonymous}>{texts.enterAnonymously}</button>
          </div>
        ) : (
          // Our own page on our own origin; a sandbox that allows its script and its storage would keep nothing out.
          // oxlint-disable-next-line react/iframe-missing-sandbox
          <iframe key={address} src={address} title={texts.phoneTitle} />
        )}
      </div>
    </aside>
  )
}
