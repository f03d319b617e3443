import type { ModelUse } from '@xinqiao/contract/model-use.ts'
import type { JSX } from 'react'
import { modelNoteTexts } from '../../ui/catalogue/model-note.ts'
import { useTexts } from '../../ui/language.ts'

/** Below a message of the machine: that a model worded it, beside the words that would have gone out without it. */
export const ModelNote = ({ use: { model, promptVersion, wording, choice } }: { use: ModelUse }): JSX.Element | null => {
  const texts = useTexts(modelNoteTexts)
  const { outcome, plain, reason, quote = '' } = wording ?? {}
  const chose = choice?.outcome === 'used' || choice?.outcome === 'offered'
  const said = outcome === 'used' ? texts.worded(model) : outcome === 'discarded' || outcome === 'failed' ? texts[outcome] : undefined
  const summary = said ?? (chose ? texts.chose : undefined)
  if (summary === undefined) return null
  return (
    <details className="gate-note">
      <summary>{summary}</summary>
      {plain !== undefined && <p className="plain-words">{texts.plain}<br />{plain}</p>}
      {reason !== undefined && <p>{texts.reasons[reason]}{quote !== '' && <> · {texts.quote(quote)}</>}</p>}
      {said !== undefined && chose && <p>{texts.chose}</p>}
      <p>{texts.version(model, promptVersion)}</p>
    </details>
  )
}
