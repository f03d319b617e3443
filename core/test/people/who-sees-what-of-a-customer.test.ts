import { expect, test } from 'vitest'
import { type Role, rightsOf, roles } from '../../src/people/rights.ts'
import { maskCard, maskIdNumber, maskName, maskPhone, shownTo, sightFields, sightOf } from '../../src/people/sight.ts'

const id = '11010519491231002X'

test('data are covered in their usual forms', () => {
  expect(maskPhone('13800005678')).toBe('138****5678')
  expect(maskPhone('+86 138-0000-5678')).toBe('138****5678')
  expect(maskIdNumber('110100199003071234')).toBe('1101**********1234')
  expect(maskCard('6222 0200 0000 1234')).toBe('6222********1234')
  expect(maskName('王小明')).toBe('王**')
  expect(maskName('欧阳娜娜')).toBe('欧阳**')
  expect(maskName('王明')).toBe('王**')
})

test('who does not talk to the customer does not see his name, and nobody sees whole numbers without a grant', () => {
  const person = { name: '王小明', phone: '13800005678', idNumber: id }
  expect(shownTo(sightOf(['junior']), person)).toEqual({ name: '王小明', phone: '138****5678', idNumber: '1101**********002X' })
  expect(shownTo(sightOf(['quality']), person).name).toBe('王**')
  expect(shownTo(sightOf(['admin', 'senior']), person).name).toBe('王小明')
  expect(shownTo(sightOf(['supervisor']), person).phone).toBe('138****5678')
  expect(shownTo(sightOf(['supervisor'], ['phone', 'idNumber']), person)).toEqual(person)
  expect(sightOf(['senior']).texts).toBe('masked')
})

test('a grant uncovers just its fields, and only for who may have one', () => {
  const person = { name: '王小明', phone: '13800005678', idNumber: id, payoutCard: '6222020000001232' }
  expect(shownTo(sightOf(['senior'], ['payoutCard']), person)).toEqual({ name: '王小明', phone: '138****5678', idNumber: '1101**********002X', payoutCard: '6222020000001232' })
  expect(shownTo(sightOf(['compliance'], ['name']), person)).toMatchObject({ name: '王小明', phone: '138****5678' })
  expect(sightOf(['compliance'], ['texts']).texts).toBe('full')
  for (const role of Object.keys(roles) as Role[]) {
    const whole = shownTo(sightOf([role], sightFields), person)
    expect([role, whole.phone]).toEqual([role, rightsOf[role].includes('customer.unmask') ? '13800005678' : '138****5678'])
    expect(shownTo(sightOf([role]), person)).toMatchObject({ phone: '138****5678', idNumber: '1101**********002X', payoutCard: '6222********1232' })
  }
})
