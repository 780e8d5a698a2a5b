/** Choice of the colours. */
import type { ThemeChoice } from '../../state/app.ts';
import { useApp } from '../base/context.ts';
import { MenuButton } from '../base/menu.tsx';

const CHOICES: readonly (readonly [ThemeChoice, string])[] = [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark'], ['contrast', 'High contrast']];

export function ThemeMenu() {
  const { choice } = useApp().theme;
  const items = CHOICES.map(([value, label]) => ({
    label, isChosen: choice.value === value, run: () => {
      choice.value = value;
    },
  }));
  return <MenuButton icon="sunMoon" label="Theme" items={items} />;
}
