/** How a customer feels, and the signals that must reach a person at once. */
export const moods = ['calm', 'anxious', 'angry'] as const

export type Mood = (typeof moods)[number]

export const crises = ['self-harm', 'violence', 'legal-threat'] as const

export type Crisis = (typeof crises)[number]

const crisisSigns: Readonly<Record<Crisis, RegExp>> = {
  'self-harm': /(?<!别|不)(?:不想活|活不下去|活着没(?:意思|意义)|想死(?!机)|去死了算|死了算了|一死了之|了结(?:自己|此生)|跳楼|跳河|跳江|喝农药|喝药(?:死|自杀)|上吊|割腕|自杀|轻生|寻死|死给你|逼死我|被你们逼死|结束(?:生命|自己)|没法活|不活了|遗书)/,
  violence: /(?:砍死|砍了你|砍人|弄死|打死你|杀了你|杀人|捅死|捅了|炸了你|放火|烧了你|泼汽油|同归于尽|见血|打断.{0,3}腿|找人(?:弄|收拾|打)|收拾你们|拿刀|提刀|拼命|堵你们(?:公司)?门口|废了你)/,
  'legal-threat': /(?:起诉你|告你们|告你(?!诉)|去告|去法院|上法院告|法庭见|找律师|请律师|律师函(?=给你)|打官司|报警|报案|银保监|银监会|金管局|金融监管|人民银行投诉|央行投诉|12378|12363|12315|12345|工信部|消协|消费者协会|315|曝光|找记者|找媒体|上访|信访|举报你)/,
}

/** Signals found by plain words: a miss costs more than a false alarm, so no learning stands between. */
export const crisesIn = (plain: string): Crisis[] => crises.filter((crisis) => crisisSigns[crisis].test(plain))

const angrySigns = /垃圾|骗子|骗人|坑人|黑心|流氓|强盗|抢钱|有病|滚|他妈|tm|妈的|特么|草|操|放屁|恶心|无耻|不要脸|欺负|忽悠|投诉|举报|曝光|告你|凭什么|凭啥|什么态度|态度.{0,3}差|气死|受够|烦死|搞什么|搞毛|什么意思|脑子|傻|废物|😡|🤬|发怒|敷衍|踢皮球|!{2,}|！{2,}|不要机器人|没完没了|赶紧(?:退|给)/
const anxiousSigns = /急|怎么办|咋办|咋整|咋搞|担心|害怕|怕|慌|愁|救命|帮帮|求|麻烦了|完了|睡不着|焦虑|着急|等着用|来不及|不良记录|影响征信|流泪|大哭|😭|😢|😰|抓狂|老是|一直|还没|怎么还|为什么|试了|几次|好几|失败|骗了|被骗|诈骗|逾期|催|困难|没钱|还不上|还不起|冻结|盗/

/**
 * What the learner of moods reads: the text as typed, simplified, with the signs of plain words put in front as letters
 * of their own. The words teach what few examples cannot, the examples what no list of words says.
 */
export const moodText = (plain: string): string => {
  const angry = angrySigns.test(plain) ? 'XX' : ''
  const anxious = anxiousSigns.test(plain) ? 'YY' : ''
  const loud = /[!！?？]{2}|[!！].*[!！]/.test(plain) ? 'LL' : ''
  const long = plain.length > 40 ? 'SS' : ''
  return `${angry}${anxious}${loud}${long} ${plain}`
}
