import type { FigureInText, MessageBody } from '@xinqiao/contract/conversations.ts'
import type { Composed } from '@xinqiao/core/answering/compose.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Figure, FigureSource } from '@xinqiao/core/primitives/figure.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import { rateText } from '@xinqiao/core/primitives/rate.ts'

/** A composed text as it goes over the wire: figures as strings, each with its source and explanation. */

const sourceOf = (source: FigureSource): FigureInText['source'] => (source.from === 'loan' ? { ...source, asOf: isoDay(source.asOf) } : source)

const valueOf = (figure: Figure): { readonly value: string; readonly unit?: string } => {
  switch (figure.kind) {
    case 'amount':
      return { value: yuanText(figure.value), unit: '元' }
    case 'rate':
      return { value: rateText(figure.value), unit: figure.value.period }
    case 'date':
      return { value: isoDay(figure.value) }
    case 'term':
      return { value: String(figure.value), unit: figure.unit }
    case 'time':
    case 'count':
      return { value: String(figure.value) }
  }
}

export const figuresOf = ({ figures }: Composed, language: Language): FigureInText[] =>
  figures.map(({ start, end, figure }) => ({
    start, end, kind: figure.kind, ...valueOf(figure), source: sourceOf(figure.source),
    ...(figure.explanation ? { explanation: figure.explanation[language] } : {}),
  }))

export const bodyOf = (composed: Composed, language: Language): Pick<MessageBody, 'text' | 'figures'> => ({
  text: composed.text,
  figures: figuresOf(composed, language),
})
