import type { RecordProof } from '@xinqiao/core/record/proof.ts'
import { checkProof } from '@xinqiao/core/record/proof.ts'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { connect } from '../platform/db.ts'
import { openAnchorPlace } from '../record/anchor-place.ts'
import { readAnchors } from '../record/anchor-record.ts'
import { sha256 } from '../record/sha256.ts'
import { type RecordFault, verifyRecord } from '../record/verify-record.ts'
import { withInstallation } from './open.ts'
import { askedWrongly, complain, failed, say } from './settings.ts'

const usage = `Usage: xinqiao verify [FILE]

Reckons the record anew, while the desk works, and compares it with its chain and its anchors: every message, call, view, export,
decision and change. Names the first row of each stream that was altered, removed or put in. With FILE it proves an exported
part of the record by itself, without the database. The exit code is 0 where everything stands, 1 where something does not.`

const sentences: Readonly<Record<RecordFault['fault'], string>> = {
  altered: 'was altered, or the one before it',
  missing: 'is missing',
  inserted: 'was put in',
  rewritten: 'or one before it was altered and the chain made anew: it is not what its head or anchor says',
}

const shownFaults = 20

const verifyDatabase = (): Promise<number> =>
  withInstallation(async ({ context, address }) => {
    const started = performance.now()
    const anchors = await readAnchors(context.db, openAnchorPlace(context.config))
    const client = await connect(address.appUrl, 'xinqiao verify')
    try {
      const { rows, streams, faults } = await verifyRecord(client, anchors.heads)
      const seconds = (performance.now() - started) / 1000
      for (const { day, fault } of anchors.faults) complain(`✗ the anchor of ${day} ${fault === 'missing' ? 'is not in its place' : 'was altered, or one before it was removed'}`)
      for (const { table, stream, seq, fault } of faults.slice(0, shownFaults)) complain(`✗ ${table} ${stream} row ${seq} ${sentences[fault]}`)
      if (faults.length > shownFaults) complain(`… and ${faults.length - shownFaults} more streams`)
      say(`${rows} rows in ${streams} streams, ${anchors.last === undefined ? 'no anchor yet' : `anchored up to ${anchors.last}`}; ${seconds.toFixed(1)} s`)
      const broken = faults.length + anchors.faults.length > 0
      say(broken ? 'the record does not stand' : 'the record stands')
      return broken ? failed : 0
    } finally {
      await client.end()
    }
  })

const link = z.object({ seq: z.int().min(0), hash: z.string() })
const row = z.union([
  z.object({ fields: z.array(z.tuple([z.string(), z.string().nullable()])), said: z.string().optional(), hash: z.string() }),
  z.object({ digest: z.string(), hash: z.string() }),
])
const anchor = z.object({ format: z.literal('xinqiao-anchor/1'), day: z.string(), at: z.string(), before: z.string(), streams: z.int(), root: z.string() })
const path = z.array(z.object({ side: z.enum(['left', 'right']), hash: z.string() }))
const proofForm = z.object({
  format: z.literal('xinqiao-proof/1'),
  madeAt: z.string(),
  streams: z.array(z.object({
    table: z.string(), stream: z.string(), before: link, rows: z.array(row),
    anchored: z.object({ seq: z.int(), path, anchor }).optional(),
  })).min(1),
})

/** A proof, alone or under `proof` in what was exported with it. */
const readProof = async (file: string): Promise<RecordProof | undefined> => {
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
  const found = proofForm.safeParse(parsed)
  if (found.success) return found.data as RecordProof
  const within = z.object({ proof: proofForm }).safeParse(parsed)
  return within.success ? (within.data.proof as RecordProof) : undefined
}

const verifyFile = async (file: string): Promise<number> => {
  const proof = await readProof(file).catch((error: unknown) => void complain(`xinqiao: ${file}: ${error instanceof Error ? error.message : String(error)}`))
  if (!proof) {
    complain(`xinqiao: ${file} holds no proof of the form xinqiao-proof/1`)
    return failed
  }
  const { faults, proven } = checkProof(sha256, proof)
  for (const { table, stream, seq, fault } of faults) complain(`✗ ${table} ${stream} row ${seq}: ${fault}`)
  for (const { table, stream, from, to, anchored } of proven) {
    const until = anchored ? `under the anchor of ${anchored.day} up to row ${anchored.seq} (root ${anchored.root})` : 'under no anchor yet'
    say(`✓ ${table} ${stream} rows ${from} to ${to}, ${until}`)
  }
  say(faults.length > 0 ? 'the export is not what was recorded' : 'the export is what was recorded; compare each root with the anchor of its day')
  return faults.length > 0 ? failed : 0
}

export const run = async (args: readonly string[]): Promise<number> => {
  const [file, ...more] = args
  if (file === undefined) return await verifyDatabase()
  if (file.startsWith('-') || more.length > 0) {
    say(usage)
    return file === '--help' ? 0 : askedWrongly
  }
  return await verifyFile(file)
}
