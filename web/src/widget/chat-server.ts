import { createHttp } from '@/api/http'
import type { ChatSession, Messages } from '@/api/types'
import type { BuyerContext } from './memory'

export interface BuyerIdentity {
  external_id: string
  name?: string
  issued_at: string
  signature: string
}

/** The body of POST /api/v1/chat/messages without its client_id. */
export interface Draft {
  text?: string
  attachments?: string[]
  card?: { product_id?: string; order_id?: string }
  choice?: { message_id: number; option: string }
}

export interface ChatServer {
  startSession: (body: {
    channel: string
    buyer?: BuyerIdentity
    context?: BuyerContext
  }) => Promise<ChatSession>
  messagesAfter: (token: string, id: number) => Promise<Messages>
  post: (token: string, draft: Draft, clientId: string) => Promise<{ message_id: number }>
  upload: (token: string, picture: File) => Promise<{ upload_id: string }>
  picture: (token: string, picture: { upload_id: string }) => Promise<Blob>
  events: (token: string, lastEventId: string, signal: AbortSignal) => Promise<Response>
}

/** The buyer's calls. Every one carries its token in a header, so no cookie and no token in an address. */
export function httpChatServer(base: string): ChatServer {
  const http = (token = '') =>
    createHttp({
      base,
      credentials: 'omit',
      headers: () => (token ? { Authorization: `Bearer ${token}` } : ({} as Record<string, string>)),
    })
  return {
    startSession: (body) => http().json('POST', '/api/v1/chat/sessions', body),
    messagesAfter: (token, id) => http(token).json('GET', `/api/v1/chat/messages?after=${id}`),
    post: (token, draft, client_id) =>
      http(token).json('POST', '/api/v1/chat/messages', { ...draft, client_id }),
    async upload(token, picture) {
      const form = new FormData()
      form.append('file', picture)
      return (await http(token).raw('POST', '/api/v1/chat/uploads', { body: form })).json()
    },
    async picture(token, { upload_id }) {
      const path = `/api/v1/chat/uploads/${encodeURIComponent(upload_id)}`
      return (await http(token).raw('GET', path)).blob()
    },
    events: (token, lastEventId, signal) =>
      http(token).raw('GET', '/api/v1/chat/events', {
        signal,
        headers: {
          Accept: 'text/event-stream',
          ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}),
        },
      }),
  }
}
