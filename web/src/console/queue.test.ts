import { describe, expect, it } from 'vitest'
import type { Handoff } from '@/api/types'
import { clockText, inOrder, lateness, neighbour, nextInNeed, secondsSince } from './queue'

const NOW = Date.parse('2026-01-05T10:00:00+08:00')
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString()

function handoff(id: string, part: Partial<Handoff> = {}): Handoff {
  return {
    id,
    conversation_id: `c-${id}`,
    state: 'waiting',
    version: 1,
    reason: 'haggle',
    priority: 2,
    waiting_since: ago(10),
    claimed_at: null,
    group: null,
    agent: null,
    agent_name: null,
    buyer: { name: '王*' },
    last_message: null,
    unanswered_since: null,
    packet: {} as Handoff['packet'],
    ...part,
  }
}

const talking = (id: string, unanswered: number | null) =>
  handoff(id, { state: 'agent', unanswered_since: unanswered === null ? null : ago(unanswered) })

describe('a timer', () => {
  it.each([
    ['a fresh wait is green', handoff('a', { waiting_since: ago(29) }), 'good'],
    ['half a minute is amber', handoff('a', { waiting_since: ago(30) }), 'late'],
    ['a minute is red', handoff('a', { waiting_since: ago(60) }), 'bad'],
    ['in a talk a minute is amber', talking('a', 60), 'late'],
    ['in a talk three minutes are red', talking('a', 180), 'bad'],
    ['who was answered does not wait', talking('a', null), 'good'],
    ['who is gone does not wait', handoff('a', { state: 'closed', waiting_since: ago(999) }), 'good'],
  ])('%s', (_name, one, level) => {
    expect(lateness(one, NOW)).toBe(level)
  })

  it.each([
    [0, '00:00'],
    [75, '01:15'],
    [3599, '59:59'],
    [3661, '1:01:01'],
  ])('of %i seconds reads %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text)
  })

  it('is never negative, though the clocks differ', () => {
    expect(secondsSince(ago(-5), NOW)).toBe(0)
  })
})

describe('the queue', () => {
  it('puts the urgent first, then who has waited longest', () => {
    const list = [
      handoff('new', { waiting_since: ago(5) }),
      handoff('old', { waiting_since: ago(50) }),
      handoff('urgent', { priority: 4, waiting_since: ago(1) }),
    ]
    expect(inOrder(list).map(({ id }) => id)).toEqual(['urgent', 'old', 'new'])
  })

  it('puts those who were answered last', () => {
    const list = [{ ...talking('answered', null), priority: 4 }, talking('unanswered', 5)]
    expect(inOrder(list).map(({ id }) => id)).toEqual(['unanswered', 'answered'])
  })

  it('has neighbours, and ends', () => {
    const list = [handoff('a'), handoff('b')]
    expect(neighbour(list, 'a', 1)?.id).toBe('b')
    expect(neighbour(list, 'b', 1)?.id).toBe('b')
    expect(neighbour(list, 'a', -1)?.id).toBe('a')
    expect(neighbour(list, null, 1)?.id).toBe('a')
    expect(neighbour([], null, 1)).toBeNull()
  })
})

describe('the next in need', () => {
  it('is an unanswered buyer of mine before one nobody has taken', () => {
    const mine = [talking('answered', null), talking('unanswered', 20)]
    expect(nextInNeed(mine, [handoff('w', { priority: 4 })], null)?.id).toBe('unanswered')
  })

  it('is not the one already open', () => {
    expect(nextInNeed([talking('a', 20)], [handoff('w')], 'a')?.id).toBe('w')
  })

  it('is nobody when all were answered', () => {
    expect(nextInNeed([talking('a', null)], [], null)).toBeNull()
  })
})
