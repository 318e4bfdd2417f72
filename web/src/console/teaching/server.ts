import type { Http } from '@/api/http'
import type { Lesson, PhraseChanges, TaughtOnce, TaughtPhrase, Teach } from './lesson'

/** Teaching and reviewing over HTTP. */
export function createTeachingServer(http: Http) {
  return {
    /** What teaching this reply would keep. */
    lesson: (conversationId: string, messageId: number) =>
      http.json<Lesson>(
        'GET',
        `/api/v1/phrases/teach?conversation_id=${encodeURIComponent(conversationId)}&message_id=${messageId}`,
      ),
    teach: (wanted: Teach) => http.json<TaughtOnce>('POST', '/api/v1/phrases/teach', wanted),
    /** What agents taught and no trainer has looked at, at most a hundred. */
    waiting: async (): Promise<TaughtPhrase[]> =>
      (await http.json<{ items: TaughtPhrase[] }>('GET', '/api/v1/phrases?taught=waiting')).items,
    /** Fails with 412 when a colleague was faster. */
    change: async ({ id, version }: TaughtPhrase, changes: PhraseChanges): Promise<void> => {
      await http.raw('PATCH', `/api/v1/phrases/${encodeURIComponent(id)}`, {
        body: JSON.stringify(changes),
        headers: { 'Content-Type': 'application/json', 'If-Match': String(version) },
      })
    },
  }
}

export type TeachingServer = ReturnType<typeof createTeachingServer>
