import { describe, expect, it } from 'vitest'
import { isComposing, isSendKey, type KeyStroke } from './composing'

function stroke(part: Partial<KeyStroke>): KeyStroke {
  return {
    key: '',
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
    keyCode: 0,
    repeat: false,
    ...part,
  }
}

describe('a key belongs to the input method', () => {
  it.each([
    ['while it is composing', { isComposing: true }, true],
    ['when Safari has ended the composition but the key still carries 229', { keyCode: 229 }, true],
    ['never otherwise', { keyCode: 13 }, false],
  ])('%s', (_name, part, belongs) => {
    expect(isComposing(stroke(part))).toBe(belongs)
  })
})

describe('a key sends', () => {
  it.each([
    ['Enter alone', { key: 'Enter' }, true],
    ['not Enter that commits a composition', { key: 'Enter', isComposing: true }, false],
    ['not Enter with 229', { key: 'Enter', keyCode: 229 }, false],
    ['not Shift+Enter, which breaks the line', { key: 'Enter', shiftKey: true }, false],
    ['not Alt+Enter', { key: 'Enter', altKey: true }, false],
    ['not Ctrl+Enter', { key: 'Enter', ctrlKey: true }, false],
    ['not another key', { key: 'e' }, false],
  ])('%s', (_name, part, sends) => {
    expect(isSendKey(stroke(part))).toBe(sends)
  })
})
