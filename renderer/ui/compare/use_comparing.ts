/** The comparison on screen, for parts that exist only while there is one. */
import type { App } from '../../state/app.ts';
import { useApp } from '../base/context.ts';

export function useComparing(): NonNullable<App['comparing']['value']> {
  const comparing = useApp().comparing.value;
  if (!comparing) throw new Error('no two runs are compared');
  return comparing;
}
