import type { Article } from '../knowledge/article.ts'
import type { Composed, PlacedFigure } from './compose.ts'

/** The short answer of an article, each stated figure at its place with the article's version as its source. */
export const articleComposed = (article: Article): Composed => {
  const figures: PlacedFigure[] = []
  const names: { start: number; end: number }[] = []
  for (const { text, value } of article.figures) {
    for (let start = article.answer.indexOf(text); start >= 0; start = article.answer.indexOf(text, start + text.length)) {
      const span = { start, end: start + text.length }
      if (value.kind === 'reference') names.push(span)
      else figures.push({ ...span, figure: { ...value, source: { from: 'article', articleId: article.id, articleVersion: article.version } } })
    }
  }
  return { text: article.answer, figures, names }
}
