/** The cost table of the trial calculation in examples.ts: 5,000.00 of 短期贷 for three months, from 2026-11-23. A test reckons it again. */

const quote = { from: 'quote', productId: 'anxin-short', productVersion: 1 } as const
const product = { from: 'product', productId: 'anxin-short', productVersion: 1 } as const

export const costTableExample = {
  title: '综合融资成本明示表', version: 1, basis: '金规〔2026〕2号', annualisedPercent: '9.57',
  notice: '请您在签约前看清下面每一项。除本表列明的项目外，安心消费金融有限公司及合作机构不再收取任何费用。',
  rows: [
    { id: 'lender', label: '贷款人', text: '安心消费金融有限公司', figures: [] },
    { id: 'product', label: '产品', text: '短期贷', figures: [] },
    {
      id: 'principal', label: '借款本金',
      text: '5,000.00 元',
      figures: [
        {
          start: 0, end: 10, kind: 'amount', value: '5000.00', unit: '元', source: { ...quote, field: 'principal' },
          explanation: '借款本金，全部发放给借款人。',
        },
      ],
    },
    {
      id: 'count', label: '期数',
      text: '1 期',
      figures: [
        {
          start: 0, end: 3, kind: 'term', value: '1', unit: 'instalment', source: { ...quote, field: 'instalmentCount' },
          explanation: '分几期还。',
        },
      ],
    },
    {
      id: 'disbursed-on', label: '放款日',
      text: '2026年11月23日',
      figures: [
        {
          start: 0, end: 11, kind: 'date', value: '2026-11-23', source: { ...quote, field: 'disbursedOn' },
          explanation: '按这一天放款计算；还没有放款的，以实际放款日为准。',
        },
      ],
    },
    {
      id: 'interest', label: '利息',
      text: '合同年利率 9.6%，到期一次还本付息，按实际天数计息，一年按三百六十五天，折合年化 9.57%，共 120.99 元，由安心消费金融有限公司收取',
      figures: [
        {
          start: 6, end: 10, kind: 'rate', value: '0.096', unit: 'year', source: { ...product, field: 'annualRate' },
          explanation: '合同写明的年利率，不含费用。',
        },
        {
          start: 43, end: 48, kind: 'rate', value: '0.0957', unit: 'year', source: { ...quote, field: 'interestRate', formula: '只计利息时的每期成本率 × 一年的期数' },
          explanation: '只算利息、不算费用时，按实际占用的本金折算的年化成本（单利）。',
        },
        {
          start: 51, end: 59, kind: 'amount', value: '120.99', unit: '元', source: { ...quote, field: 'interestTotal', formula: '各期利息之和' },
          explanation: '按还款计划各期利息相加。',
        },
      ],
    },
    {
      id: 'annualised-cost', label: '年化综合融资成本（单利）',
      text: '9.57%，即以上各项折合年化之和；按复利为 10.04%',
      figures: [
        {
          start: 0, end: 5, kind: 'rate', value: '0.0957', unit: 'year', source: { ...quote, field: 'annualisedCost', formula: '每期成本率 × 一年的期数' },
          explanation: '把实际收到的钱和每期实际还的钱（本金、利息和全部费用）折算成每期成本率，再乘以一年的期数（单利）。',
        },
        {
          start: 23, end: 29, kind: 'rate', value: '0.1004', unit: 'year', source: { ...quote, field: 'annualisedCompound', formula: '(1 + 每期成本率) 的一年期数次方 - 1' },
          explanation: '同一成本按复利计算。',
        },
      ],
    },
    {
      id: 'total', label: '本息费合计',
      text: '5,120.99 元',
      figures: [
        {
          start: 0, end: 10, kind: 'amount', value: '5120.99', unit: '元', source: { ...quote, field: 'total', formula: '本金 + 利息 + 费用' },
          explanation: '按计划还清为止一共要还的钱。',
        },
      ],
    },
    {
      id: 'penalty', label: '可能发生：逾期罚息',
      text: '对逾期本金从还款日次日起，按合同年利率加 50%（即年化 14.4%）按日收取，一年按 365 天计；还款日后 1 天内还清的不收；不计复利；由安心消费金融有限公司收取',
      figures: [
        {
          start: 21, end: 24, kind: 'rate', value: '0.5', unit: 'year', source: { ...product, field: 'penaltySurcharge' },
          explanation: '合同约定的罚息在年利率上加收的比例。',
        },
        {
          start: 29, end: 34, kind: 'rate', value: '0.144', unit: 'year', source: { ...quote, field: 'penaltyRate', formula: '合同年利率 × (1 + 加收比例)' },
          explanation: '逾期本金适用的年利率。',
        },
        {
          start: 44, end: 49, kind: 'term', value: '365', unit: 'day', source: { ...product, field: 'penaltyYear' },
          explanation: '罚息按日计算时一年所当的天数。',
        },
        {
          start: 56, end: 59, kind: 'term', value: '1', unit: 'day', source: { ...product, field: 'graceDays' },
          explanation: '合同约定的宽限期。',
        },
      ],
    },
    { id: 'prepayment', label: '可能发生：提前还款违约金', text: '任何时候提前还款：不收取；利息算到还款当天', figures: [] },
    {
      id: 'extension', label: '可能发生：展期',
      text: '不收展期费；展期期间仍按合同年利率 9.6% 计息，由安心消费金融有限公司收取',
      figures: [
        {
          start: 18, end: 22, kind: 'rate', value: '0.096', unit: 'year', source: { ...product, field: 'annualRate' },
          explanation: '合同写明的年利率，不含费用。',
        },
      ],
    },
    { id: 'nothing-else', label: '不再收取其他费用', text: '除本表列明的项目外，不再收取任何费用', figures: [] },
  ],
}
