import { App, Button, Input, Modal, QRCode, Segmented, Switch } from 'antd'
import { type FormEvent, type JSX, useState } from 'react'
import { beginTwoFactor, endTwoFactor, type TwoFactorSetup, verifySecondStep } from '../api/sign-in.ts'
import { useSession } from '../api/staff-session.ts'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { peopleTexts } from '../ui/catalogue/people.ts'
import { chooseLanguage, useLanguage, useTexts } from '../ui/language.ts'
import { chooseScheme, useSchemeChoice } from '../ui/scheme.ts'
import { chooseSound, useSound } from './sound.ts'
import './account.css'

type Step = { readonly at: 'rest' } | { readonly at: 'password'; readonly goal: 'enable' | 'disable' } | { readonly at: 'scan'; readonly setup: TwoFactorSetup }

/** Two-factor sign-in: the password opens it, the first code proves that the authenticator works. */
const TwoFactor = (): JSX.Element => {
  const texts = useTexts(deskTexts)
  const { me } = useSession()
  const { message } = App.useApp()
  const [on, setOn] = useState(me.twoFactor)
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const rest = (): void => {
    setTyped('')
    setStep({ at: 'rest' })
  }
  const advance = async (): Promise<void> => {
    if (step.at === 'password' && step.goal === 'enable') {
      const begun = await beginTwoFactor(typed)
      if ('uri' in begun) {
        setTyped('')
        setStep({ at: 'scan', setup: begun })
      } else if (begun.outcome === 'refused') void message.error(texts.signIn.refused[begun.why])
      return
    }
    const outcome = step.at === 'scan' ? await verifySecondStep(typed, false) : await endTwoFactor(typed)
    if (outcome.outcome === 'refused') {
      void message.error(texts.signIn.refused[outcome.why])
      return
    }
    setOn(step.at === 'scan')
    void message.success(step.at === 'scan' ? texts.account.done : texts.account.off)
    rest()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setBusy(true)
    void advance().finally(() => { setBusy(false) })
  }
  return (
    <div className="account-line column">
      <div>
        <span>{texts.account.twoFactor}<small>{on ? texts.account.twoFactorOn : texts.account.twoFactorOff}</small></span>
        {step.at === 'rest' && <Button size="small" onClick={() => { setStep({ at: 'password', goal: on ? 'disable' : 'enable' }) }}>{on ? texts.account.disable : texts.account.enable}</Button>}
      </div>
      {step.at !== 'rest' && (
        <form className="two-factor" onSubmit={submit}>
          {step.at === 'scan' && (
            <>
              <p>{texts.account.scan}</p>
              <QRCode value={step.setup.uri} size={148} bordered={false} bgColor="#ffffff" color="#17212e" />
              {step.setup.backupCodes.length > 0 && <p>{texts.account.backup}<code>{step.setup.backupCodes.join('  ')}</code></p>}
            </>
          )}
          <label htmlFor="confirm">{step.at === 'scan' ? texts.signIn.code : texts.account.password}</label>
          <div className="confirm">
            {step.at === 'scan'
              ? <Input id="confirm" autoFocus inputMode="numeric" autoComplete="one-time-code" value={typed} onChange={(event) => { setTyped(event.target.value) }} />
              : <Input.Password id="confirm" autoFocus autoComplete="current-password" value={typed} onChange={(event) => { setTyped(event.target.value) }} />}
            <Button type="primary" htmlType="submit" loading={busy} disabled={typed === ''}>{texts.account.confirm}</Button>
            <Button onClick={rest}>{texts.cancel}</Button>
          </div>
        </form>
      )}
    </div>
  )
}

export const Account = ({ open, onClose, onSignOut }: { open: boolean; onClose: () => void; onSignOut: () => void }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const people = useTexts(peopleTexts)
  const { me } = useSession()
  const language = useLanguage()
  const scheme = useSchemeChoice()
  const sound = useSound()
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={texts.account.title} width={480} closable={{ 'aria-label': texts.close }} className="account">
      <div className="account-who">
        <span className="big-face" aria-hidden="true">{me.name.slice(0, 1)}</span>
        <div><strong>{me.name}</strong><p>{me.email}</p><p>{me.roles.map((role) => people.roles[role]).join(' · ')}</p></div>
      </div>
      <div className="account-line">
        <span>{texts.account.language}</span>
        <Segmented aria-label={texts.account.language} value={language} options={[{ value: 'zh', label: deskTexts.zh.languageName }, { value: 'en', label: deskTexts.en.languageName }]} onChange={chooseLanguage} />
      </div>
      <div className="account-line">
        <span>{texts.account.appearance}</span>
        <Segmented
          aria-label={texts.account.appearance} value={scheme} onChange={chooseScheme}
          options={[{ value: 'light', label: texts.account.light }, { value: 'dark', label: texts.account.dark }, { value: 'system', label: texts.account.system }]}
        />
      </div>
      <div className="account-line">
        <span>{texts.account.sound}<small>{texts.account.soundHint}</small></span>
        <Switch checked={sound} onChange={chooseSound} aria-label={texts.account.sound} />
      </div>
      <TwoFactor />
      <Button block onClick={onSignOut}>{texts.account.signOut}</Button>
    </Modal>
  )
}
