import { extractText, getDocumentProxy } from 'unpdf'

/** The text of each page as a reader selects it. */
export const pagesOfPdf = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await extractText(new Uint8Array(bytes), { mergePages: false })).text

/** The files inside a PDF, by name. */
export const filesInPdf = async (bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> => {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const attachments = (await document.getAttachments()) ?? new Map<string, unknown>()
  const files = await Promise.all([...attachments.keys()].map(async (name) => [name, (await document.getAttachmentContent(name)) as Uint8Array] as const))
  return new Map(files.map(([name, content]) => [name, Buffer.from(content)]))
}
