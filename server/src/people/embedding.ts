import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

const script = new URL('../../assets/embed.js', import.meta.url)

/** The script that puts the chat into the lender's own pages. Who may frame the chat is said by the page's own policy, from XINQIAO_EMBED_ORIGINS. */
export const serveEmbedding = (fastify: FastifyInstance): void => {
  let text: Promise<string> | undefined
  fastify.get('/embed.js', async (_request, reply) => {
    text ??= readFile(script, 'utf8')
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(await text)
  })
}
