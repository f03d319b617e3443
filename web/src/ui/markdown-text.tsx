import { Fragment, type JSX } from 'react'
import { type Block, blocksOf, type Span } from './markdown.ts'

// Spans, lines and items of a text that never changes are known by their place.
/* oxlint-disable react/no-array-index-key */
const Spans = ({ spans }: { readonly spans: readonly Span[] }): JSX.Element => (
  <>{spans.map(({ text, bold }, at) => (bold ? <strong key={at}>{text}</strong> : <Fragment key={at}>{text}</Fragment>))}</>
)

const BlockView = ({ block }: { readonly block: Block }): JSX.Element => {
  if (block.kind === 'heading') return <h4><Spans spans={block.spans} /></h4>
  if (block.kind === 'paragraph') return <p>{block.lines.map((spans, at) => <Fragment key={at}>{at > 0 && <br />}<Spans spans={spans} /></Fragment>)}</p>
  const items = block.items.map((spans, at) => <li key={at}><Spans spans={spans} /></li>)
  return block.kind === 'steps' ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
}

/** The body of an article as it is read. */
export const MarkdownText = ({ text }: { readonly text: string }): JSX.Element => <>{blocksOf(text).map((block, at) => <BlockView key={at} block={block} />)}</>
