import type { Procedure, SlotName } from './procedure.ts'

/** A fact that the customer will not or cannot give: it stays missing, and nobody asks for it again. */

const unwilling = /不方便|不想(?:说|讲|给|留|告诉|提供|透露|填|回答)|不(?:告诉|说|讲|给|留|提供|透露|填|报|回答)(?!话|清|上|我|钱)|凭什么(?:先)?(?:跟|告诉|给|要|留|说)|保密|隐私|别问|问这(?:个|么)?.{0,3}(?:干嘛|干什么|干啥|做什么|多)|关你.{0,3}(?:什么|啥)?事|没必要|你们(?:那)?(?:里)?(?:不是)?(?:都|应该|肯定|系统)?(?:里)?有(?:吗|的|啊)?|不用(?:管|问|留)|自己(?:查|看)|内部查|无可奉告|管(?:我|那么|这么)/
const unable = /不记得|记不(?:清|得|住|起)|忘(?:了|记)|想不起|不知道|不清楚|不晓得|不确定|说不(?:准|好|清|上)|没(?:定|想好|算过|准|想|数|注意|看)|还没(?:定|想|决定)|看(?:着|你们|情况|你)(?:办|定|给|的)?|随便|都行|都可以|无所谓|你们(?:定|看|安排|帮我)|找不(?:到|着)|查不到(?:了)?$|哪(?:还)?记得|谁记得|到时(?:候)?(?:再)?(?:说|看)|再(?:说|看)吧|琢磨|(?:再|得|还要?|让我|我)(?:想想|考虑|商量|合计)|拿不准/

const named: Readonly<Partial<Record<SlotName, RegExp>>> = {
  phone: /电话|手机|号码|联系方式|预留(?:的)?号/,
  amount: /多少(?!天|期|个月)|金额|数目|几多|额度|具体数/,
  term: /期数|几期|多久|期限|多长|分多少|几个月|几年|多少期/,
  purpose: /干嘛|用途|做什么用|拿来|干什么|怎么花|干啥|用来|做啥|用在/,
  date: /哪(?:一)?天|什么时候|日期|几号|时间|几月/,
  dueDate: /到期|(?<!到)哪(?:一)?天|还款日|(?<!到)几号|日期/,
  newDate: /[延拖挪推缓晚]到|多久|什么时候|哪(?:一)?天|几号|多长/,
  reason: /原因|为什么|理由|为啥|咋回事|私事|家里(?:的)?事/,
  currentDay: /(?:现在|目前|原来|本来)(?:.{0,4}几号|$)|还款日|旧的|老的|原来的?|现在的/,
  newDay: /改到|换到|新的|(?<!(?:现在|目前|原来|原先|以前|之前|老|旧).{0,4})几号|哪天|什么时候/,
  newBank: /哪家|银行|哪个行|什么卡/,
  payFrom: /哪(?:个|张|里)|渠道|怎么付|用什么/,
  topic: /什么事|哪方面/,
  scope: /全部|部分|多少/,
}

/** The facts of the procedure that these words name. */
export const namedIn = (plain: string, { needs }: Procedure): readonly SlotName[] => needs.map(({ by: [slot] }) => slot).filter((slot) => named[slot]?.test(plain))

/** Which facts of the procedure a message declines. `asked`: what we asked just before. */
export const declinedIn = (plain: string, procedure: Procedure, asked: SlotName | undefined): readonly SlotName[] => {
  if (!unwilling.test(plain) && !unable.test(plain)) return []
  const byName = namedIn(plain, procedure)
  if (asked !== undefined && byName.includes(asked)) return [asked]
  if (byName.length > 0) return byName.slice(0, 1)
  return asked === undefined ? [] : [asked]
}
