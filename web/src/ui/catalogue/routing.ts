import type { Catalogue } from '../language.ts'

/** The words of who takes conversations and of passing one on. */

const zh = {
  duty: { ready: '接待中', paused: '小休', away: '离开' },
  dutyTitle: '接待状态',
  carrying: (load: number, capacity: number) => `负荷 ${load} / ${capacity}`,
  until: (time: string) => `到 ${time}`,
  say: { ready: '开始接待', paused: '小休 10 分钟', stop: '暂停分配', away: '离开' },
  said: { ready: '已开始接待，新会话会分配给您', paused: '已小休，暂不分配新会话；手上的会话不变', away: '已离开，暂不分配新会话；手上的会话不变' },
  transfer: '转接',
  transferTitle: (name: string) => `把${name}的会话转给谁？`,
  to: { staffId: '同事', grade: '更高级别', skill: '专业小组' },
  pickColleague: '选择同事',
  pickGrade: '选择级别',
  pickSkill: '选择小组',
  colleagueLine: (name: string, grade: string, state: string, load: number, capacity: number) => `${name} · ${grade} · ${state} · ${load}/${capacity}`,
  reason: '转接原因',
  reasonHint: '对方先看到这句话，例如：客户要求减免罚息，超出我的权限',
  along: '会一起交过去：客户问了什么、已知事实、在办业务、已作承诺、下一步。客户的排队位置不变。',
  transferred: '已转接，摘要已一并交过去',
  takeOver: '接管会话',
  takenOver: '已接管会话',
  summary: { done: '在办业务', promised: '已承诺', next: '下一步' },
}

const en: typeof zh = {
  duty: { ready: 'Taking', paused: 'Resting', away: 'Away' },
  dutyTitle: 'Taking conversations',
  carrying: (load, capacity) => `load ${load} of ${capacity}`,
  until: (time) => `until ${time}`,
  say: { ready: 'Take conversations', paused: 'Rest for 10 minutes', stop: 'Stop taking', away: 'Away' },
  said: {
    ready: 'You take conversations now; new ones will be given to you', paused: 'You rest; nothing new is given to you, what you have stays yours',
    away: 'You are away; nothing new is given to you, what you have stays yours',
  },
  transfer: 'Pass on',
  transferTitle: (name) => `Pass ${name}’s conversation on to whom?`,
  to: { staffId: 'A colleague', grade: 'A higher grade', skill: 'A skill' },
  pickColleague: 'Choose a colleague',
  pickGrade: 'Choose a grade',
  pickSkill: 'Choose a skill',
  colleagueLine: (name, grade, state, load, capacity) => `${name} · ${grade} · ${state} · ${load}/${capacity}`,
  reason: 'Why',
  reasonHint: 'Read first by whoever takes it, such as: wants the penalty waived, beyond what I may do',
  along: 'Goes along: what was asked, known facts, open cases, promises, what is next. The customer keeps his place.',
  transferred: 'Passed on, with its summary',
  takeOver: 'Take over',
  takenOver: 'You have the conversation now',
  summary: { done: 'Open cases', promised: 'Promised', next: 'Next' },
}

export const routingTexts: Catalogue<typeof zh> = { zh, en }
