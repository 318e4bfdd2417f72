import { reactive, readonly } from 'vue'
import { ApiError } from '@/api/http'
import type { Answering, Button, ConversationState, Message, Messages, ShopFront } from '@/api/types'
import { createLiveStream, type Connection, type LiveStream, type StreamClock } from '@/stream/live-stream'
import type { SseEvent } from '@/stream/sse'
import type { BuyerIdentity, ChatServer, Draft } from './chat-server'
import { lastId, mergeMessages, unreadCount } from '@/outbox/ledger'
import type { BuyerContext, Memory, SavedSession } from './memory'
import { createOutbox, type Pending } from '@/outbox/outbox'
import { texts } from './texts'

/** A typing sign that was never taken back goes after this long. */
const TYPING_MS = 10_000
const PICTURE_TYPES = new Set(['image/jpeg', 'image/png', 'image/webp'])
const PICTURE_BYTES = 8 * 1024 * 1024
/** Answers that mean: this token leads nowhere any more. */
const SESSION_GONE = new Set([401, 404])
/** A server that takes sessions and then knows them no more must not be asked without end. */
const MOST_RENEWALS = 3
const PICTURE_SHOWN = '[图片]'

export interface TalkState {
  phase: 'idle' | 'starting' | 'ready' | 'failed'
  shop: ShopFront | null
  conversation: ConversationState
  answering: Answering
  messages: readonly Message[]
  pending: readonly Pending<Draft>[]
  connection: Connection
  typing: boolean
  unread: number
  uploading: number
  notice: string
  /** What the buyer looks at now and the conversation does not know yet. */
  untold: { id: string; name: string } | null
}

export interface TalkOptions {
  channel: string
  server: ChatServer
  memory: Memory
  newId: () => string
  clock?: StreamClock
}

/**
 * One buyer's talk: the session, the messages known, the messages on their way, and the stream that brings new ones.
 * Nothing is asked of the server before `resume` finds an old session or `open` starts one.
 */
