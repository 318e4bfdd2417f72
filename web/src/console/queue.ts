import type { Handoff } from '@/api/types'

export type QueueName = 'waiting' | 'mine' | 'all'
export type Lateness = 'good' | 'late' | 'bad'

/** Seconds after which a wait turns amber, then red: first for a buyer nobody has taken, then for one in a talk. */
export const LIMITS_S = { waiting: { late: 30, bad: 60 }, agent: { late: 60, bad: 180 } } as const

/** Since when this buyer waits for a word, if they do. */
export function waitsSince(handoff: Handoff): string | null {
  if (handoff.state === 'waiting') return handoff.waiting_since
  return handoff.state === 'agent' ? handoff.unanswered_since : null
}

/** Seconds from `since` to `now` (ms); never negative, whatever the two clocks say. */
export function secondsSince(since: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(since)) / 1000))
}

export function lateness(handoff: Handoff, now: number): Lateness {
  const since = waitsSince(handoff)
  if (!since) return 'good'
  const limits = handoff.state === 'waiting' ? LIMITS_S.waiting : LIMITS_S.agent
  const waited = secondsSince(since, now)
  if (waited >= limits.bad) return 'bad'
  return waited >= limits.late ? 'late' : 'good'
}

/** `m:ss`, from an hour on `h:mm:ss`. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = two(seconds % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${two(minutes)}:${rest}`
}

/** Who waits comes before who was answered; then the more urgent; then who has waited longer. */
export function inOrder(handoffs: readonly Handoff[]): Handoff[] {
  const since = (handoff: Handoff) => Date.parse(waitsSince(handoff) ?? handoff.waiting_since)
  return [...handoffs].sort(
    (one, other) =>
      Number(!waitsSince(one)) - Number(!waitsSince(other)) ||
      other.priority - one.priority ||
      since(one) - since(other) ||
      (one.id < other.id ? -1 : 1),
  )
}

/** The next buyer who needs this agent: first one of the agent's own who waits for an answer, else one nobody has taken. */
export function nextInNeed(
  mine: readonly Handoff[],
  waiting: readonly Handoff[],
  openId: string | null,
): Handoff | null {
  const unanswered = inOrder(mine).filter((handoff) => waitsSince(handoff) && handoff.id !== openId)
  return unanswered[0] ?? inOrder(waiting).find((handoff) => handoff.id !== openId) ?? null
}

/** The neighbour of `openId` in a list, without running over its ends; the first one if none is open. */
export function neighbour(handoffs: readonly Handoff[], openId: string | null, by: 1 | -1): Handoff | null {
  const place = handoffs.findIndex((handoff) => handoff.id === openId)
  if (place < 0) return handoffs[0] ?? null
  return handoffs[Math.min(handoffs.length - 1, Math.max(0, place + by))] ?? null
}
