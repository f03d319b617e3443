import { isMaleIdNumber, looksLikeIdNumber } from './personal-number.ts'

/** Surnames of two characters that are still in use; every other Chinese surname has one. */
const doubleSurnames = new Set([
  '欧阳', '太史', '端木', '上官', '司马', '东方', '独孤', '南宫', '万俟', '闻人', '夏侯', '诸葛', '尉迟', '公羊', '赫连', '澹台', '皇甫', '宗政', '濮阳',
  '公冶', '太叔', '申屠', '公孙', '慕容', '仲孙', '钟离', '长孙', '宇文', '司徒', '鲜于', '司空', '闾丘', '子车', '亓官', '司寇', '令狐', '呼延',
])

const isHan = (text: string): boolean => /^\p{Script=Han}+$/u.test(text)

/** The surname of a Chinese name; of any other name its first word. */
export const surnameOf = (name: string): string => {
  const trimmed = name.trim()
  if (!isHan(trimmed.replaceAll('·', ''))) return trimmed.split(/\s+/)[0] ?? ''
  // Names with a middle dot (阿卜杜拉·热合曼) put the given name first; the part before the dot is how such a person is called.
  if (trimmed.includes('·')) return trimmed.split('·')[0] ?? ''
  const [first = '', second = ''] = [...trimmed]
  return [...trimmed].length > 2 && doubleSurnames.has(first + second) ? first + second : first
}

/** As a customer may be addressed: 王先生, 李女士; 您 where nothing is known. */
export const addressOf = (person: { readonly name?: string; readonly idNumber?: string }): string | undefined => {
  if (person.name === undefined || person.name.trim() === '') return undefined
  const surname = surnameOf(person.name)
  if (!isHan(surname)) return person.name
  if (person.idNumber === undefined || !looksLikeIdNumber(person.idNumber)) return `${surname}先生/女士`
  return `${surname}${isMaleIdNumber(person.idNumber) ? '先生' : '女士'}`
}
