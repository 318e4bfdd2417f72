import { computed, reactive, readonly } from 'vue'
import { ApiError } from '@/api/http'
import type { Handoff, Message, Suggestion, Suggestions } from '@/api/types'
import { isUnderstood, lastId, mergeMessages, stillToShow } from '@/outbox/ledger'
import { createOutbox, type Pending } from '@/outbox/outbox'
import { createLiveStream, type Connection, type StreamClock } from '@/stream/live-stream'
import type { SseEvent } from '@/stream/sse'
import { ghostOf } from './ghost'
import { neighbour, nextInNeed, inOrder, type QueueName } from './queue'
import type { DeskServer, Reply, Target, Turn } from './server'
import { createTyping } from './typing'
import { completionOf, feedbackOf, isCode, unfilledVariables, type Taken } from './use-of-suggestions'

export type Phase = 'none' | 'loading' | 'ready' | 'error'
/** Names of texts in the catalogue under `notice`. */
export type Notice = 'alreadyClaimed' | 'illegalMove' | 'failed' | 'returned' | 'transferred' | 'closed'

export interface ShownSuggestions extends Suggestions {
  /** When they came, in ms. */
  shownAt: number
  /** What stood in the composer; '' for suggestions made from the talk alone. */
  query: string
}

interface AgentDraft {
  handoffId: string
  reply: Reply
}

interface DeskState {
  connection: Connection
  tab: QueueName
  queues: Record<QueueName, Handoff[]>
  phases: Record<QueueName, Phase>
  openId: string | null
  opened: Handoff | null
  openPhase: Phase
  messages: readonly Message[]
  /** Chinese names by intent; empty until they are fetched. */
  intentNames: ReadonlyMap<string, string>
  pending: readonly Pending<AgentDraft>[]
  suggestions: ShownSuggestions | null
  byQuery: ShownSuggestions | null
  suggestPhase: Phase
  dismissed: boolean
  drafts: Record<string, string>
  taken: Record<string, Taken | undefined>
  /** The last sentence that was ended by a phrase, by talk. */
  ended: Record<string, Taken | undefined>
  busy: boolean
}

export interface DeskOptions {
  server: DeskServer
  notify: (notice: Notice, detail?: string) => void
  onSignedOut: () => void
  newId: () => string
  now?: () => number
  clock?: StreamClock
}

/** Suggestions look at this many last turns of the talk. */
const TURNS = 12
/** Of so many last messages a buyer's line may still wait to be understood. */
const UNDERSTOOD_LATE = 20
/** Messages the server sends at most in one answer. */
const PAGE = 200
const SETTLE_MS = 150
const LONGEST_QUERY = 200
const TYPING_SETTLE_MS = 120
const MOST_FOUND = 8

/** Calls `action` once after the last of several calls close together. */
function settled(action: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(action, milliseconds)
  }
}

