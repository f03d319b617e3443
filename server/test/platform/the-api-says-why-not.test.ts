import { expect, test } from 'vitest'
import { startTestServer } from '../support/server.ts'

const server = await startTestServer()

test('an address that does not exist answers like a refusal, in the language asked for', async () => {
  const chinese = await fetch(`${server.url}/v1/nothing`)
  expect(chinese.status).toBe(404)
  expect(await chinese.json()).toEqual({ error: { code: 'not-found', message: '没有找到，可能已被移除' } })
  const english = await fetch(`${server.url}/v1/nothing`, { headers: { 'accept-language': 'en-GB' } })
  expect(await english.json()).toMatchObject({ error: { code: 'not-found', message: expect.stringContaining('Not found') } })
})

test('those who watch the process find it ready, and its figures', async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('xinqiao_process_cpu_seconds_total')
  expect(await (await fetch(`${server.url}/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' })
})
