import { type CustomerDetails, occupations, riskGrades } from '@xinqiao/core/people/customer.ts'
import { idCheckCharacter, passesLuhn } from '@xinqiao/core/people/personal-number.ts'
import { addDays, civil, type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import { localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { fen } from '@xinqiao/core/primitives/money.ts'
import { hashPassword } from 'better-auth/crypto'
import type { Seeder } from '../platform/room.ts'
import type { Tx } from '../platform/db.ts'
import { saveCustomer } from './customers.ts'
import { demoStaff } from './demo-staff.ts'
import { saveLender } from './lender.ts'
import { createStaff } from './staff.ts'
import { replaceDemoCustomers } from './store.ts'

/** The demo lender's people. Nobody in it lives: phone numbers `1xx0000xxxx` and identity numbers `110100…` are given to nobody. */

export const demoCustomerCount = 300

/** A00001 to A00300. */
export const demoCustomerRef = (place: number): string => `A${String(place).padStart(5, '0')}`

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任',
  ...'姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔',
]
const women = ['秀英', '敏', '静', '丽', '艳', '芳', '娜', '婷', '雪', '慧', '佳怡', '梦瑶', '雨桐', '思琪', '欣妍', '晓燕', '玉兰', '海燕', '春梅', '紫萱']
const men = ['伟', '强', '磊', '军', '洋', '勇', '杰', '涛', '超', '鹏', '浩然', '子轩', '宇航', '俊杰', '志强', '建国', '明辉', '天宇', '文博', '家豪']
const cities = ['北京', '上海', '广州', '深圳', '杭州', '成都', '武汉', '南京', '西安', '重庆', '苏州', '长沙', '郑州', '青岛', '合肥']
const mobilePrefixes = '130 131 133 135 136 137 138 139 150 152 158 159 166 177 180 186 188 189 198 199'.split(' ')

type Random = () => number

const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

const between = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low + 1))

/** Lower grades for those who owe more of what they earn: the figures of a customer shall not contradict one another. */
const gradeOf = (random: Random, income: number, debt: number): (typeof riskGrades)[number] => {
  const strain = debt / Math.max(income, 1) + random() * 0.3
  return riskGrades[Math.min(riskGrades.length - 1, Math.floor(strain * 6))] ?? 'E'
}

/** A number in the form of a card, of an issuer that there is not. */
const demoCard = (place: number): string => {
  const first15 = `6200000${String(place).padStart(8, '0')}`
  return first15 + ([...'0123456789'].find((digit) => passesLuhn(first15 + digit)) ?? '0')
}

const demoCustomer = (random: Random, place: number, today: Day): CustomerDetails => {
  const woman = random() < 0.45
  const born = addDays(today, -between(random, 22 * 365, 60 * 365))
  // The place in the serial keeps identity numbers apart; its last digit tells the sex.
  const serial = String(((place * 2) % 1000) - (woman ? 0 : 1)).padStart(3, '0')
  const first17 = `110100${isoDay(born).replaceAll('-', '')}${serial}`
  const occupation = pick(random, occupations)
  const incomeYuan = occupation === 'not-working' ? 0 : between(random, 35, 320) * 100
  const debtYuan = random() < 0.5 ? 0 : between(random, 2, 60) * 100
  return {
    name: pick(random, surnames) + pick(random, woman ? women : men),
    phone: `${mobilePrefixes[place % mobilePrefixes.length]}0000${String(1000 + place)}`,
    idNumber: first17 + idCheckCharacter(first17),
    payoutCard: demoCard(place),
    since: addDays(today, -between(random, 30, 5 * 365)),
    city: pick(random, cities),
    occupation,
    monthlyIncome: fen(BigInt(incomeYuan) * 100n),
    otherMonthlyDebt: fen(BigInt(debtYuan) * 100n),
    riskGrade: gradeOf(random, incomeYuan, debtYuan),
  }
}

/** The borrowers that the demo page offers, in their order, with the state of their loans in a few words; the seed of the loans says who they are. */
export const chooseDemoCustomers = (tx: Tx, chosen: readonly { readonly customerId: string; readonly situation: string }[]): Promise<void> =>
  replaceDemoCustomers(tx, chosen.map(({ customerId, situation }) => ({ customer_id: customerId, situation })))

export const seedPeople: Seeder = async (context, { now, random, password }) => {
  const { day: today } = localTime(now, shanghai)
  if (civil(today).year < 2000) throw new Error('the demo needs the present day')
  // One hash for the twelve: they share their password.
  const passwordHash = await hashPassword(password)
  await context.db.transaction().execute(async (tx) => {
    await saveLender(tx, { name: '安心消费金融', legalName: '安心消费金融有限公司', hotline: '400-000-0101', assistant: '小信' })
    for (const staff of demoStaff) await createStaff(context, tx, { ...staff, passwordHash, demo: true })
    for (let place = 1; place <= demoCustomerCount; place += 1) {
      await saveCustomer(context, tx, demoCustomerRef(place), demoCustomer(random, place, today))
    }
  })
}
