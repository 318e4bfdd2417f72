import { describe, expect, it } from 'vitest'
import type { KeyStroke } from '@/keyboard/composing'
import { commandFor, type Situation } from './keyboard'

const PLAIN: KeyStroke = {
  key: '',
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  repeat: false,
}
const EMPTY: Situation = {
  target: 'composer',
  draft: '',
  taken: null,
  sendsOnSecondKey: false,
  searching: false,
  dialogOpen: false,
}
const WRITING: Situation = { ...EMPTY, draft: '您好' }
const TAKEN: Situation = { ...EMPTY, draft: '推荐的话', taken: 1, sendsOnSecondKey: true }
const PAGE: Situation = { ...EMPTY, target: 'page', draft: '您好' }

const digit = (key: string): Partial<KeyStroke> => ({ key, code: `Digit${key}` })
const alt = (code: string, key = '˜'): Partial<KeyStroke> => ({ code, key, altKey: true })

describe('the console obeys a key', () => {
  it.each<[string, Partial<KeyStroke>, Situation, object | null]>([
    ['1 in an empty composer takes the first suggestion', digit('1'), EMPTY, { do: 'take', place: 0 }],
    ['3 takes the third', digit('3'), EMPTY, { do: 'take', place: 2 }],
    ['4 is a character', digit('4'), EMPTY, null],
    ['1 in a text is a character', digit('1'), WRITING, null],
    ['1 outside the fields takes, whatever the composer holds', digit('1'), PAGE, { do: 'take', place: 0 }],
    ['1 in another field is a character', digit('1'), { ...EMPTY, target: 'other-field' }, null],
    ['1 held down takes once only', { ...digit('1'), repeat: true }, EMPTY, null],
    ['Alt+L teaches the last reply', alt('KeyL', '¬'), WRITING, { do: 'teach' }],
    ['Alt+2 takes always', alt('Digit2', '2'), WRITING, { do: 'take', place: 1 }],
    ['Alt+2 on macOS gives another character', alt('Digit2', '™'), WRITING, { do: 'take', place: 1 }],
    ['Alt+2 on the number pad', alt('Numpad2', '2'), WRITING, { do: 'take', place: 1 }],
    ['2 again sends what 2 has taken, where switched on', digit('2'), TAKEN, { do: 'send' }],
    ['2 again is a character where not switched on', digit('2'), { ...TAKEN, sendsOnSecondKey: false }, null],
    ['another number than the taken one is a character', digit('1'), TAKEN, null],
    ['2 held down does not send', { ...digit('2'), repeat: true }, TAKEN, null],
    ['2 after the taken text was edited is a character', digit('2'), { ...TAKEN, taken: null }, null],
    ['Enter sends', { key: 'Enter' }, WRITING, { do: 'send' }],
    ['Shift+Enter breaks the line', { key: 'Enter', shiftKey: true }, WRITING, null],
    ['Enter outside the composer is the button’s', { key: 'Enter' }, PAGE, null],
    ['Tab completes a text', { key: 'Tab' }, WRITING, { do: 'complete' }],
    ['Tab leaves an empty composer', { key: 'Tab' }, EMPTY, null],
    ['Shift+Tab goes back', { key: 'Tab', shiftKey: true }, WRITING, null],
    ['/ searches', { key: '/' }, EMPTY, { do: 'search' }],
    ['、 searches like /', { key: '、' }, EMPTY, { do: 'search' }],
    ['/ in a text is a character', { key: '/' }, WRITING, null],
    ['? shows the keys', { key: '?', shiftKey: true }, EMPTY, { do: 'help' }],
    ['？ in the composer is a character', { key: '？' }, EMPTY, null],
    ['？ outside shows the keys', { key: '？' }, PAGE, { do: 'help' }],
    ['? in a text is a character', { key: '?' }, WRITING, null],
    ['Alt+ArrowDown goes to the next conversation', alt('ArrowDown'), WRITING, { do: 'move', by: 1 }],
    ['Alt+ArrowUp to the one before', alt('ArrowUp'), WRITING, { do: 'move', by: -1 }],
    ['ArrowDown alone moves the cursor', { code: 'ArrowDown', key: 'ArrowDown' }, WRITING, null],
    ['Alt+N finds the next in need', alt('KeyN'), WRITING, { do: 'next' }],
    ['Alt+R returns', alt('KeyR'), WRITING, { do: 'return' }],
    ['Alt+T transfers', alt('KeyT'), WRITING, { do: 'transfer' }],
    ['Alt+E closes', alt('KeyE'), WRITING, { do: 'close' }],
    ['Alt+E held down closes once', { ...alt('KeyE'), repeat: true }, WRITING, null],
    ['Ctrl+R stays the browser’s', { key: 'r', code: 'KeyR', ctrlKey: true }, PAGE, null],
    ['Ctrl+Alt (AltGr) types characters', { ...alt('KeyE', '€'), ctrlKey: true }, WRITING, null],
    ['Escape in an empty composer dismisses', { key: 'Escape' }, EMPTY, { do: 'dismiss' }],
    ['no key acts behind a dialog', alt('KeyE'), { ...WRITING, dialogOpen: true }, null],
    ['Enter chooses a phrase while searching', { key: 'Enter' }, { ...WRITING, searching: true }, null],
  ])('%s', (_name, part, situation, command) => {
    expect(commandFor({ ...PLAIN, ...part }, situation)).toEqual(command)
  })

  it.each<[string, Partial<KeyStroke>]>([
    ['1', digit('1')],
    ['Enter', { key: 'Enter' }],
    ['Alt+E', alt('KeyE')],
    ['Alt+1', alt('Digit1', '1')],
    ['/', { key: '/' }],
    ['?', { key: '?' }],
    ['Escape', { key: 'Escape' }],
  ])('%s never acts while an input method is composing', (_name, part) => {
    for (const situation of [EMPTY, WRITING, TAKEN, PAGE]) {
      expect(commandFor({ ...PLAIN, ...part, isComposing: true }, situation)).toBeNull()
      expect(commandFor({ ...PLAIN, ...part, keyCode: 229 }, situation)).toBeNull()
    }
  })
})
