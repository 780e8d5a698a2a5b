import { describe, expect, test } from 'vitest';
import { spellingsOf, type KeyPress } from '../../../../renderer/state/keymap.ts';

const press = (key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress =>
  ({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });

describe('spellings of a key press', () => {
  test.each([
    ['N', press('n', 'KeyN')],
    ['Shift+N', press('N', 'KeyN', { shiftKey: true })],
    ['KeyW', press('z', 'KeyW')],
    ['Ctrl+0', press('0', 'Digit0', { ctrlKey: true })],
    ['Ctrl++', press('+', 'Equal', { ctrlKey: true, shiftKey: true })],
    ['Ctrl+=', press('=', 'Equal', { ctrlKey: true })],
    ['?', press('?', 'Slash', { shiftKey: true })],
    ['*', press('*', 'Digit8', { shiftKey: true })],
    ['Shift+]', press('}', 'BracketRight', { shiftKey: true })],
    ['Shift+1', press('!', 'Digit1', { shiftKey: true })],
    ['Space', press(' ', 'Space')],
    ['Ctrl+Alt+-', press('-', 'Minus', { ctrlKey: true, altKey: true })],
    ['Ctrl+ArrowLeft', press('ArrowLeft', 'ArrowLeft', { ctrlKey: true })],
    ['Ctrl+ArrowLeft', press('ArrowLeft', 'ArrowLeft', { metaKey: true })],
    ['Escape', press('Escape', 'Escape')],
  ])('%s', (spelling, event) => {
    expect(spellingsOf(event)).toContain(spelling);
  });

  test('a letter with Shift is not the letter alone', () => {
    expect(spellingsOf(press('N', 'KeyN', { shiftKey: true }))).not.toContain('N');
  });
});
