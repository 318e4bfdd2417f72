/** The part of a KeyboardEvent the rules look at; `keyCode` is deprecated everywhere but here. */
export interface KeyStroke {
  key: string
  code: string
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  isComposing: boolean
  keyCode: number
  repeat: boolean
}

/** What browsers report as `keyCode` for a key an input method has taken. */
const TAKEN_BY_INPUT_METHOD = 229

/**
 * Whether an input method owns this key: Enter commits its text, digits choose characters.
 * Safari ends the composition before the `keydown` of the Enter that committed it, so `isComposing` alone would
 * send half a sentence there; that key still carries 229.
 */
export function isComposing(stroke: Pick<KeyStroke, 'isComposing' | 'keyCode'>): boolean {
  return stroke.isComposing || stroke.keyCode === TAKEN_BY_INPUT_METHOD
}

/** Enter alone sends; with Shift it breaks the line; while composing it belongs to the input method. */
export function isSendKey(stroke: KeyStroke): boolean {
  const plain = !stroke.shiftKey && !stroke.altKey && !stroke.ctrlKey && !stroke.metaKey
  return stroke.key === 'Enter' && plain && !isComposing(stroke)
}
