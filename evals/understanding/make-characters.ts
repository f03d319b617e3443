/**
 * Writes `content/understanding/characters.json`: which simplified character a traditional one stands for, and the
 * syllable (without tone) of each character of GB 2312, the two things by which a slip of the keyboard is undone.
 * Sources: opencc-js (MIT; its dictionaries Apache-2.0) and pinyin-pro (MIT). Run by hand when either moves.
 */
import { writeFileSync } from 'node:fs'
import { Converter } from 'opencc-js'
import { pinyin } from 'pinyin-pro'

const simplify = Converter({ from: 't', to: 'cn' })
const gb = new TextDecoder('gb18030')
const characters: string[] = []
for (let row = 0xb0; row <= 0xf7; row++) {
  for (let cell = 0xa1; cell <= 0xfe; cell++) characters.push(gb.decode(Uint8Array.of(row, cell)))
}
const known = new Set(characters.filter((character) => /^\p{Script=Han}$/u.test(character)))

const syllables = new Map<string, string>()
for (const character of known) {
  // 还 is read huán, to repay, wherever money is spoken of; the package gives hái, still.
  const syllable = character === '还' ? 'huan' : pinyin(character, { toneType: 'none', v: true })
  syllables.set(syllable, (syllables.get(syllable) ?? '') + character)
}

// 後 stands in GB 2312 itself, but nobody who writes simplified types it.
let traditional = '後后'
for (let code = 0x4e00; code <= 0x9fff; code++) {
  const character = String.fromCharCode(code)
  const simple = simplify(character)
  if (simple !== character && simple.length === 1 && known.has(simple) && !known.has(character)) traditional += character + simple
}

const lines = [...syllables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([syllable, all]) => `    ${JSON.stringify(syllable)}: ${JSON.stringify(all)}`)
const text = `{\n  "traditional": ${JSON.stringify(traditional)},\n  "syllables": {\n${lines.join(',\n')}\n  }\n}\n`
writeFileSync(new URL('../../content/understanding/characters.json', import.meta.url), text)
