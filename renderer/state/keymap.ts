/**
 * Keys to commands. W A S D go by their place on the keyboard, everything else by its character; letters rest while a text field
 * has the focus. Keys of a command with `held` start its motion when pressed and stop it when released (motion.ts).
 */
import { DisposableStore, listen } from '../base/disposable.ts';
import type { Command, CommandRegistry, MotionName } from './app.ts';
import type { HeldMotion } from './motion.ts';

/** What a US keyboard has on a key, for keys whose shifted character is another one (`Shift+]`, `Shift+1`). */
const CHARACTER_OF_CODE: Readonly<Record<string, string>> = {
  BracketLeft: '[', BracketRight: ']', Comma: ',', Period: '.', Slash: '/', Minus: '-', Equal: '=', Quote: "'", Backslash: '\\', Semicolon: ';',
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`Digit${digit}`, String(digit)])),
};
/** These act although a text field has the focus. */
const ALWAYS = new Set(['Ctrl+K', 'Ctrl+Shift+P', 'F6', 'Shift+F6', 'Escape', 'F3', 'Shift+F3']);

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

/** The spelling to keep of a press for which the user wants a command: one that a command has already, so that this is seen; else by its character. */
export function keyOf(press: KeyPress, isTaken: (spelling: string) => boolean): string {
  const spellings = spellingsOf(press);
  const byCharacter = press.shiftKey && CHARACTER_OF_CODE[press.code] !== undefined ? spellings[2] : spellings[1];
  return spellings.find(isTaken) ?? byCharacter;
}

/** What is behind a dialog rests, wherever the focus is; Esc is then the dialog's. */
function isModalOpen(): boolean {
  return document.querySelector('dialog:modal') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=range])');
}

export function bindKeys(target: Window, commands: CommandRegistry, motion: HeldMotion, onError: (message: string) => void): Disposable {
  const store = new DisposableStore();

  /** What each key that is down keeps going, by its place on the keyboard: modifiers may be let go before it. */
  const held = new Map<string, MotionName>();
  const commandOf = (spellings: readonly string[]): Command | undefined => {
    for (const spelling of spellings) {
      const found = commands.all.peek().find((command) => command.keys.includes(spelling) && command.disabled?.() === undefined);
      if (found) return found;
    }
    return undefined;
  };

  store.add(listen(target, 'keydown', (event: KeyboardEvent) => {
    // A widget that handles its own keys (tree, menu, dialog) says so by preventing the default.
    if (event.defaultPrevented || event.isComposing || isModalOpen()) return;
    const spellings = spellingsOf(event);
    if (isTyping(event.target) && !spellings.some((spelling) => ALWAYS.has(spelling))) return;
    const command = commandOf(spellings);
    if (command === undefined) return;
    event.preventDefault();
    if (command.held !== undefined) {
      if (!event.repeat) motion.press(command.held);
      held.set(event.code, command.held);
      return;
    }
    commands.run(command.id).catch((error: unknown) => onError(error instanceof Error ? error.message : String(error)));
  }));
  store.add(listen(target, 'keyup', (event: KeyboardEvent) => {
    const motionName = held.get(event.code);
    held.delete(event.code);
    if (motionName !== undefined) motion.release(motionName);
  }));
  store.add(listen(target, 'blur', () => {
    held.clear();
    motion.releaseAll();
  }));
  return store;
}
