import { ApiError } from '@/api/http'
import { readSse, type SseEvent } from './sse'

export type Connection = 'connecting' | 'online' | 'offline'

export interface LiveStreamOptions {
  /** Opens the stream; `lastEventId` is '' until an event carried an id. Throws ApiError when refused. */
  open: (lastEventId: string, signal: AbortSignal) => Promise<Response>
  onEvent: (event: SseEvent) => void
  onConnection: (connection: Connection) => void
  /** Runs before every connection, to fetch what streams do not repeat. Throwing counts as a failed connection. */
  beforeOpen?: () => Promise<void>
  /** A refusal that waiting cannot mend (signed out, conversation gone): the stream stops. */
  onRefused: (error: ApiError) => void
  /** Where to resume from at the start. */
  lastEventId?: string
  clock?: StreamClock
}

/** Time and chance, to be replaced in tests. */
export interface StreamClock {
  /** Resolves after so many milliseconds, or at once when `signal` fires. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** A number from 0 (included) to 1 (excluded). */
  random: () => number
}

export interface LiveStream {
  start: () => void
  stop: () => void
  /** Tries at once instead of waiting out the pause: the network came back, or the page was shown again. */
  wake: () => void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
/** The server's heartbeat comes every 15 s; after nearly three of them the line is dead though nobody said so. */
const SILENCE_MS = 40_000

/** How long to wait before the n-th try in a row (n from 1): doubling, half of it by chance so that clients spread. */
export function pauseBefore(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1))
  return Math.round(longest / 2 + (longest / 2) * random)
}

export const realClock: StreamClock = {
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const timer = setTimeout(resolve, milliseconds)
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    }),
  random: Math.random,
}

/** Keeps one event stream open: reconnects with growing pauses and resumes after the last event seen. */
export function createLiveStream(options: LiveStreamOptions): LiveStream {
  const clock = options.clock ?? realClock
  let lastEventId = options.lastEventId ?? ''
  let life: AbortController | null = null
  let pause = new AbortController()
  let failures = 0

  async function readOnce(signal: AbortSignal): Promise<void> {
    await options.beforeOpen?.()
    if (signal.aborted) return
    const attempt = new AbortController()
    const end = () => attempt.abort()
    signal.addEventListener('abort', end, { once: true })
    let silence = setTimeout(end, SILENCE_MS)
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(end, SILENCE_MS)
    }
    try {
      const response = await options.open(lastEventId, attempt.signal)
      if (!response.body) throw new ApiError(0, 'offline', 'The stream has no body')
      failures = 0
      options.onConnection('online')
      await readSse(response.body, {
        onBytes: heard,
        onEvent: (event) => {
          if (event.id !== '') lastEventId = event.id
          options.onEvent(event)
        },
      })
    } finally {
      clearTimeout(silence)
      signal.removeEventListener('abort', end)
      attempt.abort()
    }
  }

  /** The refusal that ends the stream for good, if the last reading met one. */
  async function refusalOf(signal: AbortSignal): Promise<ApiError | null> {
    try {
      await readOnce(signal)
      return null
    } catch (error) {
      return error instanceof ApiError && !error.isTemporary ? error : null
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      options.onConnection('connecting')
      const refusal = await refusalOf(signal)
      if (signal.aborted) return
      options.onConnection('offline')
      if (refusal) return options.onRefused(refusal)
      failures += 1
      pause = new AbortController()
      signal.addEventListener('abort', () => pause.abort(), { once: true })
      await clock.wait(pauseBefore(failures, clock.random()), pause.signal)
    }
  }

  return {
    start() {
      if (life) return
      life = new AbortController()
      void run(life.signal)
    },
    stop() {
      life?.abort()
      life = null
    },
    wake: () => pause.abort(),
  }
}
