import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isIntent } from '@xinqiao/core/understanding/intent.ts'
import { learnReviewed } from '../answering/learn-reviewed.ts'
import { learnIntents } from '../understanding/learn-intents.ts'
import { evaluateLabels, type LabelReport, learnLabels } from '../understanding/learn-labels.ts'
import type { ModelFile } from '../understanding/model-file.ts'
import { type Labelled, readLabelled } from '../understanding/read-labelled.ts'
import { withInstallation } from './open.ts'

const help = `Usage: xinqiao learn FILE [--out MODEL] [--evaluate FILE]
       xinqiao learn --reviewed [--out MODEL]
       xinqiao learn --model MODEL --evaluate FILE

Learns a lender's own labels from labelled questions (.csv with a heading, or .jsonl; a text and a label each, in Chinese or
in a language with spaces) and writes the model (learned-model.json). With --evaluate it prints accuracy, macro-F1 and the
pairs most often confused on another file. Where a label is an intent of the desk, all are learned beside the desk's own
questions; else they make a model of their own. The server uses either: XINQIAO_MODEL=MODEL. Whatever it reads as a label
that is no intent of the desk goes to a person, who sees that label.

With --reviewed it learns the desk's own questions and the corrections that agents made and a second person accepted; one in five
is held back and measured, before and after. A running server takes up the new model when the file of XINQIAO_MODEL changes.
`

const learn = (questions: readonly Labelled[]): { readonly file: ModelFile; readonly report: string } => {
  if (questions.some(({ label }) => isIntent(label))) return learnIntents(questions)
  const { file, calibrationError } = learnLabels(questions)
  return { file, report: `calibration error by cross-validation ${calibrationError.toFixed(4)}; answers alone from ${file.answerThreshold.toFixed(3)}` }
}

const after = (args: readonly string[], name: string): string | undefined => {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}

const shownConfusions = 12

const evaluate = (path: string, file: ModelFile): string => {
  const { questions, accuracy, macroF1, confusions } = evaluateLabels(readLabelled(path), file)
  const rows = confusions.slice(0, shownConfusions).map(({ label, taken, times }) => `  ${String(times).padStart(4)}  ${label} taken for ${taken}`)
  return [`${questions} questions: accuracy ${accuracy.toFixed(4)}, macro-F1 ${macroF1.toFixed(4)}`, 'most often confused:', ...rows, ''].join('\n')
}

/** Put in its place whole: a server that follows the file never reads half a model. */
const writeModel = (out: string, file: ModelFile): void => {
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(`${out}.new`, `${JSON.stringify(file)}\n`)
  renameSync(`${out}.new`, out)
  process.stdout.write(`${file.labels.length} labels learned; ${out}: ${(statSync(out).size / 1e6).toFixed(1)} MB\n`)
}

const figures = ({ accuracy, macroF1 }: LabelReport): string => `accuracy ${accuracy.toFixed(4)}, macro-F1 ${macroF1.toFixed(4)}`

const learnFromDesk = (out: string | undefined): Promise<number> =>
  withInstallation(async ({ context }) => {
    const { modelFile } = context.config
    const reviewed = await learnReviewed(context, modelFile)
    if (!reviewed) {
      process.stderr.write('xinqiao learn: no correction has been accepted yet\n')
      return 1
    }
    const { file, report, learned, heldBack, before, after: measured } = reviewed
    writeModel(out ?? modelFile ?? 'learned-model.json', file)
    process.stdout.write(`${report}\n${learned} accepted corrections learned, ${heldBack} held back\n`)
    if (before && measured) process.stdout.write(`on those held back: before ${figures(before)}; after ${figures(measured)}\n`)
    return 0
  })

export const run = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--reviewed')) return await learnFromDesk(after(args, '--out'))
  const evaluated = after(args, '--evaluate')
  const model = after(args, '--model')
  const source = args.find((arg, at) => !arg.startsWith('--') && !['--out', '--evaluate', '--model'].includes(args[at - 1] ?? ''))
  if (args.includes('--help') || (source === undefined && (model === undefined || evaluated === undefined))) {
    process.stdout.write(help)
    return args.includes('--help') ? 0 : 2
  }
  const missing = [source, evaluated, source === undefined ? model : undefined].find((path) => path !== undefined && !existsSync(path))
  if (missing !== undefined) {
    process.stderr.write(`xinqiao learn: there is no file ${missing}\n`)
    return 2
  }
  let file: ModelFile
  if (source === undefined) file = JSON.parse(readFileSync(model ?? '', 'utf8')) as ModelFile
  else {
    const learned = learn(readLabelled(source))
    file = learned.file
    const out = after(args, '--out') ?? 'learned-model.json'
    writeModel(out, file)
    process.stdout.write(`${learned.report}\n`)
  }
  if (evaluated !== undefined) process.stdout.write(evaluate(evaluated, file))
  return await Promise.resolve(0)
}
