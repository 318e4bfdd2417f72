import { describe, expect, it } from 'vitest'
import { editsOf, lastReply, wordingsIn, type TaughtPhrase } from './lesson'

const PHRASE: TaughtPhrase = {
  id: 'p_1',
  version: 2,
  title: '烘干',
  text: '平铺晾干就好',
  questions: ['能烘干吗', '可以烘吗'],
  applies_to: { products: [] },
  taught: { by: 'xiaolin', new_questions: [], not_for_bot: [] },
}

describe('a lesson', () => {
  it('has one wording a line, each once', () => {
    expect(wordingsIn(' 能烘干吗\n\n可以烘吗 \n能烘干吗')).toEqual(['能烘干吗', '可以烘吗'])
  })

  it.each<[string, string, string, object]>([
    ['nothing where nothing was changed', '平铺晾干就好 ', '能烘干吗\n可以烘吗\n', {}],
    ['the text', '低温烘', '能烘干吗\n可以烘吗', { text: '低温烘' }],
    ['the wordings', '平铺晾干就好', '能烘干吗', { questions: ['能烘干吗'] }],
    ['their order', '平铺晾干就好', '可以烘吗\n能烘干吗', { questions: ['可以烘吗', '能烘干吗'] }],
  ])('sends %s', (_, text, questions, edits) => {
    expect(editsOf(PHRASE, text, questions)).toEqual(edits)
  })

  it('is about the last reply in words', () => {
    const say = (id: number, role: string, text = '好') => ({ id, role, text })
    expect(lastReply([say(1, 'agent'), say(2, 'buyer'), say(3, 'agent', '')])).toBe(1)
    expect(lastReply([say(1, 'buyer'), say(2, 'bot')])).toBeNull()
  })
})
