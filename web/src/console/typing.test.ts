import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTyping } from './typing'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const asked: { draft: string; signal: AbortSignal; answer: (text: string) => void }[] = []
  const answered: [string, string][] = []
  const typing = createTyping<string>({
    settle: 120,
    ask: (draft, signal) => new Promise((answer) => asked.push({ draft, signal, answer })),
    onAnswer: (draft, answer) => answered.push([draft, answer]),
  })
  return { typing, asked, answered }
}

describe('asking while typing', () => {
  it('asks once for several keys', () => {
    const { typing, asked } = setUp()
    for (const draft of ['f', 'fa', 'fah']) typing.changed(draft)
    vi.advanceTimersByTime(119)
    expect(asked).toEqual([])
    vi.advanceTimersByTime(1)
    expect(asked.map(({ draft }) => draft)).toEqual(['fah'])
  })

  it('aborts the older request and hears its answer no more', async () => {
    const { typing, asked, answered } = setUp()
    typing.changed('发')
    vi.advanceTimersByTime(120)
    typing.changed('发货')
    vi.advanceTimersByTime(120)
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false])
    asked[0]?.answer('old')
    asked[1]?.answer('new')
    await vi.waitFor(() => expect(answered).toEqual([['发货', 'new']]))
  })

  it('never asks while an input method composes', () => {
    const { typing, asked } = setUp()
    typing.changed('您')
    typing.composing(true)
    vi.advanceTimersByTime(1000)
    expect(asked).toEqual([])
  })

  it.each([
    [
      'before',
      (typing: ReturnType<typeof createTyping>) => (typing.changed('发货'), typing.composing(false)),
    ],
    ['after', (typing: ReturnType<typeof createTyping>) => (typing.composing(false), typing.changed('发货'))],
  ])('asks when the text is told %s the end of the composition', (_name, end) => {
    const { typing, asked } = setUp()
    typing.composing(true)
    end(typing as ReturnType<typeof createTyping>)
    vi.advanceTimersByTime(120)
    expect(asked.map(({ draft }) => draft)).toEqual(['发货'])
  })

  it('asks nothing for blanks', () => {
    const { typing, asked } = setUp()
    typing.changed('  ')
    vi.advanceTimersByTime(120)
    expect(asked).toEqual([])
  })
})
