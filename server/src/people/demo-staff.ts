import type { Role } from '@xinqiao/core/people/rights.ts'
import type { SignIn } from '../platform/room.ts'

/** The twelve of the demo lender's desk: every role has somebody, and the juniors are many as everywhere. Names are invented. */
export type DemoStaff = { readonly email: string; readonly name: string; readonly roles: readonly Role[] }

export const demoStaff: readonly DemoStaff[] = [
  { email: 'lin@demo.xinqiao.example', name: '林小雨', roles: ['junior'] },
  { email: 'zhou@demo.xinqiao.example', name: '周晨', roles: ['junior'] },
  { email: 'wu@demo.xinqiao.example', name: '吴思远', roles: ['junior'] },
  { email: 'chen@demo.xinqiao.example', name: '陈嘉怡', roles: ['senior'] },
  { email: 'zhao@demo.xinqiao.example', name: '赵宇航', roles: ['senior', 'account-manager'] },
  { email: 'liu@demo.xinqiao.example', name: '刘静', roles: ['supervisor'] },
  { email: 'sun@demo.xinqiao.example', name: '孙悦', roles: ['quality'] },
  { email: 'qian@demo.xinqiao.example', name: '钱国栋', roles: ['approver'] },
  { email: 'he@demo.xinqiao.example', name: '何敏', roles: ['compliance'] },
  { email: 'xu@demo.xinqiao.example', name: '徐文博', roles: ['knowledge-manager'] },
  { email: 'ma@demo.xinqiao.example', name: '马骏', roles: ['collector'] },
  { email: 'admin@demo.xinqiao.example', name: '郑安', roles: ['admin'] },
]

const shownFirst = new Set(['lin@demo.xinqiao.example', 'liu@demo.xinqiao.example', 'admin@demo.xinqiao.example'])

/** Whom the ready line names: one who answers, one who watches, one who administers. */
export const signIns = async (): Promise<readonly SignIn[]> =>
  demoStaff.filter(({ email }) => shownFirst.has(email)).map(({ name, email, roles }) => ({ who: `${name} (${roles.join(', ')})`, email }))