export function createTalk({ channel, server, memory, newId, clock }: TalkOptions) {
  const state = reactive<TalkState>({
    phase: 'idle',
    shop: null,
    conversation: 'bot',
    answering: { kind: 'bot' },
    messages: [],
    pending: [],
    connection: 'connecting',
    typing: false,
    unread: 0,
    uploading: 0,
    notice: '',
    untold: null,
  })
  let session: SavedSession | null = null
  let stream: LiveStream | null = null
  let identity: BuyerIdentity | undefined
  let context: BuyerContext = {}
  let productName = ''
  let isOpen = false
  let isBeginning = false
  let renewals = 0
  /** The newest id the server itself has sent in order. The answer to a POST may run ahead of messages not yet heard. */
  let heardUpTo = 0
  let typingTimer: ReturnType<typeof setTimeout> | undefined

  const outbox = createOutbox<Draft>(
    {
      clock,
      newId,
      newest: () => lastId(state.messages),
      post: (draft, clientId) => {
        if (!session) throw new ApiError(401, 'no_session', 'No session yet')
        return server.post(session.token, draft, clientId)
      },
      onChange: (queue) => {
        state.pending = queue
        memory.keepQueue(queue)
      },
      onSent: (pending, id) => take([ownMessage(pending, id)]),
      isSessionGone: (error) => SESSION_GONE.has(error.status),
      onSessionGone: () => void renew(),
    },
    memory.queue(),
  )
  state.pending = memory.queue()

  /** A text is shown as stored at once; what carries cards or pictures comes whole from the server. */
  function ownMessage(pending: Pending<Draft>, id: number): Message {
    const stored = state.messages.find((message) => message.id === id)
    if (stored) return stored
    const payload = pending.draft.attachments
      ? { pictures: pending.draft.attachments.map((upload_id) => ({ upload_id, url: '' })) }
      : undefined
    const text = pending.draft.attachments ? (pending.draft.text ?? '') : pending.shown
    return { id, role: 'buyer', text, payload, created_at: new Date().toISOString() }
  }

  function hear(incoming: readonly Message[]): void {
    heardUpTo = Math.max(heardUpTo, lastId(incoming))
    take(incoming)
  }

  function take(incoming: readonly Message[]): void {
    const before = state.messages
    state.messages = mergeMessages(before, incoming)
    if (state.messages === before) return
    if (incoming.some((message) => message.role !== 'buyer')) setTyping(false)
    if (isOpen) markRead()
    countUnread()
  }

  function takeState(body: { state: ConversationState; answering?: Answering }): void {
    state.conversation = body.state
    if (body.answering) state.answering = body.answering
  }

  function setTyping(on: boolean): void {
    clearTimeout(typingTimer)
    state.typing = on
    if (on) typingTimer = setTimeout(() => (state.typing = false), TYPING_MS)
  }

  function countUnread(): void {
    state.unread = isOpen ? 0 : unreadCount(state.messages, session?.readUpTo ?? 0)
  }

  function markRead(): void {
    const newest = lastId(state.messages)
    if (session && newest > session.readUpTo) keep({ ...session, readUpTo: newest })
    countUnread()
  }

  function keep(next: SavedSession | null): void {
    session = next
    memory.keepSession(next)
  }

  function onEvent({ event, data }: SseEvent): void {
    const body: unknown = JSON.parse(data)
    if (event === 'message') hear([body as Message])
    else if (event === 'state') takeState(body as { state: ConversationState; answering?: Answering })
    else if (event === 'typing') setTyping((body as { on: boolean }).on)
  }

  async function catchUp(current: SavedSession): Promise<void> {
    const answer: Messages = await server.messagesAfter(current.token, heardUpTo)
    hear(answer.messages)
    takeState(answer)
    state.phase = 'ready'
    renewals = 0
    outbox.flush()
  }

  function connect(current: SavedSession): void {
    session = current
    state.shop = current.shop
    state.answering = current.shop.answering
    compareContext()
    stream?.stop()
    stream = createLiveStream({
      clock,
      beforeOpen: () => catchUp(current),
      // What catchUp fetched need not come again, whatever the stream itself has seen so far.
      open: (_streamed, signal) => server.events(current.token, String(heardUpTo || ''), signal),
      onEvent,
      onConnection: (connection) => {
        state.connection = connection
        if (connection !== 'online') setTyping(false)
      },
      onRefused: (error) => void (SESSION_GONE.has(error.status) ? renew() : (state.phase = 'failed')),
    })
    stream.start()
  }

  async function begin(): Promise<void> {
    if (isBeginning) return
    isBeginning = true
    state.phase = 'starting'
    // The page may say more while the answer is on its way: that is not what this session was begun with.
    const begunWith = { buyer: identity, context: { ...context } }
    try {
      const answer = await server.startSession({ channel, ...begunWith })
      state.messages = []
      heardUpTo = 0
      connect({
        ...answer,
        buyer: begunWith.buyer?.external_id ?? '',
        readUpTo: 0,
        told: begunWith.context,
      })
      keep(session)
    } catch {
      state.phase = 'failed'
    } finally {
      isBeginning = false
    }
    if (state.phase !== 'failed') leaveTalkOfAnother()
  }

  /** A talk begun as somebody else, or as somebody unknown, is left behind. */
  function leaveTalkOfAnother(): void {
    if (!identity || state.phase === 'idle' || session?.buyer === identity.external_id) return
    stream?.stop()
    keep(null)
    void begin()
  }

  /** The stored session is no longer good: begin a new one and send there what still waits. */
  async function renew(): Promise<void> {
    if (isBeginning) return
    stream?.stop()
    keep(null)
    renewals += 1
    if (renewals > MOST_RENEWALS) state.phase = 'failed'
    else if (isOpen || state.pending.length > 0) await begin()
    else state.phase = 'idle'
  }

  function compareContext(): void {
    const id = context.product_id
    const news = session !== null && id !== undefined && id !== session.told.product_id
    state.untold = news ? { id, name: productName } : null
  }

  /** The product the conversation does not know yet goes with the next message, as a card. */
  function cardToTell(): { product_id: string } | undefined {
    if (!state.untold || !session) return undefined
    const product_id = state.untold.id
    keep({ ...session, told: { ...session.told, product_id } })
    compareContext()
    return { product_id }
  }

  function send(text: string): void {
    const trimmed = text.trim()
    if (trimmed === '') return
    state.notice = ''
    outbox.add({ text: trimmed, card: cardToTell() }, trimmed)
    if (state.phase === 'idle' || state.phase === 'failed') void begin()
  }

  function choose(message: Message, button: Button): void {
    outbox.add({ choice: { message_id: message.id, option: button.option } }, button.title)
  }

  async function sendPicture(file: File): Promise<void> {
    state.notice = ''
    if (!PICTURE_TYPES.has(file.type)) return void (state.notice = texts.pictureWrong)
    if (file.size > PICTURE_BYTES) return void (state.notice = texts.pictureLarge)
    if (!session) return void (state.notice = texts.uploadFailed)
    state.uploading += 1
    try {
      const { upload_id } = await server.upload(session.token, file)
      outbox.add({ attachments: [upload_id] }, PICTURE_SHOWN)
    } catch {
      state.notice = texts.uploadFailed
    } finally {
      state.uploading -= 1
    }
  }

  return {
    state: readonly(state) as Readonly<TalkState>,
    send,
    choose,
    sendPicture,
    retry: outbox.retry,
    discard: outbox.discard,
    /** Goes on with the session of an earlier page, if there is one: its unread messages show on the bubble. */
    resume(): void {
      const saved = memory.session()
      const whose = identity?.external_id ?? saved?.buyer
      if (saved && saved.buyer === whose && state.phase === 'idle') connect(saved)
    },
    open(): void {
      isOpen = true
      markRead()
      if (state.phase === 'failed' || (state.phase === 'idle' && !session)) void begin()
    },
    close(): void {
      isOpen = false
    },
    /** The browser says the network is back, or the page is seen again. */
    wake(): void {
      stream?.wake()
      outbox.flush()
      if (state.phase === 'failed' && isOpen) void begin()
    },
    /** Replaces what was known: a new page is a new context. */
    setContext(next: BuyerContext, name = ''): void {
      context = next
      productName = name
      compareContext()
    },
    /** Drops the product strip without telling the conversation. */
    dropContext(): void {
      state.untold = null
    },
    /** Who the buyer is, vouched for by the shop's own site. */
    identify(buyer: BuyerIdentity): void {
      identity = buyer
      leaveTalkOfAnother()
    },
    picture(upload_id: string): Promise<Blob> {
      if (!session) throw new ApiError(401, 'no_session', 'No session yet')
      return server.picture(session.token, { upload_id })
    },
    stop(): void {
      stream?.stop()
      outbox.stop()
    },
  }
}

export type Talk = ReturnType<typeof createTalk>
