import type { ModelFailure, WordingFault } from '@xinqiao/core/conversations/model-use.ts'
import type { Catalogue } from '../language.ts'

/** The desk's words for what a language model had to do with a message. */

const zh = {
  worded: (model: string) => `由模型 ${model} 措辞`,
  discarded: '模型措辞未采用，发出的是原定措辞',
  failed: '模型没有回复，发出的是原定措辞',
  chose: '由模型协助判断意图',
  plain: '原定措辞',
  quote: (words: string) => `原因所在：“${words}”`,
  version: (model: string, version: string) => `模型 ${model}，用语表版本 ${version}`,
  reasons: {
    empty: '没有内容', 'too-long': '过长', 'unknown-value': '用了没有给出的数据', 'missing-value': '漏了应有的数据或句子',
    'moved-value': '数据换了位置', figure: '出现了没有给出的数字', link: '出现了链接或账号', 'binding-words': '出现了承诺、否定或限制',
    'says-more': '说了原定措辞之外的话', 'says-less': '少说了内容', gate: '未通过合规检查',
    timeout: '没有及时回复', unreachable: '连接不上', refused: '返回了错误', 'bad-reply': '回复格式不对', busy: '正忙', resting: '多次失败后暂停使用',
  } satisfies Readonly<Record<WordingFault | ModelFailure, string>>,
}

const en: typeof zh = {
  worded: (model) => `Worded by the model ${model}`,
  failed: 'The model did not answer; the approved words went out',
  discarded: 'The model’s words were discarded; the approved words went out',
  chose: 'A model helped to tell what is asked',
  plain: 'Approved words',
  quote: (words) => `Because of “${words}”`,
  version: (model, version) => `Model ${model}, list of words ${version}`,
  reasons: {
    empty: 'nothing in it', 'too-long': 'too long', 'unknown-value': 'a value that was not given', 'missing-value': 'a value or sentence left out',
    'moved-value': 'a value moved', figure: 'a figure that was not given', link: 'a link or account', 'binding-words': 'a promise, denial or condition',
    'says-more': 'more than the approved words', 'says-less': 'less than the approved words', gate: 'stopped by the compliance check',
    timeout: 'no answer in time', unreachable: 'not reached', refused: 'answered with an error', 'bad-reply': 'no proper reply', busy: 'busy',
    resting: 'resting after failures',
  },
}

export const modelNoteTexts: Catalogue<typeof zh> = { zh, en }
