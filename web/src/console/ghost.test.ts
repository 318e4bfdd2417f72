import { describe, expect, it } from 'vitest'
import { ghostOf } from './ghost'

const completion = { text: '您的包裹今天发出。', rest: '裹今天发出。', phrase_id: 'p1', item_id: 'phrase:p1' }

describe('what stands behind the caret', () => {
  it.each([
    ['is the rest of the sentence', '您的包', '您的包', '裹今天发出。'],
    ['shrinks as it is typed', '您的包裹今天', '您的包', '发出。'],
    ['goes when something else is typed', '您的包邮', '您的包', ''],
    ['goes when a character is deleted', '您的', '您的包', ''],
    ['goes when all is typed', '您的包裹今天发出。', '您的包', ''],
    ['is nothing behind a blank, which the server did not see', '您的包 ', '您的包 ', ''],
  ])('%s', (_name, draft, asked, ghost) => {
    expect(ghostOf(draft, asked, completion)).toBe(ghost)
  })

  it('is nothing without a completion', () => {
    expect(ghostOf('您的包', '您的包', null)).toBe('')
  })
})
