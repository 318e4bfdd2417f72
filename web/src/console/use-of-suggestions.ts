import type { Suggestion } from '@/api/types'

/** What was put in the composer, a suggestion or the end of a sentence; when its list came and when it was taken (ms). */
export interface Taken {
  listId: string
  suggestion: Pick<Suggestion, 'item_id' | 'text'>
  place: number
  shownAt: number
  takenAt: number
}

/** The body of POST /api/v1/suggestions/{id}/feedback. Timings are milliseconds since the list was shown. */
export interface Feedback {
  action: 'accepted' | 'edited' | 'dismissed' | 'freehand'
  item_id?: string
  sent_text?: string
  timings: { shown_to_key?: number; shown_to_sent?: number }
}

const DAY_MS = 86_400_000

/** Milliseconds between, within what the server takes: a clock set back or a tab left open overnight tells nothing. */
function passed(from: number, to: number): number {
  return Math.min(DAY_MS, Math.max(0, to - from))
}

/** What a sent text says about the suggestions; `shownAt` is when the list last seen was shown, `now` in ms. */
export function feedbackOf(sent: string, taken: Taken | null, shownAt: number, now: number): Feedback {
  if (!taken) return { action: 'freehand', sent_text: sent, timings: { shown_to_sent: passed(shownAt, now) } }
  return {
    action: sent.trim() === taken.suggestion.text.trim() ? 'accepted' : 'edited',
    item_id: taken.suggestion.item_id,
    sent_text: sent,
    timings: {
      shown_to_key: passed(taken.shownAt, taken.takenAt),
      shown_to_sent: passed(taken.shownAt, now),
    },
  }
}

/** Variables the server could not fill, such as `{size_advice}`: a buyer must not get to see them. */
export function unfilledVariables(text: string): string[] {
  return [...text.matchAll(/\{[a-z][a-z0-9_]*\}/gi)].map(([name]) => name)
}

const HAN = /\p{Script=Han}/u

/** A draft without Chinese characters is a shortcode or pinyin: nothing a buyer is to read. */
export function isCode(draft: string): boolean {
  return draft.trim() !== '' && !HAN.test(draft)
}

/** What Tab makes of the draft where no sentence goes on from it: the first suggestion that does, or that of a code. */
export function completionOf(draft: string, suggestions: readonly Suggestion[]): Suggestion | null {
  const started = suggestions.find(({ text }) => text.startsWith(draft) && text !== draft)
  return started ?? (isCode(draft) ? (suggestions[0] ?? null) : null)
}

/** The stretches of `text` that were filled in where `template` has a `{variable}`, to be shown as chips. */
export function filledParts(
  text: string,
  template: string | null | undefined,
): { text: string; filled: boolean }[] {
  const whole = [{ text, filled: false }]
  if (!template || !/\{[a-z][a-z0-9_]*\}/i.test(template)) return whole
  const pieces = template.split(/\{[a-z][a-z0-9_]*\}/i)
  const pattern = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([\\s\\S]+?)')
  const match = new RegExp(`^${pattern}$`).exec(text)
  if (!match) return whole
  return pieces
    .flatMap((piece, place) => [
      { text: piece, filled: false },
      { text: match[place + 1] ?? '', filled: true },
    ])
    .filter((part) => part.text !== '')
}
