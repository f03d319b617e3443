import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, messageRules } from '../../src/compliance/check-message.ts'
import type { MessageFacts, Speaker } from '../../src/compliance/message-rule.ts'
import { reader } from './reader.ts'

const rulesIn = (text: string, speaker: Speaker = 'agent', facts?: MessageFacts): readonly string[] =>
  [...new Set(judge(reader, text, speaker, facts).findings.map(({ rule }) => rule))]

type Named = { readonly speaker?: Speaker; readonly caught: readonly string[]; readonly freed: readonly string[] }

const named: Readonly<Record<string, Named>> = {
  'MSG-PROMISE': {
    caught: ['您放心提交，这笔百分百能下来。', '黑户也能做，不看征信的。', '您先拖两天，不给您报征信。', '包 过，您赶紧申请'],
    freed: ['我们从不承诺包过，请您以审批结果为准。', '您说的“包过”是中介的话术。', '能不能批要看审核结果，没法提前保证。', '还款日当天还上，不会影响征信。', '目前还不能保证给您延期。'],
  },
  'MSG-RATE': {
    caught: ['日息万三，随借随还。', '一个月利息才一百来块。', '您别管利率多少，看每月还多少就行。'],
    freed: ['年化利率（单利）18%，折合日利率0.05%。', '万一您有困难，请联系我们。', '本期应还1,208.33元，其中利息108.33元。'],
  },
  'MSG-ZERO': {
    caught: ['免息借款，只收2%服务费。', '零费用零利率，随便借。', '不计息，只按月收一点服务费。'],
    freed: ['这款不是免息产品，年化利率是12%。', '异议申请是不收费的。', '我们没有零利息的贷款。'],
  },
  'MSG-INDUCE': {
    caught: ['额度放着也是浪费，全提出来吧。', '您再借一笔新的把它还上就行。', '炒股也没人管，到账随便用。', '有学生证就可以借。'],
    freed: ['借款不能用于炒股、买房首付。', '请问您这笔借款打算用在什么地方？', '我们不向在校学生发放贷款。', '不建议您借新还旧。'],
  },
  'MSG-CREDITREPAIR': {
    caught: ['逾期记录交点钱就可以删掉。', '异议材料我来给您编。', '铲单的话找我，一条五百。'],
    freed: ['真实的逾期记录不能删除，自还清之日起保存五年。', '记录有误可以免费提出异议，20日内答复。', '任何说能花钱洗白征信的都是骗子。', '核实后停止联系，并从记录里删掉您的号码。'],
  },
  'MSG-THREAT': {
    speaker: 'collector',
    caught: ['再不还钱，打断你的腿。', '把你照片贴满你们小区。', '小心你的家人。', '今晚就去泼你家大门油漆。'],
    freed: ['抱歉打断您一下。', '放款只打到您签约时绑定的借记卡。', '继续逾期，我们将依法起诉。', '我们不会上门骚扰您。', '有人威胁曝光您的照片，请立即报警。'],
  },
  'MSG-ABUSE': {
    speaker: 'collector',
    caught: ['活该你穷一辈子。', '没钱还借什么钱，废物。', '你是不是脑子有问题？'],
    freed: ['请不要说自己没用。', '您说客服骂您“老赖”，我马上登记。', '请您不要辱骂，我们会尽力解决。'],
  },
  'MSG-IMPERSON': {
    speaker: 'collector',
    caught: ['我是朝阳分局经侦大队的。', '本律师现郑重通知您。', '受人民法院委派，现对你进行诉前调解。'],
    freed: ['我是安心消费金融的客服，不是公安，也不是法院。', '您可以向金融监管局反映。', '自称警察让您转账的，请挂断并报警。', '法院判决生效后可以协商履行。'],
  },
  'MSG-FALSECONSEQ': {
    speaker: 'collector',
    caught: ['再不还就等着坐牢吧。', '逾期会影响您小孩上学的。', '你父母的养老金要拿来抵债。'],
    freed: ['逾期不会影响孩子上学。', '逾期会产生罚息，并如实报送征信。', '法院判决后有权查封财产。', '涉嫌诈骗的，请报警。'],
  },
  'MSG-THIRD': {
    speaker: 'collector',
    caught: ['再不还，我们就给你单位打电话。', '让你家里人先帮你垫上。', '你爸妈电话我们都有，今天就通知他们。'],
    freed: ['我们不会联系您的家人和单位。', '您是担保人，需要承担保证责任。', '我已经请同事尽快来陪您说话。', '可以问学校的资助中心。'],
  },
  'MSG-PII': {
    caught: ['客户电话是13812345678。', '身份证号110101199003074514。', '他的手机号 138 1234 5678。', '一三八一二三四五六七八找他'],
    freed: ['手机号138****5678。', '合同编号202611230001234567。', '客服热线400-800-1234，投诉12378，银行95588。'],
  },
  'MSG-SECRET': {
    caught: ['把短信里的验证码发给我。', '支付密码是多少？', '麻烦打开屏幕共享，我教您操作。'],
    freed: ['验证码请不要告诉任何人，包括客服。', '请在App登录页输入您收到的验证码。', '您已经把验证码告诉对方了吗？请马上修改密码。'],
  },
  'MSG-PRIVATEPAY': {
    caught: ['您直接转我微信就行。', '扫我发的这个码付款。', '现金给我，我上门来拿。'],
    freed: ['我们不会让您转到个人账户。', '请向我们的对公账户转账。', '马上报警，说清转账时间和账户。', '请把报错页面截图发给我，注意遮住信息。'],
  },
  'MSG-FEE': {
    caught: ['放款之前需要您先交300元的保证金。', '利息我们会从本金里先扣掉。', '加急费500，交了今天就放款。'],
    freed: ['放款前我们不收取任何费用。', '我们不要您的密码，放款前也不收钱。', '可以在还款卡里提前存好钱。', '每期还的本金一样，利息随剩余本金减少。'],
  },
  'MSG-EVADE': {
    caught: ['这里不方便，加我微信说吧。', '聊完把记录删一下。', '流水不够的话我帮您P一份。', '回访打来您就说是装修用。'],
    freed: ['假材料会让协商办不成。', '您可以关注官方微信公众号。', '任何人说能花钱“删记录”，都是骗子。', '客户撤回的，并留下撤回记录。'],
  },
  'MSG-GOVENDORSE': {
    caught: ['政府担保的贷款，不会有问题。', '这个产品是银保监会批的，利率最低。'],
    freed: ['您可以向金融监管总局投诉。', '我们是经金融监管总局批准设立的。', '监管部门不会为任何贷款产品担保。'],
  },
  'MSG-COMPLAINT': {
    caught: ['您投诉了也没用。', '先把投诉撤了，我们再谈减免。', '劝您别投诉，对您没好处。'],
    freed: ['您可以拨打400电话投诉，15日内答复。', '您可以随时撤回投诉，不影响本次减免。', '我们不会因为您投诉而拒绝办理。'],
  },
  'MSG-TIE': {
    caught: ['要贷款必须买我们的意外险。', '您不授权通讯录，我们就不能受理。'],
    freed: ['保险是自愿购买的，不买不影响审批。', '不同意与借款无关的授权，不会因此不给您办理。'],
  },
  'MSG-OPTOUT': {
    caught: ['限时福利！额度翻倍，点击立即领取。', '恭喜您获得5万元预授信，马上登录提现！'],
    freed: ['您的还款日快到了，请提前存入足额款项。', '【安心消费金融】新客利率优惠活动，年化10.8%起，点击查看，拒收请回复R', '您问的优惠券在“我的-优惠券”里可以查看。'],
  },
  'MSG-BOTID': {
    speaker: 'bot',
    caught: ['我是真人客服，不是机器人。', '真的是人，要不我给您打电话？', '没有没有，我不是AI。'],
    freed: ['我是智能助手，不是真人。', '需要真人客服，请说“转人工”。', '我不是人工客服，没有权限修改合同。'],
  },
}

