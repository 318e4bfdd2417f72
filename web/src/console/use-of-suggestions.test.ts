import { describe, expect, it } from 'vitest'
import type { Suggestion } from '@/api/types'
import { completionOf, feedbackOf, filledParts, unfilledVariables, type Taken } from './use-of-suggestions'

function suggestion(text: string, item_id = text): Suggestion {
  return {
    item_id,
    kind: 'phrase',
    source: 'team',
    phrase_id: null,
    template: null,
    text,
    title: '',
    score: 1,
    reasons: [],
  }
}

const taken: Taken = {
  listId: 's1',
  suggestion: suggestion('今天就发出', 'p1'),
  place: 0,
  shownAt: 1000,
  takenAt: 1800,
}

describe('what a sent text says about the suggestions', () => {
  it.each([
    ['sent as it was', '今天就发出', taken, 'accepted', 'p1'],
    ['sent with only blanks around it', ' 今天就发出\n', taken, 'accepted', 'p1'],
    ['sent after a change', '今天就发出哦', taken, 'edited', 'p1'],
    ['written by the agent alone', '稍等', null, 'freehand', undefined],
  ])('%s', (_name, sent, from, action, item_id) => {
    const feedback = feedbackOf(sent, from, 1000, 3000)
    expect([feedback.action, feedback.item_id, feedback.sent_text]).toEqual([action, item_id, sent])
  })

  it('has the times since the list was shown', () => {
    expect(feedbackOf('今天就发出', taken, 1000, 3000).timings).toEqual({
      shown_to_key: 800,
      shown_to_sent: 2000,
    })
  })

  it('never reports a negative time', () => {
    expect(feedbackOf('好', null, 5000, 3000).timings).toEqual({ shown_to_sent: 0 })
  })
})

describe('an unfilled variable', () => {
  it.each([
    ['is found', '建议您穿 {size_advice} 码', ['{size_advice}']],
    ['is found each time', '{a} 和 {b}', ['{a}', '{b}']],
    ['is not a brace with other things', '{ 您好 } {} {1}', []],
  ])('%s', (_name, text, names) => {
    expect(unfilledVariables(text)).toEqual(names)
  })
})

describe('completion', () => {
  const list = [suggestion('您好,在的'), suggestion('今天就发出')]
  it.each([
    ['goes on from what is written', '今天', '今天就发出'],
    ['takes the first for a shortcode', 'fh', '您好,在的'],
    ['does nothing for other words', '明天', undefined],
    ['does nothing when all is written', '今天就发出', undefined],
  ])('%s', (_name, draft, text) => {
    expect(completionOf(draft, list)?.text).toBe(text)
  })
})

describe('filled parts', () => {
  it('are what stands where the template has variables', () => {
    expect(filledParts('订单 7361 今天 18:00 前发出', '订单 {order_no} 今天 {ship_by} 前发出')).toEqual([
      { text: '订单 ', filled: false },
      { text: '7361', filled: true },
      { text: ' 今天 ', filled: false },
      { text: '18:00', filled: true },
      { text: ' 前发出', filled: false },
    ])
  })

  it.each([
    ['without a template', '今天发出', null],
    ['with a template without variables', '今天发出', '今天发出'],
    ['with a template of another text', '今天发出', '明天 {x} 发出'],
    ['with signs that mean something in a pattern', '(a+b)', '({x}*b)'],
  ])('are none %s', (_name, text, template) => {
    expect(filledParts(text, template)).toEqual([{ text, filled: false }])
  })
})
