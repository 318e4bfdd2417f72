import { ApiError } from '@/api/http'
import { pauseBefore, realClock, type StreamClock } from '@/stream/live-stream'

/** A message the server has not confirmed yet. `Draft` is its body without the `client_id`. */
export interface Pending<Draft> {
  client_id: string
  draft: Draft
  /** What its writer sees until the stored message comes: the text, or the title of the tapped button. */
  shown: string
  /** The newest message known when this was written: its stored form can only have a higher id. */
  after: number
  status: 'waiting' | 'sending' | 'refused'
  /** The server's words when it refused. */
  problem?: string
}

export interface OutboxOptions<Draft> {
  /** Sends one message; the same `client_id` twice makes one message. Throws ApiError. */
  post: (draft: Draft, clientId: string) => Promise<{ message_id: number }>
  /** Called with a copy of the queue whenever it changed; keep it over reloads. */
  onChange: (queue: readonly Pending<Draft>[]) => void
  onSent: (pending: Pending<Draft>, messageId: number) => void
  /** Whether an error means that nothing can be sent until somebody signs in anew. */
  isSessionGone: (error: ApiError) => boolean
  /** The session is gone; the queue waits until `flush` is called again. */
  onSessionGone: () => void
  newId: () => string
  /** Id of the newest message known, 0 for none. */
  newest: (draft: Draft) => number
  clock?: StreamClock
}

export interface Outbox<Draft> {
  /** `shown` is what its writer sees of it. */
  add: (draft: Draft, shown: string) => void
  /** Sends what waits, oldest first. Harmless while sending. */
  flush: () => void
  /** Puts a refused message in the queue once more. */
  retry: (clientId: string) => void
  discard: (clientId: string) => void
  /** Drops nothing, sends nothing any more. */
  stop: () => void
}

/**
 * What was written and the server has not confirmed: sent one after another, so that the order stays, and again
 * with the same `client_id` after a failure, so that a lost answer makes no second message.
 */
export function createOutbox<Draft>(
  options: OutboxOptions<Draft>,
  saved: readonly Pending<Draft>[] = [],
): Outbox<Draft> {
  const clock = options.clock ?? realClock
  let queue: Pending<Draft>[] = saved.map((pending) =>
    pending.status === 'sending' ? { ...pending, status: 'waiting' } : pending,
  )
  let busy = false
  let pause = new AbortController()
  const life = new AbortController()

  function change(next: Pending<Draft>[]): void {
    queue = next
    options.onChange(queue)
  }

  function set(clientId: string, part: Partial<Pending<Draft>>): void {
    change(queue.map((pending) => (pending.client_id === clientId ? { ...pending, ...part } : pending)))
  }

  /** True when the queue may go on. */
  async function sendOne(pending: Pending<Draft>, attempt: number): Promise<boolean> {
    set(pending.client_id, { status: 'sending' })
    try {
      const { message_id } = await options.post(pending.draft, pending.client_id)
      options.onSent(pending, message_id)
      change(queue.filter((other) => other.client_id !== pending.client_id))
      return true
    } catch (error) {
      const refusal = error instanceof ApiError ? error : new ApiError(0, 'offline', String(error))
      if (options.isSessionGone(refusal)) {
        set(pending.client_id, { status: 'waiting' })
        options.onSessionGone()
        return false
      }
      if (!refusal.isTemporary) {
        set(pending.client_id, { status: 'refused', problem: refusal.message })
        return true
      }
      set(pending.client_id, { status: 'waiting' })
      pause = new AbortController()
      await clock.wait(pauseBefore(attempt, clock.random()), pause.signal)
      return true
    }
  }

  async function drain(): Promise<void> {
    if (busy) return
    busy = true
    let attempt = 0
    let last = ''
    try {
      for (;;) {
        const next = queue.find((pending) => pending.status === 'waiting')
        if (!next || life.signal.aborted) return
        attempt = next.client_id === last ? attempt + 1 : 1
        last = next.client_id
        if (!(await sendOne(next, attempt))) return
      }
    } finally {
      busy = false
    }
  }

  return {
    add(draft, shown) {
      const after = options.newest(draft)
      change([...queue, { client_id: options.newId(), draft, shown, after, status: 'waiting' }])
      void drain()
    },
    flush() {
      pause.abort()
      void drain()
    },
    retry(clientId) {
      set(clientId, { status: 'waiting', problem: undefined })
      void drain()
    },
    discard: (clientId) => change(queue.filter((pending) => pending.client_id !== clientId)),
    stop() {
      life.abort()
      pause.abort()
    },
  }
}
