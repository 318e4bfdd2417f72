import type { Message } from '@/api/types'
import type { Pending } from './outbox'

/**
 * `known` with `incoming` merged in: each id once, in the order of ids; a message that has been understood meanwhile
 * takes the place of the one that had not.
 * Ids are strictly increasing, so a message that comes late (an answer to a fetch beside the stream) still finds its
 * place. Returns `known` itself if nothing is new, so that nothing is drawn again.
 */
export function mergeMessages(known: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  const byId = new Map(known.map((message) => [message.id, message]))
  const news = incoming.filter((message) => {
    const before = byId.get(message.id)
    const isNew = !before || (isUnderstood(message) && !isUnderstood(before))
    if (isNew) byId.set(message.id, message)
    return isNew
  })
  if (news.length === 0) return known
  return [...byId.values()].sort((one, other) => one.id - other.id)
}

/** In state `agent` a buyer's line is stored and shown first and understood a moment later. */
export function isUnderstood(message: Message): boolean {
  return Boolean(message.meta?.intent)
}

export function lastId(messages: readonly Message[]): number {
  return messages.at(-1)?.id ?? 0
}

/** How many messages of the other side came after `readUpTo`. */
export function unreadCount(messages: readonly Message[], readUpTo: number): number {
  return messages.filter((message) => message.id > readUpTo && message.role !== 'buyer').length
}

/**
 * The unsent messages still to be drawn. The stream may bring a message back before the answer to its POST, or the
 * answer may be lost: a stored message of the same role that is newer than the draft and reads the same stands for it, one for one.
 */
export function stillToShow<Draft>(
  role: 'buyer' | 'agent',
  messages: readonly Message[],
  pending: readonly Pending<Draft>[],
): readonly Pending<Draft>[] {
  const taken = new Set<number>()
  return pending.filter((draft) => {
    const stored = messages.find(
      (message) =>
        message.role === role &&
        message.id > draft.after &&
        message.text === draft.shown &&
        !taken.has(message.id),
    )
    if (stored) taken.add(stored.id)
    return !stored
  })
}
