import type { Article } from '../knowledge/article.ts'
import { placeFigures } from '../knowledge/stated-figure.ts'
import type { TermLoan } from '../knowledge/term.ts'
import { placeholders } from '../primitives/filling.ts'
import { compose, type Composed, type PlacedFigure, type Values } from './compose.ts'

/** The short answer of an article, each stated figure at its place with the article's version as its source. */
export const articleComposed = (article: Article): Composed => {
  const figures: PlacedFigure[] = []
  const names: { start: number; end: number }[] = []
  for (const { stated, start, end } of placeFigures(article.answer, article.figures)) {
    const { value } = stated
    if (value.kind === 'reference') names.push({ start, end })
    else figures.push({ start, end, figure: { ...value, source: { from: 'article', articleId: article.id, articleVersion: article.version } } })
  }
  return { text: article.answer, figures, names }
}

/** What an article says of the customer's own loan; nothing where it says nothing, or the loan lacks a value that it names. */
export const toldWithLoan = ({ withLoan }: Article, loan: TermLoan | undefined): readonly Composed[] => {
  if (withLoan === undefined || loan === undefined) return []
  const values: Record<string, Values[string]> = {}
  for (const [name, value] of Object.entries(loan.values)) values[name] = typeof value === 'string' ? { name: value } : value
  return placeholders(withLoan).every((name) => values[name] !== undefined) ? [compose(withLoan, values, 'zh')] : []
}
