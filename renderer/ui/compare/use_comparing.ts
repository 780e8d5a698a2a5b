/** The comparison on screen, for parts that exist only while there is one. */
import type { Comparing } from '../../state/compare/comparing.ts';
import { useApp } from '../base/context.ts';

export function useComparing(): Comparing {
  const comparing = useApp().comparing.value;
  if (!comparing) throw new Error('no two runs are compared');
  return comparing;
}
