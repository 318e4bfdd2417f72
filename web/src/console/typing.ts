/** Asks while somebody types: once after the last of several keys, never while an input method composes. */
export interface TypingOptions<T> {
  /** Called with what stands in the composer; the signal fires as soon as something else does. */
  ask: (draft: string, signal: AbortSignal) => Promise<T>
  onAnswer: (draft: string, answer: T) => void
  /** Milliseconds without a key. */
  settle: number
}

export function createTyping<T>({ ask, onAnswer, settle }: TypingOptions<T>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | null = null
  let isComposing = false
  /** What came while composing: the end of a composition may be told after the text it gave. */
  let waiting: string | null = null

  function stop(): void {
    clearTimeout(timer)
    waiting = null
    asking?.abort()
    asking = null
  }

  async function askFor(draft: string): Promise<void> {
    const mine = new AbortController()
    asking = mine
    try {
      const answer = await ask(draft, mine.signal)
      if (!mine.signal.aborted) onAnswer(draft, answer)
    } catch {
      // What was there stays; the next key asks again.
    } finally {
      if (asking === mine) asking = null
    }
  }

  /** The composer holds something else now. */
  function changed(draft: string): void {
    stop()
    if (isComposing) waiting = draft
    else if (draft.trim() !== '') timer = setTimeout(() => void askFor(draft), settle)
  }

  /** Letters on their way to become characters are nobody's text yet. */
  function composing(on: boolean): void {
    isComposing = on
    if (on) return stop()
    if (waiting !== null) changed(waiting)
  }

  return { changed, composing, stop }
}