/** One agent's desk: the queues, the talk that is open, the suggestions for it and the replies on their way. */
export function createDesk({ server, notify, onSignedOut, newId, now = Date.now, clock }: DeskOptions) {
  const state = reactive<DeskState>({
    connection: 'connecting',
    tab: 'waiting',
    queues: { waiting: [], mine: [], all: [] },
    phases: { waiting: 'loading', mine: 'loading', all: 'loading' },
    openId: null,
    opened: null,
    openPhase: 'none',
    messages: [],
    intentNames: new Map(),
    pending: [],
    suggestions: null,
    byQuery: null,
    suggestPhase: 'none',
    dismissed: false,
    drafts: {},
    taken: {},
    ended: {},
    busy: false,
  })
  let asked = 0
  /** Tab was struck on this code before its suggestions came. */
  let tabbed = ''
  /** The newest id fetched in order. The answer to a POST may run ahead of messages not yet fetched. */
  let fetchedUpTo = 0

  const isMine = computed(() => state.opened?.state === 'agent' && state.queues.mine.some(isOpened))
  const draft = computed(() => (state.openId ? (state.drafts[state.openId] ?? '') : ''))
  const shown = computed<ShownSuggestions | null>(() => {
    if (state.dismissed) return null
    // What was typed may match nothing: what fits the talk is still there then.
    const isFound =
      draft.value !== '' && !taken.value && state.byQuery && state.byQuery.suggestions.length > 0
    return isFound ? state.byQuery : state.suggestions
  })
  const ghost = computed(() =>
    state.byQuery && !taken.value && isMine.value
      ? ghostOf(draft.value, state.byQuery.query, state.byQuery.completion)
      : '',
  )
  const taken = computed(() => (state.openId ? (state.taken[state.openId] ?? null) : null))
  const unsent = computed(() =>
    stillToShow(
      'agent',
      state.messages,
      state.pending.filter((pending) => pending.draft.handoffId === state.openId),
    ),
  )

  const outbox = createOutbox<AgentDraft>({
    clock,
    newId,
    newest: () => lastId(state.messages),
    post: (agentDraft, clientId) => server.send(agentDraft.handoffId, agentDraft.reply, clientId),
    onChange: (queue) => (state.pending = queue),
    onSent: ({ draft: sent, shown: text }, id) => {
      if (sent.handoffId !== state.openId) return
      take([{ id, role: 'agent', text, created_at: new Date(now()).toISOString() }])
    },
    isSessionGone: (error) => error.status === 401,
    onSessionGone: onSignedOut,
  })

  function isOpened(handoff: Handoff): boolean {
    return handoff.id === state.openId
  }

  function take(messages: readonly Message[]): void {
    const before = state.messages
    state.messages = mergeMessages(before, messages)
    const isNews = state.messages.length > before.length && messages.some(({ role }) => role === 'buyer')
    if (isNews) suggestSoon()
  }

  /** What went wrong, told where it has to be told; signing out ends everything else. */
  function tell(error: unknown): void {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 401) onSignedOut()
    else if (error.code === 'already_claimed') notify('alreadyClaimed')
    else if (error.code === 'illegal_move') notify('illegalMove')
    else notify('failed', error.message)
  }

  async function loadQueue(name: QueueName): Promise<void> {
    try {
      state.queues[name] = inOrder(await server.queue(name))
      state.phases[name] = 'ready'
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return onSignedOut()
      // What was there is better than nothing while the line is down.
      if (state.phases[name] !== 'ready') state.phases[name] = 'error'
    }
  }

  async function loadQueues(): Promise<void> {
    const names: QueueName[] = state.tab === 'all' ? ['waiting', 'mine', 'all'] : ['waiting', 'mine']
    await Promise.all(names.map(loadQueue))
  }
  const loadQueuesSoon = settled(() => void loadQueues(), SETTLE_MS)

  /** Fetches page by page what came after the newest message known, and anew what was not yet understood. */
  async function loadMessages(id: string): Promise<void> {
    for (let after = beforeUnderstoodLate(); ; after = fetchedUpTo) {
      const { messages } = await server.messagesAfter(id, after)
      if (state.openId !== id) return
      take(messages)
      fetchedUpTo = Math.max(fetchedUpTo, lastId(messages))
      if (messages.length < PAGE) return
    }
  }

  function beforeUnderstoodLate(): number {
    const last = state.messages.filter(({ id }) => id <= fetchedUpTo).slice(-UNDERSTOOD_LATE)
    const waiting = last.find((message) => message.role === 'buyer' && !isUnderstood(message))
    return waiting ? waiting.id - 1 : fetchedUpTo
  }

  async function loadIntentNames(): Promise<void> {
    if (state.intentNames.size === 0) state.intentNames = await server.intentNames()
  }

  async function loadOpened(id: string): Promise<void> {
    const [handoff] = await Promise.all([server.handoff(id), loadMessages(id)])
    if (state.openId !== id) return
    state.opened = handoff
    state.openPhase = 'ready'
    if (state.suggestPhase === 'none') suggestSoon()
  }

  async function open(id: string): Promise<void> {
    if (id === state.openId && state.openPhase !== 'error') return
    fetchedUpTo = 0
    typing.stop()
    Object.assign(state, {
      openId: id,
      opened: null,
      openPhase: 'loading',
      messages: [],
      suggestions: null,
      byQuery: null,
      suggestPhase: 'none',
      dismissed: false,
    })
    try {
      await loadOpened(id)
    } catch (error) {
      if (state.openId !== id) return
      state.openPhase = 'error'
      if (error instanceof ApiError && error.status === 401) onSignedOut()
    }
  }

  async function refresh(load: (id: string) => Promise<void>): Promise<void> {
    if (!state.openId) return
    try {
      await load(state.openId)
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) onSignedOut()
    }
  }
  const refreshOpened = () => refresh(loadOpened)
  // An event holds the newest message only: those before it in the same moment are fetched with it.
  const refreshMessagesSoon = settled(() => void refresh(loadMessages), SETTLE_MS)

  function turns(): Turn[] {
    return state.messages
      .filter((message) => message.role !== 'system' && message.text !== '')
      .slice(-TURNS)
      .map((message) => ({ role: message.role as Turn['role'], text: message.text }))
  }

  /** An answer that comes after a newer question is thrown away. */
  async function suggest(): Promise<void> {
    const { openId, opened } = state
    const talk = turns()
    if (!opened || talk.length === 0) return
    const mine = ++asked
    if (!state.suggestions) state.suggestPhase = 'loading'
    try {
      const answer = await server.suggestions(talk, opened.conversation_id)
      if (mine !== asked || openId !== state.openId) return
      Object.assign(state, { suggestions: { ...answer, shownAt: now(), query: '' }, dismissed: false })
      state.suggestPhase = 'ready'
    } catch {
      if (mine === asked) state.suggestPhase = 'error'
    }
  }
  const suggestSoon = settled(() => void suggest(), SETTLE_MS)

  /** Suggestions for what stands in the composer; of a long text the end, where it is being written. */
  function suggestionsFor(typed: string, k: number, signal?: AbortSignal): Promise<Suggestions> {
    const query = typed.trim().slice(-LONGEST_QUERY)
    const wanted = query ? { query, k } : { k, withhold: false }
    return server.suggestions(turns(), state.opened?.conversation_id ?? '', wanted, signal)
  }

  const typing = createTyping<Suggestions>({
    settle: TYPING_SETTLE_MS,
    ask: (typed, signal) => suggestionsFor(typed, 3, signal),
    onAnswer: (typed, answer) => {
      state.byQuery = { ...answer, shownAt: now(), query: typed }
      state.dismissed = false
      if (tabbed === typed && draft.value === typed) complete()
    },
  })
  function isSearch(text: string): boolean {
    return /^[/、]/.test(text)
  }

  function write(text: string): void {
    if (!state.openId) return
    state.drafts[state.openId] = text
    tabbed = ''
    if (text === '') startAnew(state.openId)
    else if (!taken.value && !isSearch(text) && state.opened) return typing.changed(text)
    typing.stop()
  }

  /** Emptied: what comes next is a new beginning, not an edited suggestion. */
  function startAnew(id: string): void {
    state.taken[id] = undefined
    state.ended[id] = undefined
    state.byQuery = null
  }

  /** Ends the sentence, or puts the suggestion that was meant; false where there is neither. */
  function complete(): boolean {
    if (!state.openId || !isMine.value) return false
    if (ghost.value !== '') return endSentence(state.openId)
    const list = shown.value
    const isOld = isCode(draft.value) && state.byQuery?.query !== draft.value
    if (isOld && !taken.value) {
      tabbed = draft.value
      return true
    }
    const suggestion = list && completionOf(draft.value, list.suggestions)
    if (!list || !suggestion) return false
    put(suggestion, list.suggestions.indexOf(suggestion), list)
    return true
  }

  function endSentence(id: string): boolean {
    const list = state.byQuery
    if (!list?.completion) return false
    const { item_id, text } = list.completion
    state.ended[id] = {
      listId: list.id,
      suggestion: { item_id, text },
      place: -1,
      shownAt: list.shownAt,
      takenAt: now(),
    }
    write(draft.value + ghost.value)
    return true
  }

  /** What the text to be sent came from. */
  function originOf(text: string): Taken | null {
    const ended = state.openId ? state.ended[state.openId] : null
    return taken.value ?? (ended && text.includes(ended.suggestion.text) ? ended : null)
  }

  function put(suggestion: Suggestion, place: number, list: ShownSuggestions): void {
    if (!state.openId || !isMine.value) return
    typing.stop()
    state.drafts[state.openId] = suggestion.text
    const { id: listId, shownAt } = list
    state.taken[state.openId] = { listId, suggestion, place, shownAt, takenAt: now() }
  }

  function report(listId: string, feedback: Parameters<DeskServer['feedback']>[1]): void {
    // Learning is never worth a message in the agent's way.
    server.feedback(listId, feedback).catch(() => undefined)
  }

  function send(): void {
    const { openId } = state
    const text = draft.value.trim()
    if (!openId || !isMine.value || text === '' || unfilledVariables(text).length > 0) return
    const use = originOf(text)
    const list = shown.value
    outbox.add({ handoffId: openId, reply: { text, item_id: use?.suggestion.item_id } }, text)
    const listId = use?.listId ?? list?.id
    if (listId) report(listId, feedbackOf(text, use, use?.shownAt ?? list?.shownAt ?? now(), now()))
    write('')
    state.suggestions = null
    loadQueuesSoon()
  }

  async function move(
    act: (id: string) => Promise<unknown>,
    done?: 'returned' | 'transferred' | 'closed',
  ): Promise<boolean> {
    const id = state.openId
    if (!id || state.busy) return false
    state.busy = true
    try {
      await act(id)
      if (done) notify(done)
      return true
    } catch (error) {
      tell(error)
      return false
    } finally {
      await Promise.all([loadQueues(), refreshOpened()])
      state.busy = false
    }
  }

  function onEvent({ event, data }: SseEvent): void {
    const isHere = (JSON.parse(data) as { handoff_id?: string }).handoff_id === state.openId
    if (event === 'suggestions' && isHere) suggestSoon()
    if (event === 'message' && isHere) refreshMessagesSoon()
    if (event === 'queue') void refreshOpened()
    if (event === 'queue' || event === 'message') loadQueuesSoon()
  }

  const stream = createLiveStream({
    clock,
    beforeOpen: async () => {
      await Promise.all([loadQueues(), refreshOpened(), loadIntentNames().catch(() => undefined)])
      outbox.flush()
    },
    open: server.events,
    onEvent,
    onConnection: (connection) => (state.connection = connection),
    onRefused: (error) => {
      if (error.status === 401) onSignedOut()
    },
  })

  return {
    state: readonly(state) as Readonly<DeskState>,
    isMine,
    draft,
    shown,
    taken,
    unsent,
    ghost,
    start: stream.start,
    stop(): void {
      typing.stop()
      stream.stop()
      outbox.stop()
    },
    wake: stream.wake,
    showTab(tab: QueueName): void {
      state.tab = tab
      void loadQueue(tab)
    },
    reloadQueues: () => void loadQueues(),
    open,
    openNeighbour(by: 1 | -1): void {
      const next = neighbour(state.queues[state.tab], state.openId, by)
      if (next) void open(next.id)
    },
    openNext(): boolean {
      const next = nextInNeed(state.queues.mine, state.queues.waiting, state.openId)
      if (next) {
        state.tab = next.state === 'agent' ? 'mine' : 'waiting'
        void open(next.id)
      }
      return next !== null
    },
    write,
    takeSuggestion(place: number): boolean {
      const list = shown.value
      const suggestion = list?.suggestions[place]
      if (!list || !suggestion || !isMine.value) return false
      put(suggestion, place, list)
      return true
    },
    complete,
    composing: typing.composing,
    /** Puts a phrase that was searched for. */
    takeFound(list: ShownSuggestions, place: number): boolean {
      const suggestion = list.suggestions[place]
      if (!suggestion || !isMine.value) return false
      put(suggestion, place, list)
      return true
    },
    dismiss(): void {
      const list = shown.value
      if (!list || list.suggestions.length === 0) return
      state.dismissed = true
      report(list.id, { action: 'dismissed', timings: {} })
    },
    suggestAgain: () => void suggest(),
    send,
    retry: outbox.retry,
    discard: outbox.discard,
    async claim(): Promise<void> {
      if (await move(server.claim)) state.tab = 'mine'
    },
    giveBack: (note: string) => move((id) => server.giveBack(id, note), 'returned'),
    transfer: (target: Target, note: string) =>
      move((id) => server.transfer(id, target, note), 'transferred'),
    close: (reason: string) => move((id) => server.close(id, reason), 'closed'),
    picture: (uploadId: string) => server.picture(state.openId ?? '', uploadId),
    /** Phrases by code, title, text or pinyin; with nothing to look for, those that fit the talk. */
    search: async (query: string): Promise<ShownSuggestions> => ({
      ...(await suggestionsFor(query, MOST_FOUND)),
      shownAt: now(),
      query,
    }),
  }
}

export type Desk = ReturnType<typeof createDesk>
