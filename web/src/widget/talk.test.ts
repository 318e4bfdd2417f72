import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/http'
import type { Message, Messages } from '@/api/types'
import { OpenStream } from '@/stream/open-stream'
import type { ChatServer, Draft } from './chat-server'
import type { Memory, SavedSession } from './memory'
import type { Pending } from '@/outbox/outbox'
import { createTalk } from './talk'
import { texts } from './texts'

/** No pause at all, but other work gets its turn: a server that is down must not stop the test itself. */
const clock = { wait: () => new Promise<void>((resolve) => setTimeout(resolve)), random: () => 0 }

/** A chat server with one conversation per token; it stores and replays as the real one does. */
class FakeChatServer implements ChatServer {
  sessions: Parameters<ChatServer['startSession']>[0][] = []
  messages: Message[] = []
  drafts: Draft[] = []
  resumedFrom: string[] = []
  goodToken = 'token-1'
  stream: OpenStream | null = null
  isDown = false
  private byClientId = new Map<string, number>()

  private check(token: string): void {
    if (this.isDown) throw new ApiError(0, 'offline', 'gone')
    if (token !== this.goodToken) throw new ApiError(401, 'unauthenticated', 'no')
  }

  /** Stores a message; a stream that was cut does not bring it. */
  say(role: Message['role'], text: string): Message {
    const message = { id: this.messages.length + 1, role, text, created_at: '2026-01-05T10:00:00+08:00' }
    this.messages.push(message)
    this.stream?.send('message', message, message.id)
    return message
  }

  startSession: ChatServer['startSession'] = async (body) => {
    if (this.isDown) throw new ApiError(0, 'offline', 'gone')
    this.sessions.push(body)
    const shop = { name: '青禾衣铺', greeting: '', answering: { kind: 'bot' as const } }
    return { conversation_id: 'c1', token: this.goodToken, shop }
  }
  messagesAfter: ChatServer['messagesAfter'] = async (token, id): Promise<Messages> => {
    this.check(token)
    return {
      messages: this.messages.filter((message) => message.id > id),
      state: 'bot',
      answering: { kind: 'bot' },
    }
  }
  post: ChatServer['post'] = async (token, draft, clientId) => {
    this.check(token)
    if (!this.byClientId.has(clientId)) {
      this.drafts.push(draft)
      this.byClientId.set(clientId, this.say('buyer', draft.text ?? '').id)
    }
    return { message_id: this.byClientId.get(clientId) as number }
  }
  upload: ChatServer['upload'] = async () => ({ upload_id: 'u1' })
  picture: ChatServer['picture'] = async () => new Blob()
  events: ChatServer['events'] = async (token, lastEventId, signal) => {
    this.check(token)
    this.resumedFrom.push(lastEventId)
    this.stream = new OpenStream(signal)
    for (const message of this.messages) {
      if (message.id > Number(lastEventId)) this.stream.send('message', message, message.id)
    }
    return this.stream.response
  }
}

class FakeMemory implements Memory {
  kept: SavedSession | null = null
  unsent: readonly Pending<Draft>[] = []
  session = () => this.kept
  keepSession = (session: SavedSession | null) => void (this.kept = session)
  queue = () => [...this.unsent]
  keepQueue = (queue: readonly Pending<Draft>[]) => void (this.unsent = queue)
}

function setUp(server = new FakeChatServer(), memory = new FakeMemory()) {
  let ids = 0
  const talk = createTalk({ channel: 'web', server, memory, clock, newId: () => `id-${(ids += 1)}` })
  const shown = () => talk.state.messages.map(({ text }) => text)
  return { talk, server, memory, shown }
}

async function opened(parts = setUp()) {
  parts.talk.open()
  await vi.waitFor(() => expect(parts.talk.state.connection).toBe('online'))
  return parts
}

