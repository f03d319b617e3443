import { extractText } from 'unpdf'

/** The text of each page as a reader selects it. */
export const pagesOfPdf = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await extractText(new Uint8Array(bytes), { mergePages: false })).text
