import type { components } from '@/api/schema'

type Schemas = components['schemas']

/** What the server proposes to learn of a reply. */
export type Lesson = Pick<
  Schemas['Lesson'],
  'message_id' | 'text' | 'filled' | 'questions' | 'title' | 'products' | 'product' | 'not_for_bot'
>

/** What an agent sends to teach. */
export type Teach = Schemas['Teach']

export type TaughtOnce = Pick<Schemas['TaughtOnce'], 'added' | 'message'>

/** A phrase that an agent taught, as far as a review shows it. */
export type TaughtPhrase = Pick<Schemas['PhraseView'], 'id' | 'version' | 'title' | 'text' | 'questions'> & {
  applies_to: Pick<Schemas['AppliesTo'], 'products'>
  taught: Pick<Schemas['Taught'], 'by' | 'new_questions' | 'not_for_bot'>
}

export type PhraseChanges = Partial<Pick<Schemas['PhraseView'], 'text' | 'questions'>> & {
  bot_may_send?: true
  review?: 'declined'
}

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
