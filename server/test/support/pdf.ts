import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The text of each page as a reader selects it: lines from top to bottom. */
export const pagesOfPdf = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const loading = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 })
  const document = await loading.promise
  const pages: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''))
  }
  await loading.destroy()
  return pages
}
