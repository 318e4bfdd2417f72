import { describe, expect, it } from 'vitest'
import { factsOf, valueText } from './packet-facts'

const moment = (text: string) => `at ${text.slice(11, 16)}`

describe('a value of the packet reads', () => {
  it.each<[string, unknown, string]>([
    ['text as it is', '已付款', '已付款'],
    ['a number', 2, '2'],
    ['yes', true, '✓'],
    ['a time in the shop’s words', '2026-01-05T10:00:00+08:00', 'at 10:00'],
    ['a date alone as text', '2026-01-05', '2026-01-05'],
    ['a measure with its unit', { value: 165, unit: 'cm' }, '165 cm'],
    ['a list', [{ name: '睡裙', size: 'M' }, { name: '袜子' }], '睡裙 M；袜子'],
    ['nothing as nothing', null, ''],
  ])('%s', (_name, value, text) => {
    expect(valueText(value, moment)).toBe(text)
  })

  it('and what is empty is left out', () => {
    expect(factsOf({ a: '', b: null, c: [], d: 'x' }, moment)).toEqual([{ key: 'd', value: 'x' }])
    expect(factsOf(null, moment)).toEqual([])
  })
})
