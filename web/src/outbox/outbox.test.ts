import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/http'
import type { StreamClock } from '@/stream/live-stream'
import { createOutbox, type Pending } from './outbox'

interface Draft {
  text: string
}

const clock: StreamClock = { wait: () => Promise.resolve(), random: () => 0 }
const offline = new ApiError(0, 'offline', 'gone')

/** A server that does what it is told for each post, then takes everything; it knows a client_id it has seen. */
class ScriptedServer {
  stored: string[] = []
  posts: string[] = []
  private ids = new Map<string, number>()
  constructor(private script: ('lost' | 'offline' | ApiError)[] = []) {}

  post = async (draft: Draft, clientId: string) => {
    this.posts.push(`${clientId}:${draft.text}`)
    const fate = this.script.shift()
    if (fate === 'offline') throw offline
    if (fate instanceof ApiError) throw fate
    if (!this.ids.has(clientId)) {
      this.stored.push(draft.text)
      this.ids.set(clientId, this.stored.length)
    }
    if (fate === 'lost') throw offline
    return { message_id: this.ids.get(clientId) as number }
  }
}

function setUp(server: ScriptedServer, saved: Pending<Draft>[] = []) {
  let queue: readonly Pending<Draft>[] = saved
  let ids = 0
  const onSessionGone = vi.fn()
  const sent: number[] = []
  const outbox = createOutbox<Draft>(
    {
      clock,
      post: server.post,
      onChange: (next) => (queue = next),
      onSent: (_pending, id) => sent.push(id),
      isSessionGone: (error) => error.status === 401,
      onSessionGone,
      newId: () => `c${(ids += 1)}`,
      newest: () => 0,
    },
    saved,
  )
  return { outbox, sent, onSessionGone, queue: () => queue }
}

describe('the outbox', () => {
  it('sends in the order of writing, one after another', async () => {
    const server = new ScriptedServer()
    const { outbox, queue } = setUp(server)
    for (const text of ['一', '二', '三']) outbox.add({ text }, text)
    await vi.waitFor(() => expect(queue()).toEqual([]))
    expect(server.stored).toEqual(['一', '二', '三'])
  })

  it('sends again with the same client_id after a failure, keeping the order', async () => {
    const server = new ScriptedServer(['offline', 'offline'])
    const { outbox, queue } = setUp(server)
    outbox.add({ text: '一' }, '一')
    outbox.add({ text: '二' }, '二')
    await vi.waitFor(() => expect(queue()).toEqual([]))
    expect(server.posts).toEqual(['c1:一', 'c1:一', 'c1:一', 'c2:二'])
    expect(server.stored).toEqual(['一', '二'])
  })

  it('makes one message of a post whose answer was lost', async () => {
    const server = new ScriptedServer(['lost'])
    const { outbox, sent, queue } = setUp(server)
    outbox.add({ text: '在吗' }, '在吗')
    await vi.waitFor(() => expect(queue()).toEqual([]))
    expect(server.stored).toEqual(['在吗'])
    expect(sent).toEqual([1])
  })

  it('marks what was refused, sends the rest, and tries the refused again on demand', async () => {
    const server = new ScriptedServer([new ApiError(422, 'invalid', '太长了')])
    const { outbox, queue } = setUp(server)
    outbox.add({ text: '长' }, '长')
    outbox.add({ text: '短' }, '短')
    await vi.waitFor(() => expect(server.stored).toEqual(['短']))
    expect(queue()).toMatchObject([{ client_id: 'c1', status: 'refused', problem: '太长了' }])
    outbox.retry('c1')
    await vi.waitFor(() => expect(server.stored).toEqual(['短', '长']))
  })

  it('keeps everything when the session is gone, until it is flushed', async () => {
    const server = new ScriptedServer([new ApiError(401, 'unauthenticated', 'no')])
    const { outbox, onSessionGone, queue } = setUp(server)
    outbox.add({ text: '一' }, '一')
    outbox.add({ text: '二' }, '二')
    await vi.waitFor(() => expect(onSessionGone).toHaveBeenCalledOnce())
    expect(queue().map(({ status }) => status)).toEqual(['waiting', 'waiting'])
    outbox.flush()
    await vi.waitFor(() => expect(server.stored).toEqual(['一', '二']))
  })

  it('goes on after a reload with what was being sent then', async () => {
    const server = new ScriptedServer()
    const { outbox } = setUp(server, [
      { client_id: 'old', draft: { text: '旧' }, shown: '旧', after: 0, status: 'sending' },
    ])
    outbox.flush()
    await vi.waitFor(() => expect(server.posts).toEqual(['old:旧']))
  })

  it('forgets what is discarded', async () => {
    const server = new ScriptedServer([new ApiError(422, 'invalid', 'no')])
    const { outbox, queue } = setUp(server)
    outbox.add({ text: '错' }, '错')
    await vi.waitFor(() => expect(queue()[0]?.status).toBe('refused'))
    outbox.discard('c1')
    expect(queue()).toEqual([])
  })
})
