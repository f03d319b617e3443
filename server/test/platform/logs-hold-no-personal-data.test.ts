import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLog, type LogFields } from '../../src/platform/log.ts'

const written = (fields: object, text: string): string => {
  const lines: string[] = []
  createLog('info', (line) => lines.push(line)).info(fields as LogFields, text)
  return lines.join('')
}

test('a field that is not listed is not written, however it is called', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 8 }), (name, value) => {
      fc.pre(!written({}, '').includes(value))
      expect(written({ [`x${name}`]: value, body: value, customerName: value, nested: { body: value } }, 'x')).not.toContain(JSON.stringify(value))
    }),
  )
})

test('numbers of people and cards are masked wherever they stand: in a text, in an error, in a field', () => {
  const numbers = ['13812345678', '11010519491231002X', '6222021234567890123']
  for (const number of numbers) {
    const error = Object.assign(new Error(`duplicate key ${number}`), { code: '23505', detail: `Key (phone)=(${number}) already exists.` })
    expect(written({ reason: `call ${number}`, error }, `customer ${number} wrote`)).not.toContain(number)
  }
})

test('ids, counts and codes are written, so that a fault can be followed', () => {
  const conversation = '01934567-89ab-7cde-8f01-234567890123'
  expect(JSON.parse(written({ conversation, count: 3, code: 'not-found' }, 'x'))).toMatchObject({ conversation, count: 3, code: 'not-found', level: 'info', text: 'x' })
})