describe.each(Object.entries(named))('%s', (rule, { speaker, caught, freed }) => {
  it.each(caught)('catches %s', (text) => expect(rulesIn(text, speaker)).toContain(rule))
  it.each(freed)('frees %s', (text) => expect(rulesIn(text, speaker)).toEqual([]))
})

describe('facts', () => {
  it('believe an approval and a filing only where they are recorded, once facts are given', () => {
    expect(rulesIn('您的展期申请已经批准了。')).toEqual([])
    expect(rulesIn('您的展期申请已经批准了。', 'agent', { case: { approved: true } })).toEqual([])
    expect(rulesIn('您的展期申请已经批准了。', 'agent', {})).toEqual(['MSG-PROMISE'])
    expect(rulesIn('我们已向法院提起诉讼。', 'collector', { case: { filed: true } })).toEqual([])
    expect(rulesIn('我们已向法院提起诉讼。', 'collector', {})).toEqual(['MSG-IMPERSON'])
  })

  it('let a person claim to be one, and no marketing reach whoever refused it', () => {
    expect(rulesIn('我不是机器人，我是客服小陈。', 'agent')).toEqual([])
    const offer = '【安心消费金融】本月借款立减券已到账，点击使用。拒收请回复R'
    expect(rulesIn(offer)).toEqual([])
    expect(rulesIn(offer, 'agent', { customer: { optedOut: true } })).toEqual(['MSG-OPTOUT'])
  })

  it('hold figures against those at hand, in whatever form they come', () => {
    const text = '下期应还1,234.50元，年化7.2%，还款日12月5日，共12期，额度1.5万元。'
    const figures = [
      { kind: 'amount', value: '1234.50' }, { kind: 'rate', value: '0.072' }, { kind: 'date', value: '2026-12-05' },
      { kind: 'term', value: 12 }, { kind: 'amount', value: 15_000 },
    ]
    expect(judge(reader, text, 'agent').findings).toEqual([])
    expect(judge(reader, text, 'agent', { figures }).findings).toEqual([])
    expect(judge(reader, text, 'agent', {}).findings.map(({ quote }) => quote)).toEqual(['1,234.50元', '7.2%', '12月5日', '12期', '1.5万元'])
    expect(judge(reader, text, 'agent', { figures: figures.slice(1) })).toMatchObject({ verdict: 'warn', findings: [{ rule: 'FIGURE-UNSOURCED', quote: '1,234.50元' }] })
    expect(judge(reader, text, 'bot', { figures: figures.slice(1) }).verdict).toBe('block')
  })

  it('make a warning a block for a machine', () => {
    expect(judge(reader, '日息万三，随借随还。', 'agent').verdict).toBe('warn')
    expect(judge(reader, '日息万三，随借随还。', 'bot').verdict).toBe('block')
  })
})

