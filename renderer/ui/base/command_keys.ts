/** Keys of a command as a reader sees them: `Ctrl+ArrowLeft` → `Ctrl+←`, `KeyW` → `W`. */
import type { App } from '../../state/app.ts';

const SHOWN: Readonly<Record<string, string>> = {
  ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', Space: 'Space', ' ': 'Space', Enter: 'Enter', Delete: 'Del',
  Equal: '=', Minus: '-', Comma: ',', Period: '.', Slash: '/', BracketLeft: '[', BracketRight: ']', Mod: 'Ctrl',
};

export function shownKey(combination: string): string {
  // A trailing `+` is the plus key itself.
  const parts = combination.endsWith('+') ? [...combination.slice(0, -2).split('+').filter(Boolean), '+'] : combination.split('+');
  return parts.map((part) => SHOWN[part] ?? part.replace(/^(?:Key|Digit)(?=.$)/, '')).join('+');
}

/** First key of a command, or undefined where it has none or is unknown. */
export function keysOf(app: App, id: string): string | undefined {
  const key = app.commands.all.value.find((command) => command.id === id)?.keys[0];
  return key === undefined ? undefined : shownKey(key);
}

/** Is the command in the registry? Parts of the page come up at different times. */
export function hasCommand(app: App, id: string): boolean {
  return app.commands.all.value.some((command) => command.id === id);
}
