/** What the server proposes to learn of a reply. */
export interface Lesson {
  message_id: number | null
  text: string
  filled: string[]
  questions: string[]
  title: string
  products: string[]
  product: { id: string; name: string } | null
  not_for_bot: string[]
}

/** What an agent sends to teach. */
export interface Teach {
  conversation_id: string
  message_id: number
  text: string
  questions: string[]
  title: string
  products: string[]
}

export interface TaughtOnce {
  added: 'phrase' | 'questions' | 'nothing'
  message: string
}

export interface TaughtPhrase {
  id: string
  version: number
  title: string
  text: string
  questions: string[]
  applies_to: { products: string[] }
  taught: { by: string; new_questions: string[]; not_for_bot: string[] }
}

export type PhraseChanges = Partial<{
  text: string
  questions: string[]
  bot_may_send: true
  review: 'declined'
}>

/** One wording a line; empty lines and repeats ask nothing. */
export function wordingsIn(lines: string): string[] {
  const wordings = lines.split('\n').map((line) => line.trim())
  return [...new Set(wordings)].filter((wording) => wording !== '')
}

/** The fields that were edited; nothing for a phrase that stands as it was. */
export function editsOf(phrase: TaughtPhrase, text: string, questions: string): PhraseChanges {
  const wordings = wordingsIn(questions)
  const isSame =
    wordings.length === phrase.questions.length && wordings.every((one, at) => one === phrase.questions[at])
  return {
    ...(text.trim() === phrase.text ? {} : { text: text.trim() }),
    ...(isSame ? {} : { questions: wordings }),
  }
}

/** The reply that Alt+L teaches: the last one an agent wrote in words; null where there is none. */
export function lastReply(messages: readonly { id: number; role: string; text: string }[]): number | null {
  const replies = messages.filter(({ role, text }) => role === 'agent' && text !== '')
  return replies[replies.length - 1]?.id ?? null
}
