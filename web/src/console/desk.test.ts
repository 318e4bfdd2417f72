import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/http'
import type { Handoff, Message, Suggestion } from '@/api/types'
import { OpenStream } from '@/stream/open-stream'
import { createDesk } from './desk'
import type { DeskServer, Reply, Turn } from './server'
import type { Feedback } from './use-of-suggestions'

/** No pause at all, but other work gets its turn: a server that is down must not stop the test itself. */
const clock = { wait: () => new Promise<void>((resolve) => setTimeout(resolve)), random: () => 0 }
const MOMENT = '2026-01-05T10:00:00+08:00'

function suggestion(text: string): Suggestion {
  return {
    item_id: `item-${text}`,
    kind: 'phrase',
    source: 'team',
    phrase_id: null,
    template: null,
    text,
    title: '',
    score: 1,
    reasons: [],
  }
}

/** A server with hand-offs in memory; a colleague can be quicker. */
class FakeDeskServer implements DeskServer {
  handoffs = new Map<string, Handoff>()
  talks = new Map<string, Message[]>()
  replies: (Reply & { client_id: string })[] = []
  reported: [string, Feedback][] = []
  asked: { turns: Turn[]; query?: string }[] = []
  offered = ['非常抱歉', '今天就发出', '稍等']
  sentences = ['您的包裹今天发出。']
  stream: OpenStream | null = null
  /** Not the desk's business. */
  teaching = {} as DeskServer['teaching']
  private ids = 0

  add(id: string, lines: string[]): void {
    this.talks.set(id, [])
    this.handoffs.set(id, {
      id,
      conversation_id: `c-${id}`,
      state: 'waiting',
      version: 1,
      reason: 'complain',
      priority: 4,
      waiting_since: MOMENT,
      claimed_at: null,
      group: null,
      agent: null,
      agent_name: null,
      buyer: { name: '王*' },
      last_message: null,
      unanswered_since: null,
      packet: { understood: [] as unknown[] } as Handoff['packet'],
    })
    lines.forEach((text) => this.say(id, 'buyer', text))
  }

  say(id: string, role: Message['role'], text: string): Message {
    const message = { id: (this.ids += 1), role, text, created_at: MOMENT }
    this.talks.get(id)?.push(message)
    return message
  }

  understand({ id }: Message, intent: string): void {
    for (const [handoffId, talk] of this.talks) {
      this.talks.set(
        handoffId,
        talk.map((message) =>
          message.id === id ? { ...message, meta: { intent, taught: false } } : message,
        ),
      )
    }
  }

  change(id: string, part: Partial<Handoff>): void {
    this.handoffs.set(id, { ...(this.handoffs.get(id) as Handoff), ...part })
  }

  me = () => Promise.reject(new ApiError(401, 'unauthenticated', 'no'))
  login = this.me
  logout = async () => undefined
  queue: DeskServer['queue'] = async (name) =>
    [...this.handoffs.values()].filter(
      ({ state, agent }) =>
        name === 'all' ||
        (name === 'waiting' ? state === 'waiting' : state === 'agent' && agent === 'xiaolin'),
    )
  handoff: DeskServer['handoff'] = async (id) => this.handoffs.get(id) as Handoff
  messagesAfter: DeskServer['messagesAfter'] = async (id, after) => ({
    messages: (this.talks.get(id) ?? []).filter((message) => message.id > after),
    state: 'waiting',
  })
  claim: DeskServer['claim'] = async (id) => {
    if (this.handoffs.get(id)?.state !== 'waiting') throw new ApiError(409, 'already_claimed', 'taken')
    this.change(id, { state: 'agent', agent: 'xiaolin' })
  }
  send: DeskServer['send'] = async (id, reply, client_id) => {
    this.replies.push({ ...reply, client_id })
    return { message_id: this.say(id, 'agent', reply.text).id }
  }
  giveBack: DeskServer['giveBack'] = async (id) => this.change(id, { state: 'returned' })
  transfer: DeskServer['transfer'] = async (id) => this.change(id, { state: 'waiting', agent: null })
  close: DeskServer['close'] = async (id) => this.change(id, { state: 'closed' })
  picture = async () => new Blob()
  events: DeskServer['events'] = async (_lastEventId, signal) => {
    this.stream = new OpenStream(signal)
    return this.stream.response
  }
  suggestions: DeskServer['suggestions'] = async (turns, _conversation, { query } = {}) => {
    this.asked.push({ turns, query })
    const texts =
      query && !/^[a-z]+$/.test(query) ? this.offered.filter((t) => t.includes(query)) : this.offered
    const whole = query ? this.sentences.find((text) => text.startsWith(query)) : undefined
    const completion =
      query && whole
        ? { text: whole, rest: whole.slice(query.length), phrase_id: 'p9', item_id: 'phrase:p9' }
        : null
    return {
      id: `list-${this.asked.length}`,
      threshold: 0,
      confidence: 1,
      suggestions: texts.map(suggestion),
      completion,
    }
  }
  feedback: DeskServer['feedback'] = async (listId, feedback) => void this.reported.push([listId, feedback])
  intentNames = async () => new Map([['ask_ship_time', '发货时间']])
}

