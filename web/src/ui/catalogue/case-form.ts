import type { Catalogue } from '../language.ts'

/** The words of a case's form, the same at the desk and on the customer's phone; labels and choices come with the form. */

const zh = {
  choosePlease: '请选择',
  nothingChosen: '不选',
  yes: '是',
  no: '否',
  optional: '可不填',
  amountHint: '元，例如 1000.00',
  missing: (labels: readonly string[]) => `还差：${labels.join('、')}`,
}

const en: typeof zh = {
  choosePlease: 'Please choose',
  nothingChosen: 'None',
  yes: 'Yes',
  no: 'No',
  optional: 'optional',
  amountHint: 'yuan, such as 1000.00',
  missing: (labels) => `Still missing: ${labels.join(', ')}`,
}

export const caseFormTexts: Catalogue<typeof zh> = { zh, en }
