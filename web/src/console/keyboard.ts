import { isComposing, type KeyStroke } from '@/keyboard/composing'

/** What the console does on a key. `take` has the suggestion's place, from 0. */
export type Command =
  | { do: 'take'; place: number }
  | { do: 'move'; by: 1 | -1 }
  | {
      do:
        | 'send'
        | 'next'
        | 'return'
        | 'transfer'
        | 'close'
        | 'teach'
        | 'help'
        | 'search'
        | 'complete'
        | 'dismiss'
    }

/** Where the key was struck. */
export interface Situation {
  target: 'composer' | 'other-field' | 'page'
  /** What stands in the composer. */
  draft: string
  /** Place of the suggestion that stands in the composer unchanged; null if none does. */
  taken: number | null
  /** The agent wants the same number key, struck again, to send. */
  sendsOnSecondKey: boolean
  /** The list of found phrases is open and takes the arrows, Enter and Tab itself. */
  searching: boolean
  dialogOpen: boolean
}

const LETTER_COMMANDS = {
  KeyN: 'next',
  KeyR: 'return',
  KeyT: 'transfer',
  KeyE: 'close',
  KeyL: 'teach',
} as const

const DIGIT = /^(?:Digit|Numpad)([123])$/
/** `、` is what `/` gives on a Chinese layout. */
const SEARCH_KEYS = new Set(['/', '、'])

/**
 * The command of a key stroke, or null if the key keeps its ordinary meaning.
 * Alt commands go by `code`: with Alt, macOS puts other characters in `key`.
 */
export function commandFor(stroke: KeyStroke, situation: Situation): Command | null {
  if (isComposing(stroke) || stroke.ctrlKey || stroke.metaKey || situation.dialogOpen) return null
  return stroke.altKey ? altCommand(stroke) : plainCommand(stroke, situation)
}

function altCommand({ code, repeat }: KeyStroke): Command | null {
  if (code === 'ArrowUp') return { do: 'move', by: -1 }
  if (code === 'ArrowDown') return { do: 'move', by: 1 }
  if (repeat) return null
  const digit = DIGIT.exec(code)
  if (digit) return { do: 'take', place: Number(digit[1]) - 1 }
  const command = LETTER_COMMANDS[code as keyof typeof LETTER_COMMANDS]
  return command ? { do: command } : null
}

function plainCommand(stroke: KeyStroke, situation: Situation): Command | null {
  if (situation.target === 'other-field' || situation.searching) return null
  const inComposer = situation.target === 'composer'
  if (inComposer && stroke.key === 'Enter') return stroke.shiftKey ? null : { do: 'send' }
  const digit = /^[123]$/.test(stroke.key) ? Number(stroke.key) - 1 : null
  if (inComposer && situation.draft !== '') return commandInText(stroke, situation, digit)
  if (digit !== null) return stroke.repeat ? null : { do: 'take', place: digit }
  if (SEARCH_KEYS.has(stroke.key)) return { do: 'search' }
  if (stroke.key === '?' || (!inComposer && stroke.key === '？')) return { do: 'help' }
  return stroke.key === 'Escape' ? { do: 'dismiss' } : null
}

function commandInText(stroke: KeyStroke, situation: Situation, digit: number | null): Command | null {
  if (stroke.key === 'Tab' && !stroke.shiftKey) return { do: 'complete' }
  const again = digit !== null && digit === situation.taken && situation.sendsOnSecondKey && !stroke.repeat
  return again ? { do: 'send' } : null
}
