import { z } from 'zod'
import type { LlmSettings } from '../config.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/**
 * The port to a language model: one question, one answer of bounded length, within the time that the caller gives. It never throws,
 * never asks twice and, where the model has failed again and again, does not ask at all for a while.
 */

export type LlmMessage = { readonly role: 'system' | 'user'; readonly content: string }

/** `refused`: it answered with an error; `busy`: too many wait for it already; `resting`: it failed too often of late. */
export type LlmFailure = 'timeout' | 'unreachable' | 'refused' | 'bad-reply' | 'busy' | 'resting'

export type LlmAnswer = { readonly said: string } | { readonly failed: LlmFailure; readonly status?: number }

export type Llm = {
  readonly settings: LlmSettings
  /** `until`: aborts when the customer has waited long enough. */
  readonly ask: (messages: readonly LlmMessage[], until: AbortSignal) => Promise<LlmAnswer>
}

const mostBytes = 64 * 1024
const mostCharacters = 8_000

/** What every compatible server answers with; whatever else it adds is left alone. */
const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string().min(1).max(mostCharacters) }) })).min(1) })

/** The body as far as it is of a bearable length; undefined where it is longer. A server that never ends is ended by the signal. */
const bodyOf = async (response: Response): Promise<string | undefined> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > mostBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const readAnswer = async (response: Response): Promise<LlmAnswer> => {
  if (!response.ok) return { failed: 'refused', status: response.status }
  if (!/^application\/json\b/i.test(response.headers.get('content-type') ?? '')) return { failed: 'bad-reply' }
  const body = await bodyOf(response)
  const answer = completion.safeParse(body === undefined ? undefined : parsed(body))
  return answer.success ? { said: answer.data.choices[0]?.message.content ?? '' } : { failed: 'bad-reply' }
}

const askOnce = async ({ url, model, key }: LlmSettings, messages: readonly LlmMessage[], until: AbortSignal): Promise<LlmAnswer> => {
  const stop = new AbortController()
  try {
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, messages, stream: false }),
      // Elsewhere than where the lender said nothing is sent, the key least of all.
      redirect: 'error',
      signal: AbortSignal.any([until, stop.signal]),
    })
    return await readAnswer(response)
  } catch {
    return { failed: until.aborted ? 'timeout' : 'unreachable' }
  } finally {
    // What it goes on saying after we have heard enough is not waited for.
    stop.abort()
  }
}

const failuresBeforeRest = 3
const shortestRest = 30_000
const longestRest = 600_000

/** Counts failures in a row; from the third on nobody asks for a while, longer after each, and then one asks for all. */
const createBreaker = (clock: Clock) => {
  let failures = 0
  let until = 0
  let trying = false
  return {
    mayAsk: (): boolean => failures < failuresBeforeRest || (clock.now() >= until && !trying),
    asks: (): void => {
      trying = failures >= failuresBeforeRest
    },
    /** Returns how many milliseconds it rests from now on. */
    ended: (well: boolean): number => {
      trying = false
      // Those who were asking when it began to rest say nothing new.
      if (!well && failures >= failuresBeforeRest && clock.now() < until) return until - clock.now()
      failures = well ? 0 : failures + 1
      if (failures < failuresBeforeRest) return 0
      const rest = Math.min(longestRest, shortestRest * 2 ** (failures - failuresBeforeRest))
      until = clock.now() + rest
      return rest
    },
  }
}

export const createLlm = (settings: LlmSettings, { clock, log }: { readonly clock: Clock; readonly log: Log }): Llm => {
  const breaker = createBreaker(clock)
  let asking = 0
  const ask: Llm['ask'] = async (messages, until) => {
    if (until.aborted) return { failed: 'timeout' }
    if (!breaker.mayAsk()) return { failed: 'resting' }
    if (asking >= settings.concurrency) return { failed: 'busy' }
    asking += 1
    breaker.asks()
    const answer = await askOnce(settings, messages, until)
    asking -= 1
    const rest = breaker.ended('said' in answer)
    if ('failed' in answer) {
      const { failed: code, status } = answer
      log.warn({ code, ...(status === undefined ? {} : { status }), milliseconds: rest }, 'the language model did not answer; plain words go out')
    }
    return answer
  }
  return { settings, ask }
}
