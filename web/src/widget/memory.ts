import type { ShopFront } from '@/api/types'
import type { Pending } from '@/outbox/outbox'
import type { Draft } from './chat-server'

/** What the widget remembers of a talk, so that a reload goes on with it. */
export interface SavedSession {
  conversation_id: string
  token: string
  shop: ShopFront
  /** `external_id` of the buyer the shop vouched for; '' for an unknown one. */
  buyer: string
  /** The newest message the buyer has seen with the widget open. */
  readUpTo: number
  /** The product or order the conversation already knows the buyer is looking at. */
  told: BuyerContext
}

export interface BuyerContext {
  product_id?: string
  order_id?: string
  page_url?: string
}

export interface Memory {
  session: () => SavedSession | null
  keepSession: (session: SavedSession | null) => void
  queue: () => Pending<Draft>[]
  keepQueue: (queue: readonly Pending<Draft>[]) => void
}

function read<T>(storage: Storage | null, key: string): T | null {
  try {
    return JSON.parse(storage?.getItem(key) ?? 'null') as T | null
  } catch {
    return null
  }
}

function write(storage: Storage | null, key: string, value: unknown): void {
  try {
    if (value === null) storage?.removeItem(key)
    else storage?.setItem(key, JSON.stringify(value))
  } catch {
    // Full or forbidden: the talk works, it only does not survive a reload.
  }
}

/** Reading the property alone throws where the browser blocks storage. */
function storageNamed(name: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return window[name]
  } catch {
    return null
  }
}

/**
 * Memory of one channel. The session is the browser's, shared by its tabs; the queue is the tab's own, or two tabs would
 * overwrite each other's unsent messages.
 */
export function browserMemory(channel: string): Memory {
  const sessions = storageNamed('localStorage')
  const queues = storageNamed('sessionStorage')
  const sessionKey = `xiaoer:${channel}:session`
  const queueKey = `xiaoer:${channel}:unsent`
  return {
    session: () => read<SavedSession>(sessions, sessionKey),
    keepSession: (session) => write(sessions, sessionKey, session),
    queue: () => read<Pending<Draft>[]>(queues, queueKey) ?? [],
    keepQueue: (queue) => write(queues, queueKey, queue.length > 0 ? queue : null),
  }
}
