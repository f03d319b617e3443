import { Button, Checkbox, Input } from 'antd'
import { type FormEvent, type JSX, useCallback, useState } from 'react'
import { changePassword, signIn, type SignInOutcome, verifySecondStep } from '../api/sign-in.ts'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { BridgeMark, Icon } from '../ui/icons.tsx'
import { chooseLanguage, useLanguage, useTexts } from '../ui/language.ts'
import './sign-in.css'

type Refused = Extract<SignInOutcome, { readonly outcome: 'refused' }>['why']

/** The demo page opens the desk with the account it was clicked for. */
const offered = (): string => new URLSearchParams(location.search).get('as') ?? ''

const Problem = ({ why }: { why: Refused | undefined }): JSX.Element => {
  const texts = useTexts(deskTexts).signIn
  return <p className="problem" role="alert">{why === undefined ? '' : texts.refused[why]}</p>
}

/** One running try at a time, and why the last one failed. */
const useTry = (onOutcome: (outcome: SignInOutcome) => void) => {
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<Refused>()
  const run = useCallback(async (attempt: () => Promise<SignInOutcome>) => {
    setBusy(true)
    const outcome = await attempt()
    setBusy(false)
    setWhy(outcome.outcome === 'refused' ? outcome.why : undefined)
    onOutcome(outcome)
  }, [onOutcome])
  return { busy, why, run }
}

const FirstStep = ({ onOutcome }: { onOutcome: (outcome: SignInOutcome) => void }): JSX.Element => {
  const texts = useTexts(deskTexts).signIn
  const [email, setEmail] = useState(offered)
  const [password, setPassword] = useState('')
  const { busy, why, run } = useTry(onOutcome)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void run(() => signIn(email.trim(), password))
  }
  return (
    <form onSubmit={submit}>
      <h1>{texts.title}</h1>
      <p className="lead">{texts.lead}</p>
      <label htmlFor="email">{texts.email}</label>
      <Input id="email" size="large" type="email" autoComplete="username" required autoFocus={email === ''} value={email} onChange={(event) => { setEmail(event.target.value) }} />
      <label htmlFor="password">{texts.password}</label>
      <Input.Password id="password" size="large" autoComplete="current-password" required autoFocus={email !== ''} value={password} onChange={(event) => { setPassword(event.target.value) }} />
      <Problem why={why} />
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>{texts.submit}</Button>
    </form>
  )
}

const SecondStep = ({ onOutcome, onBack }: { onOutcome: (outcome: SignInOutcome) => void; onBack: () => void }): JSX.Element => {
  const texts = useTexts(deskTexts).signIn
  const [code, setCode] = useState('')
  const [trust, setTrust] = useState(false)
  const { busy, why, run } = useTry(onOutcome)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void run(() => verifySecondStep(code.trim(), trust))
  }
  return (
    <form onSubmit={submit}>
      <h1>{texts.second}</h1>
      <p className="lead">{texts.secondLead}</p>
      <label htmlFor="code">{texts.code}</label>
      <Input id="code" size="large" inputMode="numeric" autoComplete="one-time-code" required autoFocus value={code} onChange={(event) => { setCode(event.target.value) }} />
      <Checkbox className="trust" checked={trust} onChange={(event) => { setTrust(event.target.checked) }}>{texts.trust}</Checkbox>
      <Problem why={why} />
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>{texts.verify}</Button>
      <Button type="link" block onClick={onBack}>{texts.back}</Button>
    </form>
  )
}

const shortestPassword = 10

const NewPassword = ({ onOutcome }: { onOutcome: (outcome: SignInOutcome) => void }): JSX.Element => {
  const texts = useTexts(deskTexts).signIn
  const [current, setCurrent] = useState('')
  const [chosen, setChosen] = useState('')
  const { busy, why, run } = useTry(onOutcome)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void run(() => changePassword(current, chosen))
  }
  return (
    <form onSubmit={submit}>
      <h1>{texts.renew}</h1>
      <p className="lead">{texts.renewLead}</p>
      <label htmlFor="current">{texts.current}</label>
      <Input.Password id="current" size="large" autoComplete="current-password" required autoFocus value={current} onChange={(event) => { setCurrent(event.target.value) }} />
      <label htmlFor="chosen">{texts.chosen}</label>
      <Input.Password id="chosen" size="large" autoComplete="new-password" required minLength={shortestPassword} value={chosen} onChange={(event) => { setChosen(event.target.value) }} />
      <Problem why={why} />
      <Button type="primary" size="large" htmlType="submit" block loading={busy} disabled={chosen.length < shortestPassword}>{texts.change}</Button>
    </form>
  )
}

/** `step`: where to begin; `password` for one who is signed in with a one-time password. */
export const SignIn = ({ step, onSignedIn }: { step: 'first' | 'password'; onSignedIn: () => void }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const other = language === 'zh' ? 'en' : 'zh'
  const [second, setSecond] = useState(false)
  const onOutcome = useCallback((outcome: SignInOutcome) => {
    if (outcome.outcome === 'in') onSignedIn()
    if (outcome.outcome === 'second-step') setSecond(true)
  }, [onSignedIn])
  return (
    <main className="sign-in">
      <div className="sign-in-side">
        <div className="brand"><BridgeMark size={40} /><span>{texts.product}</span></div>
        <ul>{texts.signIn.promise.map((line) => <li key={line}><Icon name="check" /> {line}</li>)}</ul>
        <svg className="span" viewBox="0 0 600 180" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
          <path d="M0 150C120 20 480 20 600 150M0 150h600M100 150V78M200 150V48M300 150V39M400 150V48M500 150V78" />
        </svg>
      </div>
      <div className="sign-in-form">
        <div className="sign-in-box">
          {step === 'password' ? <NewPassword onOutcome={onOutcome} /> : second ? <SecondStep onOutcome={onOutcome} onBack={() => { setSecond(false) }} /> : <FirstStep onOutcome={onOutcome} />}
          <p className="demo-hint">{texts.signIn.demo} · <a href="/demo">{texts.signIn.demoLink}</a></p>
        </div>
        <button type="button" className="language" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => { chooseLanguage(other) }}>
          <Icon name="globe" /> {deskTexts[other].languageName}
        </button>
      </div>
    </main>
  )
}