describe('any text', () => {
  const phrases = Object.values(named).flatMap(({ caught, freed }) => caught.concat(freed))

  it('has its findings quoted from the text as it was typed', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom(...phrases), fc.string({ unit: 'grapheme' })), { maxLength: 6 }), (parts) => {
      const text = parts.join('\n')
      for (const { start, end, quote } of judge(reader, text, 'collector').findings) {
        expect(start).toBeLessThan(end)
        expect(quote).toBe(text.slice(start, end))
      }
    }), { numRuns: 100 })
  })
})

describe('a link', () => {
  const notice = (proof: string): string =>
    `【安心消费金融】您申请把手机号改为 138****0001，将于 2026-11-30 10:00 生效。如果不是您本人操作，请立即打开链接取消：https://desk.example.com/chat#cancel=${proof} 或致电 400-800-1234。`

  it('says nothing by the letters and digits of its proof: no sale of 618, no number of a person', () => {
    expect(rulesIn(notice('0c61852ab640dd5f06903996cba79ac96606631d67d8da92d620ce36f16'), 'bot')).toEqual([])
    fc.assert(fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), (bytes) => {
      expect(rulesIn(notice(Buffer.from(bytes).toString('hex')), 'bot')).toEqual([])
    }), { numRuns: 300 })
  })
})

describe('a proposed better wording', () => {
  it.each(messageRules.map(({ id, suggestion }) => [id, suggestion] as const))('of %s passes itself', (_, suggestion) => {
    expect(rulesIn(suggestion, 'bot')).toEqual([])
    expect(rulesIn(suggestion, 'collector')).toEqual([])
  })
})

describe('a machine', () => {
  it('is judged as a person is, with every warning a block', () => {
    const texts = Object.values(named).flatMap(({ caught, speaker }) => speaker === 'bot' ? [] : caught)
    expect(texts.map((text) => judge(reader, text, 'bot').verdict)).toEqual(texts.map(() => 'block'))
  })
})

describe('what a writer does to hide a word', () => {
  it.each(['加我徽信聊', '加我V信聊', '加我 微 信 聊', '加我微​信聊', '加 我 v x 聊', '加我ＶＸ聊'])('does not: %s', (text) => expect(rulesIn(text)).toContain('MSG-EVADE'))
  it.each(['貸款一定批', '百 分 百 下 款', '包·过，您放心'])('does not: %s', (text) => expect(rulesIn(text)).toContain('MSG-PROMISE'))
  it.each(['电话壹叁捌壹贰叁肆伍陆柒捌', '电话一三八-一二三四-五六七八', '电话138 1234 5678', '电话１３８１２３４５６７８'])('does not: %s', (text) => expect(rulesIn(text)).toContain('MSG-PII'))
})

describe('the texts that ship with the desk', () => {
  const content = (path: string): string => readFileSync(new URL(`../../../content/${path}`, import.meta.url), 'utf8')

  it('pass: notices and saved replies', () => {
    const notices = JSON.parse(content('desk/notices.json')) as { notices: readonly { text: { zh: string } }[] }
    const replies = ['account', 'application', 'closing', 'complaint', 'empathy', 'extension-and-hardship', 'repayment']
      .flatMap((name) => (JSON.parse(content(`replies/${name}.json`)) as readonly { text: string }[]).map(({ text }) => text))
    const texts = [...notices.notices.map(({ text }) => text.zh), ...replies]
    expect(texts.filter((text) => rulesIn(text).length > 0)).toEqual([])
  })

  it('pass: answers, disclosures and consents, said by a machine too', () => {
    const stringsIn = (value: unknown): readonly string[] => {
      if (typeof value === 'string') return [value]
      return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsIn) : []
    }
    const texts = ['desk/answers.json', 'desk/consents.json', 'desk/suggestions.json'].flatMap((path) => stringsIn(JSON.parse(content(path))))
    expect(texts.length).toBeGreaterThan(50)
    expect(texts.filter((text) => rulesIn(text).length + rulesIn(text, 'bot').length > 0)).toEqual([])
  })

  it('pass: articles', async () => {
    const { readdir } = await import('node:fs/promises')
    const names = await readdir(new URL('../../../content/articles/', import.meta.url))
    const flagged = names.map((name) => [name, rulesIn(content(`articles/${name}`).split('\n---\n')[1] ?? '')] as const).filter(([, rules]) => rules.length > 0)
    expect(flagged).toEqual([])
  })
})
