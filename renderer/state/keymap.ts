/**
 * Keys to commands. W A S D go by their place on the keyboard, everything else by its character; letters rest while a text field
 * has the focus. Keys of the timeline's smooth motion are held: pressed they start, released they stop (motion.ts).
 */
import { DisposableStore, listen } from '../base/disposable.ts';
import type { CommandRegistry } from './app.ts';
import type { HeldMotion, MotionName } from './motion.ts';

/** What a US keyboard has on a key, for keys whose shifted character is another one (`Shift+]`, `Shift+1`). */
const CHARACTER_OF_CODE: Readonly<Record<string, string>> = {
  BracketLeft: '[', BracketRight: ']', Comma: ',', Period: '.', Slash: '/', Minus: '-', Equal: '=', Quote: "'", Backslash: '\\', Semicolon: ';',
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`Digit${digit}`, String(digit)])),
};
const HELD: Readonly<Record<string, MotionName>> = { KeyW: 'zoomIn', KeyS: 'zoomOut', KeyA: 'panLeft', KeyD: 'panRight' };
/** These act although a text field has the focus. */
const ALWAYS = new Set(['Ctrl+K', 'F6', 'Shift+F6', 'Escape', 'F3', 'Shift+F3']);

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Spellings under which a command may name this press, most exact first. */
export function spellingsOf(press: KeyPress): string[] {
  const modifiers = (withShift: boolean): string =>
    `${press.ctrlKey || press.metaKey ? 'Ctrl+' : ''}${press.altKey ? 'Alt+' : ''}${withShift && press.shiftKey ? 'Shift+' : ''}`;
  const character = press.key === ' ' ? 'Space' : /^[a-z]$/i.test(press.key) ? press.key.toUpperCase() : press.key;
  const spellings = [`${modifiers(true)}${press.code}`, `${modifiers(true)}${character}`];
  const plain = CHARACTER_OF_CODE[press.code];
  if (plain !== undefined) spellings.push(`${modifiers(true)}${plain}`);
  // `?` and `*` are typed with Shift, which is then not part of the command's key.
  if (press.shiftKey && press.key.length === 1 && !/^[a-z0-9]$/i.test(press.key)) spellings.push(`${modifiers(false)}${press.key}`);
  return spellings;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=range])');
}

export function bindKeys(target: Window, commands: CommandRegistry, motion: HeldMotion, onError: (message: string) => void): Disposable {
  const store = new DisposableStore();

  const commandOf = (spellings: readonly string[]): string | undefined => {
    for (const spelling of spellings) {
      const found = commands.all.peek().find((command) => command.keys.includes(spelling) && command.disabled?.() === undefined);
      if (found) return found.id;
    }
    return undefined;
  };

  store.add(listen(target, 'keydown', (event: KeyboardEvent) => {
    // A widget that handles its own keys (tree, menu, dialog) says so by preventing the default.
    if (event.defaultPrevented || event.isComposing) return;
    const spellings = spellingsOf(event);
    if (isTyping(event.target) && !spellings.some((spelling) => ALWAYS.has(spelling))) return;
    const held = HELD[event.code];
    if (held && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      if (!event.repeat) motion.press(held);
      return;
    }
    const id = commandOf(spellings);
    if (id === undefined) return;
    event.preventDefault();
    commands.run(id).catch((error: unknown) => onError(error instanceof Error ? error.message : String(error)));
  }));
  store.add(listen(target, 'keyup', (event: KeyboardEvent) => {
    const held = HELD[event.code];
    if (held) motion.release(held);
  }));
  store.add(listen(target, 'blur', () => motion.releaseAll()));
  return store;
}
