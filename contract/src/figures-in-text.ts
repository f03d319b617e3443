import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Figure, FigureSource } from '@xinqiao/core/primitives/figure.ts'
import type { Filled, Language } from '@xinqiao/core/primitives/filling.ts'
import { yuanText } from '@xinqiao/core/primitives/money.ts'
import { rateText } from '@xinqiao/core/primitives/rate.ts'
import type { FigureInText } from './conversations.ts'

/** The figures of a filled text as they go over the wire: as strings, each with its place, source and explanation. */

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

export const figuresInText = ({ figures }: Pick<Filled, 'figures'>, language: Language): FigureInText[] =>
  figures.map(({ start, end, figure }) => ({
    start, end, kind: figure.kind, ...valueOf(figure), source: sourceOf(figure.source),
    ...(figure.explanation ? { explanation: figure.explanation[language] } : {}),
  }))
