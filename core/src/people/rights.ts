/**
 * The ONE table of roles and rights. Every operation of the API names the right it needs (or says that it needs none),
 * and the server asks `mayDo` before it does anything. A person may hold several roles; rights add up.
 */

/** Grades and offices at the desk, with the field's own words. */
export const roles = {
  junior: '初级客服',
  senior: '高级客服',
  supervisor: '客服主管',
  'account-manager': '客户经理',
  quality: '质检员',
  approver: '审批人',
  compliance: '合规员',
  'knowledge-manager': '知识管理员',
  collector: '催收员',
  admin: '系统管理员',
} as const

export type Role = keyof typeof roles

export const isRole = (text: string): text is Role => Object.hasOwn(roles, text)

/** What a right lets its holder do, in the words shown where something is not theirs to do. */
export const rights = {
  'conversation.list': '查看会话列表',
  'conversation.read': '查看会话内容',
  'conversation.take': '接入会话',
  'conversation.reply': '回复客户',
  'conversation.note': '写内部备注',
  'conversation.hand-back': '把会话交回智能助手',
  'conversation.close': '结束会话',
  'conversation.transfer': '转接会话',
  'conversation.watch': '旁听会话',
  'conversation.whisper': '向客服耳语',
  'conversation.take-over': '接管会话',
  'message.retract': '撤回未送达的消息',
  'message.release': '放行被拦截的消息',
  'customer.search': '搜索客户',
  'customer.read': '查看客户资料（脱敏）',
  'customer.unmask': '查看完整敏感信息（需说明理由）',
  'customer.change': '修改客户资料',
  'loan.read': '查看贷款',
  'loan.quote': '试算',
  'loan.correct': '申请账务更正',
  'case.read': '查看业务单',
  'case.work': '办理业务单',
  'approval.decide': '审批',
  'collection.contact': '发起催收联系',
  'call.dial': '拨打电话并登记',
  'knowledge.read': '查阅知识库',
  'knowledge.propose': '提议把答复整理成知识',
  'knowledge.write': '编写知识',
  'knowledge.approve': '审核知识',
  'understanding.correct': '纠正意图',
  'understanding.review': '复核意图纠正',
  'record.search': '检索留痕记录',
  'record.export': '导出留痕记录',
  'record.dispose': '办理个人信息删除与依法保全',
  'insight.own': '查看本人指标',
  'insight.team': '查看团队指标',
  'quality.score': '质检评分',
  'staff.read': '查看员工',
  'staff.manage': '管理员工与角色',
  'settings.read': '查看系统设置',
  'settings.change': '修改系统设置',
} as const

export type Right = keyof typeof rights

export const isRight = (text: string): text is Right => Object.hasOwn(rights, text)

const agent: readonly Right[] = [
  'conversation.list', 'conversation.read', 'conversation.take', 'conversation.reply', 'conversation.note',
  'conversation.hand-back', 'conversation.close', 'conversation.transfer', 'message.retract',
  'customer.search', 'customer.read', 'call.dial', 'loan.read', 'loan.quote', 'case.read', 'case.work',
  'knowledge.read', 'knowledge.propose', 'understanding.correct', 'insight.own',
]

const reader: readonly Right[] = ['conversation.list', 'conversation.read', 'customer.read', 'loan.read', 'case.read', 'knowledge.read', 'insight.own']

export const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  junior: agent,
  senior: [...agent, 'customer.unmask', 'customer.change', 'loan.correct'],
  supervisor: [
    ...agent, 'customer.unmask', 'customer.change', 'loan.correct', 'conversation.watch', 'conversation.whisper',
    'conversation.take-over', 'message.release', 'approval.decide', 'record.search', 'insight.team', 'staff.read', 'understanding.review',
  ],
  'account-manager': [...agent, 'customer.unmask', 'customer.change'],
  quality: [...reader, 'conversation.watch', 'record.search', 'quality.score', 'insight.team', 'staff.read'],
  approver: [...reader, 'loan.quote', 'case.work', 'approval.decide'],
  compliance: [
    ...reader, 'customer.unmask', 'message.release', 'record.search', 'record.export', 'record.dispose', 'knowledge.approve',
    'insight.team', 'staff.read', 'settings.read',
  ],
  'knowledge-manager': ['knowledge.read', 'knowledge.write', 'knowledge.approve', 'understanding.review', 'insight.own'],
  collector: [...reader, 'conversation.reply', 'conversation.note', 'collection.contact', 'call.dial', 'loan.quote'],
  admin: ['staff.read', 'staff.manage', 'settings.read', 'settings.change', 'record.dispose', 'knowledge.read', 'insight.own'],
}

export const mayDo = (held: readonly Role[], right: Right): boolean => held.some((role) => rightsOf[role].includes(right))

export const allRightsOf = (held: readonly Role[]): readonly Right[] => [...new Set(held.flatMap((role) => rightsOf[role]))]

/** Whom to ask for something that is not one's own to do. */
export const rolesWith = (right: Right): readonly Role[] => (Object.keys(roles) as Role[]).filter((role) => rightsOf[role].includes(right))
