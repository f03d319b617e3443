import type { Article } from '../knowledge/article.ts'
import { placeFigures } from '../knowledge/stated-figure.ts'
import type { Composed, PlacedFigure } from './compose.ts'

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