function setUp() {
  const server = new FakeDeskServer()
  server.add('h1', ['还不发货', '急死了'])
  const notify = vi.fn()
  const onSignedOut = vi.fn()
  let ids = 0
  const desk = createDesk({
    server,
    notify,
    onSignedOut,
    clock,
    newId: () => `id-${(ids += 1)}`,
    now: () => 5000,
  })
  return { desk, server, notify, onSignedOut }
}

async function claimed() {
  const parts = setUp()
  await parts.desk.open('h1')
  await parts.desk.claim()
  await vi.waitFor(() => expect(parts.desk.shown.value?.suggestions).toHaveLength(3))
  return parts
}

describe('the agent’s desk', () => {
  it('opens a talk with its messages and suggestions for it', async () => {
    const { desk, server } = setUp()
    await desk.open('h1')
    expect(desk.state.messages.map(({ text }) => text)).toEqual(['还不发货', '急死了'])
    await vi.waitFor(() => expect(server.asked).toHaveLength(1))
    expect(server.asked[0]?.turns).toEqual([
      { role: 'buyer', text: '还不发货' },
      { role: 'buyer', text: '急死了' },
    ])
  })

  it('takes nothing into a talk that is not the agent’s', async () => {
    const { desk } = setUp()
    await desk.open('h1')
    await vi.waitFor(() => expect(desk.shown.value).not.toBeNull())
    expect(desk.takeSuggestion(0)).toBe(false)
    expect(desk.draft.value).toBe('')
  })

  it('says kindly that a colleague was quicker', async () => {
    const { desk, server, notify } = setUp()
    await desk.open('h1')
    server.change('h1', { state: 'agent', agent: 'xiaomei' })
    await desk.claim()
    expect(notify).toHaveBeenCalledExactlyOnceWith('alreadyClaimed')
    expect(desk.isMine.value).toBe(false)
    expect(desk.state.opened?.agent).toBe('xiaomei')
  })

  it('sends a suggestion unchanged and reports it accepted', async () => {
    const { desk, server } = await claimed()
    expect(desk.takeSuggestion(1)).toBe(true)
    expect(desk.draft.value).toBe('今天就发出')
    desk.send()
    await vi.waitFor(() => expect(server.replies).toHaveLength(1))
    expect(server.replies[0]).toMatchObject({ text: '今天就发出', item_id: 'item-今天就发出' })
    expect(server.reported).toMatchObject([['list-1', { action: 'accepted', item_id: 'item-今天就发出' }]])
    expect(desk.draft.value).toBe('')
    expect(desk.unsent.value).toEqual([])
  })

  it('reports a changed suggestion as edited', async () => {
    const { desk, server } = await claimed()
    desk.takeSuggestion(0)
    desk.write('非常抱歉,马上查')
    desk.send()
    expect(server.reported).toMatchObject([['list-1', { action: 'edited', sent_text: '非常抱歉,马上查' }]])
  })

  it('reports what was written after emptying the composer as freehand', async () => {
    const { desk, server } = await claimed()
    desk.takeSuggestion(0)
    desk.write('')
    desk.write('在的')
    desk.send()
    await vi.waitFor(() => expect(server.replies).toHaveLength(1))
    expect(server.replies[0]?.item_id).toBeUndefined()
    expect(server.reported).toMatchObject([['list-1', { action: 'freehand', sent_text: '在的' }]])
  })

  it('hides dismissed suggestions and reports it once', async () => {
    const { desk, server } = await claimed()
    desk.dismiss()
    desk.dismiss()
    expect(desk.shown.value).toBeNull()
    expect(server.reported).toEqual([['list-1', { action: 'dismissed', timings: {} }]])
  })

  it('does not send a text with an unfilled variable', async () => {
    const { desk, server } = await claimed()
    desk.write('建议 {size_advice} 码')
    desk.send()
    expect(server.replies).toEqual([])
    expect(desk.draft.value).toBe('建议 {size_advice} 码')
  })

  it('looks up what the agent types and goes back when it is emptied', async () => {
    const { desk, server } = await claimed()
    desk.write('今天')
    await vi.waitFor(() => expect(desk.shown.value?.query).toBe('今天'))
    expect(desk.complete()).toBe(true)
    expect(desk.draft.value).toBe('今天就发出')
    desk.write('')
    expect(desk.shown.value?.query).toBe('')
    expect(server.asked.at(-1)?.query).toBe('今天')
  })

  it('ends the sentence begun with Tab and reports where it came from', async () => {
    const { desk, server } = await claimed()
    desk.write('您的包')
    await vi.waitFor(() => expect(desk.ghost.value).toBe('裹今天发出。'))
    desk.write('您的包裹')
    expect(desk.ghost.value).toBe('今天发出。')
    expect(desk.complete()).toBe(true)
    expect(desk.draft.value).toBe('您的包裹今天发出。')
    expect(desk.ghost.value).toBe('')
    desk.write('您的包裹今天发出。请留意')
    desk.send()
    expect(server.reported).toMatchObject([
      ['list-2', { action: 'edited', item_id: 'phrase:p9', sent_text: '您的包裹今天发出。请留意' }],
    ])
  })

  it('does not credit a phrase with a sentence that was deleted again', async () => {
    const { desk, server } = await claimed()
    desk.write('您的包')
    await vi.waitFor(() => expect(desk.ghost.value).not.toBe(''))
    desk.complete()
    desk.write('您稍等')
    desk.send()
    expect(server.reported).toMatchObject([[expect.any(String), { action: 'freehand' }]])
  })

  it('keeps what fits the talk in sight when the typed text finds nothing', async () => {
    const { desk, server } = await claimed()
    desk.write('没有这样的话')
    await vi.waitFor(() => expect(server.asked.at(-1)?.query).toBe('没有这样的话'))
    expect(desk.shown.value?.suggestions).toHaveLength(3)
  })

  it('puts the first suggestion for a code, even when Tab came before the answer', async () => {
    const { desk } = await claimed()
    desk.write('fh')
    expect(desk.complete()).toBe(true)
    await vi.waitFor(() => expect(desk.draft.value).toBe('非常抱歉'))
  })

  it('asks about the end of a long text', async () => {
    const { desk, server } = await claimed()
    desk.write(`${'好'.repeat(300)}您的包`)
    await vi.waitFor(() => expect(server.asked.at(-1)?.query).toMatch(/好您的包$/))
    expect(server.asked.at(-1)?.query).toHaveLength(200)
    expect(server.asked.at(-1)?.turns).toHaveLength(2)
  })

  it('reports a phrase that was searched for', async () => {
    const { desk, server } = await claimed()
    const list = await desk.search('稍')
    expect(desk.takeFound(list, 0)).toBe(true)
    desk.send()
    expect(server.reported).toMatchObject([['list-2', { action: 'accepted', item_id: 'item-稍等' }]])
  })

  it('keeps each talk’s draft', async () => {
    const { desk, server } = await claimed()
    server.add('h2', ['在吗'])
    desk.write('写到一半')
    await desk.open('h2')
    expect(desk.draft.value).toBe('')
    await desk.open('h1')
    expect(desk.draft.value).toBe('写到一半')
  })

  it('fetches every message when an event tells of the newest only', async () => {
    const { desk, server } = await claimed()
    desk.start()
    await vi.waitFor(() => expect(desk.state.connection).toBe('online'))
    server.say('h1', 'buyer', '第一句')
    const newest = server.say('h1', 'buyer', '第二句')
    server.stream?.send('message', { handoff_id: 'h1', conversation_id: 'c-h1', message: newest })
    await vi.waitFor(() =>
      expect(desk.state.messages.map(({ text }) => text)).toEqual(['还不发货', '急死了', '第一句', '第二句']),
    )
    desk.stop()
  })

  it('learns what a line means when the server has understood it', async () => {
    const { desk, server } = await claimed()
    desk.start()
    await vi.waitFor(() => expect(desk.state.connection).toBe('online'))
    const asked = server.say('h1', 'buyer', '几时发出呢')
    const event = { handoff_id: 'h1', conversation_id: 'c-h1', message: asked }
    server.stream?.send('message', event)
    await vi.waitFor(() => expect(desk.state.messages.at(-1)?.text).toBe('几时发出呢'))
    server.understand(asked, 'ask_ship_time')
    server.stream?.send('message', event)
    await vi.waitFor(() => expect(desk.state.messages.at(-1)?.meta?.intent).toBe('ask_ship_time'))
    expect(desk.state.messages).toHaveLength(3)
    expect(desk.state.intentNames.get('ask_ship_time')).toBe('发货时间')
    desk.stop()
  })

  it('misses no message that came in just before its own reply', async () => {
    const { desk, server } = await claimed()
    server.say('h1', 'buyer', '插进来的一句')
    desk.write('在的')
    desk.send()
    await vi.waitFor(() => expect(server.replies).toHaveLength(1))
    desk.start()
    await vi.waitFor(() =>
      expect(desk.state.messages.map(({ text }) => text)).toEqual([
        '还不发货',
        '急死了',
        '插进来的一句',
        '在的',
      ]),
    )
    desk.stop()
  })

  it.each([
    ['returns', 'returned', (desk: ReturnType<typeof createDesk>) => desk.giveBack('')],
    ['closes', 'closed', (desk: ReturnType<typeof createDesk>) => desk.close('solved')],
    [
      'transfers',
      'transferred',
      (desk: ReturnType<typeof createDesk>) => desk.transfer({ to_group: '售后' }, '换货'),
    ],
  ])('%s, says so and lets go of the talk', async (_name, notice, act) => {
    const { desk, notify } = await claimed()
    expect(await act(desk)).toBe(true)
    expect(notify).toHaveBeenCalledExactlyOnceWith(notice)
    expect(desk.isMine.value).toBe(false)
  })

  it('leaves when the session is over', async () => {
    const { desk, server, onSignedOut } = setUp()
    server.handoff = async () => Promise.reject(new ApiError(401, 'unauthenticated', 'no'))
    await desk.open('h1')
    expect(onSignedOut).toHaveBeenCalledOnce()
  })
})
