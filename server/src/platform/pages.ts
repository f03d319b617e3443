import serveStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/**
 * The built web pages. Every `name.html` at the top of the folder is a surface, served at `/name` and at every address below it,
 * which its own router reads; hashed assets are kept by browsers for good.
 */
export const addPages = async (fastify: FastifyInstance, folder: string, config: Config, isDemo: () => boolean): Promise<void> => {
  await access(folder)
  await fastify.register(serveStatic, {
    root: folder,
    index: false,
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const forGood = path.startsWith(join(folder, 'assets'))
      reply.header('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const surfaces = (await readdir(folder)).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -'.html'.length))
  for (const surface of surfaces) {
    const policy = policyOf(surface, config)
    const send = (reply: FastifyReply): FastifyReply => reply.header('content-security-policy', policy).header('cache-control', 'no-cache').sendFile(`${surface}.html`)
    fastify.get(surface === 'index' ? '/' : `/${surface}`, (_request, reply) => send(reply))
    if (surface !== 'index') fastify.get(`/${surface}/*`, (_request, reply) => send(reply))
  }
  if (surfaces.includes('index')) return
  fastify.get('/', (_request, reply) => reply.redirect(isDemo() && surfaces.includes('demo') ? '/demo' : '/chat'))
}

/** Only the customer's page may be embedded, and only by the sites that the lender names. */
const policyOf = (surface: string, { embedOrigins }: Config): string => {
  const frames = surface === 'chat' ? ["'self'", ...embedOrigins] : ["'self'"]
  return [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    // Components of the desk set styles on elements.
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    `frame-ancestors ${frames.join(' ')}`,
  ].join('; ')
}
