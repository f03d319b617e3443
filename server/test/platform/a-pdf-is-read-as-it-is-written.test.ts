import { instant } from '@xinqiao/core/primitives/instant.ts'
import { expect, test } from 'vitest'
import { type PdfContent, printPdf } from '../../src/platform/pdf.ts'
import { pagesOfPdf } from '../support/pdf.ts'

const now = instant(Date.UTC(2026, 10, 23, 2))

const row = (n: number): string[] => [`第 ${n} 行`, '等额本息，每期按最初借款本金的 0.15% 收取，由示例城融资担保有限公司收取', `${n},000.00 元`]

const content: PdfContent = {
  title: '综合融资成本明示表', subtitle: '王小明 · 2026-11-23', language: 'zh', author: '安心消费金融有限公司', footer: '安心消费金融有限公司 · 400-000-0101',
  blocks: [
    { kind: 'heading', text: '费用' },
    { kind: 'paragraph', text: '除本表列明的项目外，不再收取任何费用。生僻字：㛃䶮𬍛犇喆堃' },
    { kind: 'table', columns: [{ share: 1 }, { share: 4 }, { share: 1, align: 'right' }], head: ['项目', '收取方式', '金额'], rows: Array.from({ length: 60 }, (_, index) => row(index + 1)) },
    { kind: 'paragraph', text: 'Nothing else is charged — “nothing”.', tone: 'small' },
  ],
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '')

test('all that was written is read again, rare characters too, and in the order of the pages', async () => {
  const pages = await pagesOfPdf(await printPdf(content, now))
  const text = squeezed(pages.join(''))
  expect(text).toContain('综合融资成本明示表')
  expect(text).toContain(squeezed('除本表列明的项目外，不再收取任何费用。生僻字：㛃䶮𬍛犇喆堃'))
  expect(text).toContain(squeezed('Nothing else is charged — “nothing”.'))
  const places = Array.from({ length: 60 }, (_, index) => text.indexOf(squeezed(row(index + 1)[0] ?? '')))
  expect(places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? 0)))).toBe(true)
})

test('each page has its number, the head of the table and the footer', async () => {
  const pages = await pagesOfPdf(await printPdf(content, now))
  expect(pages.length).toBeGreaterThan(1)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`)
    expect(squeezed(page)).toContain('400-000-0101')
    expect(squeezed(page)).toContain('收取方式')
  }
})

test('the same document at the same moment is the same bytes; at another it says so', async () => {
  const [one, again, later] = await Promise.all([printPdf(content, now), printPdf(content, now), printPdf(content, instant(now + 60_000))])
  expect(one.equals(again)).toBe(true)
  expect(one.equals(later)).toBe(false)
})

test('only the glyphs in use travel along', async () => {
  expect((await printPdf(content, now)).length).toBeLessThan(120_000)
})
