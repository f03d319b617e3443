import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The pages by the address they are served at; the server does the same with web/dist. */
const pages = ['desk', 'chat', 'demo'] as const

/** In development, /desk is desk.html, as the server has it. */
const pageAddresses: Plugin = {
  name: 'page-addresses',
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      const path = (request.url ?? '').split(/[?#]/)[0] ?? ''
      const page = pages.find((name) => path === `/${name}` || path.startsWith(`/${name}/`))
      if (page !== undefined) request.url = `/${page}.html`
      next()
    })
  },
}

/** `XINQIAO_API`: the server to develop against; `npm start`, or the stand-in of web/dev. */
const api = process.env['XINQIAO_API'] ?? 'http://localhost:8080'

/** Compressed copies beside the assets, made once here instead of on every request. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  writeBundle: ({ dir = '' }) => {
    for (const name of globSync('assets/*.{js,css}', { cwd: dir })) {
      const bytes = readFileSync(join(dir, name))
      writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
    }
  },
}

const settings: UserConfig = {
  root: here('.'),
  appType: 'mpa',
  plugins: [react(), pageAddresses, compressed],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Which chunk needs which: the test that keeps the chat light reads it.
    manifest: true,
    target: 'es2022',
    rolldownOptions: { input: pages.map((name) => here(`${name}.html`)) },
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { '/v1': { target: api, ws: true }, '/api': { target: api } } },
}

export default defineConfig(({ command }) => {
  // Pages that a test builds are served later by `npm start`; the test runner's own setting would leave React's development warnings in them.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return settings
})
