import { describe, expect, it } from 'vitest'
import type { Message } from '@/api/types'
import { mergeMessages, stillToShow, unreadCount } from './ledger'
import type { Pending } from './outbox'

function message(id: number, role: Message['role'] = 'bot', text = `text ${id}`): Message {
  return { id, role, text, created_at: '2026-01-05T10:00:00+08:00' }
}

function pending(shown: string, after: number): Pending<object> {
  return { client_id: `${shown}-${after}`, draft: {}, shown, after, status: 'sending' }
}

describe('merging messages', () => {
  it('keeps each id once and the order of ids', () => {
    const merged = mergeMessages([message(2), message(5)], [message(5), message(3), message(3), message(9)])
    expect(merged.map(({ id }) => id)).toEqual([2, 3, 5, 9])
  })

  it('gives back the very same list when nothing is new', () => {
    const known = [message(1), message(2)]
    expect(mergeMessages(known, [message(2)])).toBe(known)
  })

  it('puts an understood message in the place of the one that was not, and never back', () => {
    const plain = message(1, 'buyer')
    const understood = { ...plain, meta: { taught: false, intent: 'ask_size' } }
    const merged = mergeMessages([plain, message(2)], [understood])
    expect(merged).toEqual([understood, message(2)])
    expect(mergeMessages(merged, [plain])).toBe(merged)
  })
})

describe('unread messages', () => {
  it('are those of the other side after what was read', () => {
    const messages = [message(1), message(2, 'buyer'), message(3, 'agent'), message(4, 'system')]
    expect(unreadCount(messages, 1)).toBe(2)
  })
})

describe('what is still to show of the unsent', () => {
  it.each([
    ['a stored message stands for it', [message(4, 'buyer', '在吗')], [pending('在吗', 3)], 0],
    ['the same words said earlier do not', [message(3, 'buyer', '在吗')], [pending('在吗', 3)], 1],
    ['the same words of the other side do not', [message(4, 'agent', '在吗')], [pending('在吗', 3)], 1],
    [
      'one stored message stands for one draft',
      [message(4, 'buyer', '在吗')],
      [pending('在吗', 3), pending('在吗', 3)],
      1,
    ],
  ])('%s', (_name, messages, drafts, left) => {
    expect(stillToShow('buyer', messages, drafts)).toHaveLength(left)
  })
})
