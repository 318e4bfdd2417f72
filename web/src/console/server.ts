import { createHttp } from '@/api/http'
import type { Account, Handoff, HandoffList, IntentNames, Messages, SignedIn, Suggestions } from '@/api/types'
import type { QueueName } from './queue'
import { createTeachingServer } from './teaching/server'
import type { Feedback } from './use-of-suggestions'

export interface Turn {
  role: 'buyer' | 'agent' | 'bot'
  text: string
}

export interface Reply {
  text: string
  item_id?: string
}

/** What the suggestions are for, beside the talk: `query` is what stands in the composer. */
export interface Wanted {
  query?: string
  k?: number
  withhold?: boolean
}

export type Target = { to_agent: string } | { to_group: string }

/** The agent's calls, with the session cookie; changes carry the CSRF token that came with signing in. */
export function createDeskServer() {
  let csrf = ''
  const http = createHttp({
    base: '',
    credentials: 'same-origin',
    headers: (method) => (method === 'GET' ? ({} as Record<string, string>) : { 'X-CSRF-Token': csrf }),
  })
  const at = (id: string, rest = '') => `/api/v1/handoffs/${encodeURIComponent(id)}${rest}`

  async function signedIn(answer: Promise<SignedIn>): Promise<Account> {
    const { account, csrf: token } = await answer
    csrf = token ?? ''
    return account
  }

  return {
    me: () => signedIn(http.json('GET', '/api/v1/auth/me')),
    login: (name: string, password: string) =>
      signedIn(http.json('POST', '/api/v1/auth/login', { name, password })),
    logout: () => http.json<void>('POST', '/api/v1/auth/logout'),

    queue: async (name: QueueName): Promise<Handoff[]> =>
      (await http.json<HandoffList>('GET', `/api/v1/handoffs?state=${name}`)).items,
    handoff: (id: string) => http.json<Handoff>('GET', at(id)),
    messagesAfter: (id: string, after: number) =>
      http.json<Messages>('GET', at(id, `/messages?after=${after}`)),
    claim: (id: string) => http.json<unknown>('POST', at(id, '/claim'), {}),
    send: (id: string, reply: Reply, client_id: string) =>
      http.json<{ message_id: number }>('POST', at(id, '/messages'), { ...reply, client_id }),
    giveBack: (id: string, note: string) =>
      http.json<unknown>('POST', at(id, '/return'), note ? { note } : {}),
    transfer: (id: string, target: Target, note: string) =>
      http.json<unknown>('POST', at(id, '/transfer'), { ...target, note }),
    close: (id: string, reason: string) => http.json<unknown>('POST', at(id, '/close'), { reason }),
    picture: async (id: string, uploadId: string) =>
      (await http.raw('GET', at(id, `/uploads/${encodeURIComponent(uploadId)}`))).blob(),
    events: (lastEventId: string, signal: AbortSignal) =>
      http.raw('GET', '/api/v1/agent/events', {
        signal,
        headers: { Accept: 'text/event-stream', ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}) },
      }),

    /** Chinese names by intent. */
    intentNames: async (): Promise<Map<string, string>> => {
      const { items } = await http.json<IntentNames>('GET', '/api/v1/intents')
      return new Map(items.map(({ intent, title }) => [intent, title]))
    },
    suggestions: (turns: Turn[], conversation_id: string, wanted: Wanted = {}, signal?: AbortSignal) =>
      http.json<Suggestions>(
        'POST',
        '/api/v1/suggestions',
        { turns, conversation_id, k: 3, ...wanted },
        signal,
      ),
    feedback: (listId: string, feedback: Feedback) =>
      http.json<void>('POST', `/api/v1/suggestions/${encodeURIComponent(listId)}/feedback`, feedback),
    teaching: createTeachingServer(http),
  }
}

export type DeskServer = ReturnType<typeof createDeskServer>
