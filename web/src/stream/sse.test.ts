import { describe, expect, it } from 'vitest'
import { createSseParser, readSse, type SseEvent } from './sse'

function parsed(...pieces: string[]): SseEvent[] {
  const events: SseEvent[] = []
  const parser = createSseParser({ onEvent: (event) => events.push(event) })
  pieces.forEach(parser.push)
  return events
}

describe('the event stream parser', () => {
  it.each([
    [
      'a plain event',
      'event: message\nid: 7\ndata: {"a":1}\n\n',
      { event: 'message', id: '7', data: '{"a":1}' },
    ],
    ['an event without a name', 'data: x\n\n', { event: 'message', id: '', data: 'x' }],
    ['several data lines', 'data: one\ndata: two\n\n', { event: 'message', id: '', data: 'one\ntwo' }],
    ['no space after the colon', 'event:state\ndata:x\n\n', { event: 'state', id: '', data: 'x' }],
    ['only the first space taken away', 'data:  x\n\n', { event: 'message', id: '', data: ' x' }],
    ['a field without a colon', 'data\n\n', { event: 'message', id: '', data: '' }],
    ['lines ended by CRLF', 'id: 1\r\ndata: x\r\n\r\n', { event: 'message', id: '1', data: 'x' }],
    ['lines ended by CR', 'id: 1\rdata: x\r\r', { event: 'message', id: '1', data: 'x' }],
    ['a byte order mark', '\uFEFFdata: x\n\n', { event: 'message', id: '', data: 'x' }],
    ['a colon in the data', 'data: a: b\n\n', { event: 'message', id: '', data: 'a: b' }],
  ])('reads %s', (_name, text, event) => {
    expect(parsed(text)).toEqual([event])
  })

  it.each([
    ['a heartbeat comment', ': ping\n\n'],
    ['an event without data', 'event: typing\n\n'],
    ['an event the stream broke off', 'data: x\n'],
    ['unknown fields', 'colour: red\n\n'],
  ])('says nothing of %s', (_name, text) => {
    expect(parsed(text)).toEqual([])
  })

  it('reads the same whatever pieces the text comes in', () => {
    const text =
      ': hi\r\n\r\nevent: message\r\nid: 3\r\ndata: 在吗\r\n\r\nevent: state\rdata: {}\r\rdata: y\n\n'
    const whole = parsed(text)
    expect(whole).toHaveLength(3)
    for (let size = 1; size < 9; size += 1) {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
      expect(parsed(...pieces)).toEqual(whole)
    }
  })

  it('keeps the last id for events without one and ignores ids with NUL', () => {
    expect(parsed('id: 5\ndata: a\n\nid: 6\0\ndata: b\n\n').map(({ id }) => id)).toEqual(['5', '5'])
  })

  it('does not carry the name of an event over to the next', () => {
    expect(parsed('event: typing\ndata: a\n\ndata: b\n\n').map(({ event }) => event)).toEqual([
      'typing',
      'message',
    ])
  })

  it('passes on a retry of digits only', () => {
    const retries: number[] = []
    const parser = createSseParser({ onEvent: () => undefined, onRetry: (wait) => retries.push(wait) })
    parser.push('retry: 1500\nretry: soon\nretry: -1\n\n')
    expect(retries).toEqual([1500])
  })

  it('puts characters together that were cut between two chunks of bytes', async () => {
    const bytes = new TextEncoder().encode('data: 您好\n\n')
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    const events: SseEvent[] = []
    let chunks = 0
    await readSse(body, { onEvent: (event) => events.push(event), onBytes: () => (chunks += 1) })
    expect(events.map(({ data }) => data)).toEqual(['您好'])
    expect(chunks).toBe(bytes.length)
  })
})
