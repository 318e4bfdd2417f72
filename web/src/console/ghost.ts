import type { Completion } from '@/api/types'

/**
 * What is shown behind the caret: the rest of the sentence, as far as it is not typed since `asked` was in the composer;
 * '' once something else is typed.
 */
export function ghostOf(draft: string, asked: string, completion: Completion | null | undefined): string {
  // The server does not see a blank at the end, so what goes on from before it does not go on from here.
  if (!completion || asked !== asked.trimEnd() || !draft.startsWith(asked)) return ''
  const since = draft.slice(asked.length)
  return completion.rest.startsWith(since) ? completion.rest.slice(since.length) : ''
}
