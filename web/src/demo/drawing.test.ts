import { describe, expect, it } from 'vitest'
import { shapeOf, toneOf } from './drawing'
import { productFacts } from './facts'

describe('a product is drawn as', () => {
  it.each([
    ['云朵无痕无钢圈内衣', 'bra'],
    ['绒里保暖内衣套装', 'set'],
    ['山茶高腰收腹内裤', 'briefs'],
    ['缎光吊带睡裙', 'dress'],
    ['四季微喇西装裤', 'trousers'],
    ['长款羊毛混纺大衣', 'coat'],
    ['落叶针织开衫', 'knit'],
    ['日常重磅纯棉T恤', 'shirt'],
  ])('%s: %s', (name, shape) => {
    expect(shapeOf(name)).toBe(shape)
  })

  it('in a tone for any colour word', () => {
    expect(toneOf('雾蓝')).not.toBe(toneOf('藏青'))
    expect(toneOf('组合A')).toMatch(/^#/)
  })
})

describe('facts about a product', () => {
  it.each<[string, unknown, object[]]>([
    ['an object', { 面料: '棉' }, [{ label: '面料', text: '棉' }]],
    ['a list of sentences', ['可机洗'], [{ label: '', text: '可机洗' }]],
    ['a list of pairs', [{ name: '面料', value: '棉' }], [{ label: '面料', text: '棉' }]],
    ['nothing', null, []],
  ])('are read from %s', (_name, facts, read) => {
    expect(productFacts(facts)).toEqual(read)
  })
})
