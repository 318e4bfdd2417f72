import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/http'
import { createLiveStream, pauseBefore, type Connection, type StreamClock } from './live-stream'
import type { SseEvent } from './sse'

/** A clock whose pauses end when the test says so. */
class HeldClock implements StreamClock {
  pauses: number[] = []
  private waiting: (() => void)[] = []
  random = () => 1 - Number.EPSILON
  wait = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      this.pauses.push(milliseconds)
      this.waiting.push(resolve)
      signal.addEventListener('abort', () => resolve())
    })
  release() {
    this.waiting.splice(0).forEach((resolve) => resolve())
  }
}

function bodyOf(text: string): Response {
  return new Response(text)
}

function setUp(answers: (() => Response | Promise<Response>)[], beforeOpen?: () => Promise<void>) {
  const clock = new HeldClock()
  const events: SseEvent[] = []
  const connections: Connection[] = []
  const resumedFrom: string[] = []
  const onRefused = vi.fn()
  const stream = createLiveStream({
    clock,
    beforeOpen,
    onRefused,
    onEvent: (event) => events.push(event),
    onConnection: (connection) => connections.push(connection),
    open: async (lastEventId) => {
      resumedFrom.push(lastEventId)
      return (answers.shift() ?? (() => new Promise<Response>(() => undefined)))()
    },
  })
  return { stream, clock, events, connections, resumedFrom, onRefused }
}

const offline = () => {
  throw new ApiError(0, 'offline', 'gone')
}

describe('the pause before a try', () => {
  it('doubles, is half chance, and has an end', () => {
    expect([1, 2, 3].map((attempt) => pauseBefore(attempt, 1))).toEqual([500, 1000, 2000])
    expect(pauseBefore(1, 0)).toBe(250)
    expect(pauseBefore(50, 1)).toBe(15_000)
  })
})

describe('a live stream', () => {
  it('resumes after the last event it saw', async () => {
    const { stream, clock, events, resumedFrom } = setUp([
      () => bodyOf('id: 4\ndata: a\n\nid: 5\ndata: b\n\nid: 6\ndata: cut off'),
      () => bodyOf('id: 6\ndata: c\n\n'),
    ])
    stream.start()
    await vi.waitFor(() => expect(clock.pauses).toHaveLength(1))
    clock.release()
    await vi.waitFor(() => expect(clock.pauses).toHaveLength(2))
    expect(resumedFrom).toEqual(['', '5'])
    expect(events.map(({ data }) => data)).toEqual(['a', 'b', 'c'])
    stream.stop()
  })

  it('waits longer after each failure and shortly again after a success', async () => {
    const { stream, clock } = setUp([offline, offline, offline, () => bodyOf('data: x\n\n')])
    stream.start()
    for (const tries of [1, 2, 3, 4]) {
      await vi.waitFor(() => expect(clock.pauses).toHaveLength(tries))
      clock.release()
    }
    expect(clock.pauses).toEqual([500, 1000, 2000, 500])
    stream.stop()
  })

  it('counts a failed catching-up as a failed connection', async () => {
    const beforeOpen = vi
      .fn()
      .mockRejectedValueOnce(new ApiError(503, 'busy', 'busy'))
      .mockResolvedValue(undefined)
    const { stream, clock, resumedFrom } = setUp([], beforeOpen)
    stream.start()
    await vi.waitFor(() => expect(clock.pauses).toHaveLength(1))
    expect(resumedFrom).toEqual([])
    clock.release()
    await vi.waitFor(() => expect(resumedFrom).toEqual(['']))
    stream.stop()
  })

  it('gives up when it is refused and says so once', async () => {
    const refusal = new ApiError(401, 'unauthenticated', 'no')
    const { stream, clock, onRefused, connections } = setUp([() => Promise.reject(refusal)])
    stream.start()
    await vi.waitFor(() => expect(onRefused).toHaveBeenCalledExactlyOnceWith(refusal))
    expect(connections.at(-1)).toBe('offline')
    expect(clock.pauses).toEqual([])
  })

  it('tries at once when it is woken', async () => {
    const { stream, clock, resumedFrom } = setUp([offline])
    stream.start()
    await vi.waitFor(() => expect(clock.pauses).toHaveLength(1))
    stream.wake()
    await vi.waitFor(() => expect(resumedFrom).toHaveLength(2))
    stream.stop()
  })

  it('says nothing any more once stopped', async () => {
    const { stream, clock, connections } = setUp([offline])
    stream.start()
    await vi.waitFor(() => expect(clock.pauses).toHaveLength(1))
    stream.stop()
    const before = connections.length
    clock.release()
    await Promise.resolve()
    expect(connections).toHaveLength(before)
  })
})
