/** One dispatched server-sent event. */
export interface SseEvent {
  event: string
  data: string
  /** The stream's last event id when this event was dispatched; '' if none was ever sent. */
  id: string
}

export interface SseHandlers {
  onEvent: (event: SseEvent) => void
  /** The server asks to wait this many milliseconds before the next connection. */
  onRetry?: (milliseconds: number) => void
}

/**
 * Parser of `text/event-stream`, fed with text in pieces of any size
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation).
 * An event that was not ended by an empty line before the stream broke is dropped, as the standard wants:
 * the server sends it again after `Last-Event-ID`.
 */
export function createSseParser({ onEvent, onRetry }: SseHandlers): { push: (piece: string) => void } {
  let rest = ''
  let atStart = true
  let afterCarriageReturn = false
  let event = ''
  let data: string[] = []
  let id = ''

  function dispatch(): void {
    if (data.length > 0) onEvent({ event: event || 'message', data: data.join('\n'), id })
    event = ''
    data = []
  }

  function takeField(line: string): void {
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry?.(Number(value))
  }

  function takeLine(line: string): void {
    if (line === '') dispatch()
    else takeField(line)
  }

  return {
    push(piece) {
      let text = piece
      if (atStart && text !== '') {
        atStart = false
        if (text.startsWith('\uFEFF')) text = text.slice(1)
      }
      // The two halves of a CRLF may come in different pieces; together they end one line, not two.
      if (afterCarriageReturn && text !== '') {
        afterCarriageReturn = false
        if (text.startsWith('\n')) text = text.slice(1)
      }
      rest += text
      const lines = rest.split(/\r\n|\r|\n/)
      afterCarriageReturn = rest.endsWith('\r')
      rest = lines.pop() ?? ''
      lines.forEach(takeLine)
    },
  }
}

/** Reads a response's body into `handlers` until it ends. `onBytes` is called for whatever arrives, heartbeats too. */
export async function readSse(
  body: ReadableStream<Uint8Array>,
  handlers: SseHandlers & { onBytes?: () => void },
): Promise<void> {
  const parser = createSseParser(handlers)
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      handlers.onBytes?.()
      parser.push(decoder.decode(value, { stream: true }))
    }
  } finally {
    reader.releaseLock()
  }
}
