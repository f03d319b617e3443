import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isIntent } from '@xinqiao/core/understanding/intent.ts'
import { learnIntents } from '../understanding/learn-intents.ts'
import { evaluateLabels, learnLabels } from '../understanding/learn-labels.ts'
import type { ModelFile } from '../understanding/model-file.ts'
import { type Labelled, readLabelled } from '../understanding/read-labelled.ts'

const help = `Usage: xinqiao learn FILE [--out MODEL] [--evaluate FILE]
       xinqiao learn --model MODEL --evaluate FILE

Learns a lender's own labels from labelled questions (.csv with a heading, or .jsonl; a text and a label each, in Chinese or
in a language with spaces) and writes the model (learned-model.json). With --evaluate it prints accuracy, macro-F1 and the
pairs most often confused on another file. Where every label is an intent of the desk, the questions are learned beside the
desk's own, and the server uses the model: XINQIAO_MODEL=MODEL. Other labels make a model that can be measured only.
`

const learn = (questions: readonly Labelled[]): { readonly file: ModelFile; readonly report: string } => {
  if (questions.every(({ label }) => isIntent(label))) return learnIntents(questions)
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

export const run = async (args: readonly string[]): Promise<number> => {
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
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, `${JSON.stringify(file)}\n`)
    process.stdout.write(`${file.labels.length} labels learned; ${out}: ${(statSync(out).size / 1e6).toFixed(1)} MB\n${learned.report}\n`)
  }
  if (evaluated !== undefined) process.stdout.write(evaluate(evaluated, file))
  return await Promise.resolve(0)
}