describe('a buyer’s talk', () => {
  it('asks nothing of the server before the buyer opens it', () => {
    const { talk, server } = setUp()
    talk.resume()
    expect(server.sessions).toEqual([])
    expect(talk.state.phase).toBe('idle')
  })

  it('begins with what the buyer is looking at', async () => {
    const parts = setUp()
    parts.talk.setContext({ product_id: 'p1' })
    await opened(parts)
    expect(parts.server.sessions).toEqual([
      { channel: 'web', buyer: undefined, context: { product_id: 'p1' } },
    ])
    expect(parts.talk.state.untold).toBeNull()
  })

  it('shows a sent message once, whether the answer or the stream brings it first', async () => {
    const { talk, shown } = await opened()
    talk.send('在吗')
    talk.send('在吗')
    await vi.waitFor(() => expect(talk.state.pending).toEqual([]))
    await vi.waitFor(() => expect(shown()).toEqual(['在吗', '在吗']))
  })

  it('keeps what was written offline and sends it when the line is back', async () => {
    const { talk, server } = await opened()
    server.isDown = true
    server.stream?.cut()
    talk.send('有货吗')
    await vi.waitFor(() => expect(talk.state.connection).not.toBe('online'))
    expect(talk.state.pending).toHaveLength(1)
    server.isDown = false
    talk.wake()
    await vi.waitFor(() => expect(server.messages.map(({ text }) => text)).toEqual(['有货吗']))
    talk.stop()
  })

  it('resumes a cut stream without a gap and without a double', async () => {
    const { talk, server, shown } = await opened()
    const lines = Array.from({ length: 30 }, (_, place) => `第 ${place} 句`)
    for (const [place, text] of lines.entries()) {
      if (place % 3 === 0) server.stream?.cut()
      server.say('bot', text)
      if (place % 3 === 1) server.stream?.cut()
      await vi.waitFor(() => expect(talk.state.connection).toBe('online'))
    }
    server.stream?.cut()
    await vi.waitFor(() => expect(shown()).toEqual(lines))
    talk.stop()
  })

  it('does not skip a message the stream owes when the answer to a POST runs ahead of it', async () => {
    const { talk, server, shown } = await opened()
    const cut = server.stream
    server.stream = null
    server.say('bot', '还在路上的一句')
    talk.send('在吗')
    await vi.waitFor(() => expect(shown()).toEqual(['在吗']))
    cut?.cut()
    await vi.waitFor(() => expect(shown()).toEqual(['还在路上的一句', '在吗']))
    talk.stop()
  })

  it('tells of a product the page names while the session begins', async () => {
    const { talk, server } = setUp()
    talk.open()
    talk.setContext({ product_id: 'p1' })
    await vi.waitFor(() => expect(talk.state.connection).toBe('online'))
    talk.send('这款有货吗')
    await vi.waitFor(() => expect(server.drafts).toHaveLength(1))
    expect(server.sessions[0]?.context).toEqual({})
    expect(server.drafts[0]?.card).toEqual({ product_id: 'p1' })
    talk.stop()
  })

  it('begins anew for a buyer the page names while the session begins', async () => {
    const { talk, server, memory } = setUp()
    talk.open()
    talk.identify({ external_id: 'buyer-7', issued_at: '2026-01-05T10:00:00+08:00', signature: 'ab' })
    await vi.waitFor(() => expect(memory.kept?.buyer).toBe('buyer-7'))
    expect(server.sessions.map(({ buyer }) => buyer?.external_id)).toEqual([undefined, 'buyer-7'])
    talk.stop()
  })

  it('goes on with the stored session after a reload and shows the unread', async () => {
    const { server, memory, talk } = await opened()
    talk.stop()
    server.say('bot', '您好')
    server.say('agent', '还在吗')
    const next = setUp(server, memory)
    next.talk.resume()
    await vi.waitFor(() => expect(next.talk.state.unread).toBe(2))
    expect(server.sessions).toHaveLength(1)
    next.talk.open()
    expect(next.talk.state.unread).toBe(0)
    next.talk.stop()
  })

  it('begins anew when the session is gone and sends there what was written', async () => {
    const { talk, server } = await opened()
    server.goodToken = 'token-2'
    talk.send('还在吗')
    await vi.waitFor(() => expect(server.messages.map(({ text }) => text)).toEqual(['还在吗']))
    expect(server.sessions).toHaveLength(2)
    talk.stop()
  })

  it('stops asking a server that gives sessions and then knows them no more', async () => {
    const server = new FakeChatServer()
    server.messagesAfter = async () => Promise.reject(new ApiError(401, 'unauthenticated', 'no'))
    const { talk } = setUp(server)
    talk.open()
    await vi.waitFor(() => expect(talk.state.phase).toBe('failed'))
    expect(server.sessions.length).toBeLessThan(6)
  })

  it('tells of a new product with the next message, once', async () => {
    const { talk, server } = await opened()
    talk.setContext({ product_id: 'p2' }, '睡裙')
    expect(talk.state.untold).toEqual({ id: 'p2', name: '睡裙' })
    talk.send('这款有货吗')
    talk.send('有 M 码吗')
    await vi.waitFor(() => expect(server.drafts).toHaveLength(2))
    expect(server.drafts.map(({ card }) => card?.product_id)).toEqual(['p2', undefined])
    talk.stop()
  })

  it('taps a button as a choice', async () => {
    const { talk, server } = await opened()
    const asked = server.say('bot', '您问的是哪一个?')
    talk.choose(asked, { option: 'stock', title: '有没有货' })
    await vi.waitFor(() =>
      expect(server.drafts[0]?.choice).toEqual({ message_id: asked.id, option: 'stock' }),
    )
    talk.stop()
  })

  it.each([
    ['another kind of file', new File(['x'], 'a.gif', { type: 'image/gif' }), texts.pictureWrong],
    [
      'a picture over 8 MB',
      new File([new Uint8Array(8 * 1024 * 1024 + 1)], 'a.png', { type: 'image/png' }),
      texts.pictureLarge,
    ],
  ])('refuses %s in plain words', async (_name, file, words) => {
    const { talk, server } = await opened()
    await talk.sendPicture(file)
    expect(talk.state.notice).toBe(words)
    expect(server.drafts).toEqual([])
    talk.stop()
  })

  it('takes the typing sign away when the answer comes', async () => {
    const { talk, server } = await opened()
    server.stream?.send('typing', { on: true })
    await vi.waitFor(() => expect(talk.state.typing).toBe(true))
    server.say('bot', '在的')
    await vi.waitFor(() => expect(talk.state.typing).toBe(false))
    talk.stop()
  })

  it('leaves an unknown buyer’s talk behind when the shop says who it is', async () => {
    const { talk, server } = await opened()
    const buyer = { external_id: 'b1', issued_at: '2026-01-05T10:00:00+08:00', signature: '00' }
    talk.identify(buyer)
    await vi.waitFor(() => expect(server.sessions).toHaveLength(2))
    talk.identify(buyer)
    await vi.waitFor(() => expect(talk.state.connection).toBe('online'))
    expect(server.sessions).toHaveLength(2)
    talk.stop()
  })
})
