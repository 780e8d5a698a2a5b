/** A moment written with the precision that the view needs: the reference's rule for `t=`. Pure. */
import { formatInterval } from '../../electron/protocol/format_time.ts';
import type { Ns, TimeSpan } from '../../electron/protocol/time.ts';

/** Unit and digits of an interval that ends at `ns` and is as long as the view: its "to" part is the moment. */
export function cursorText(ns: Ns, view: TimeSpan): string {
  const length = Math.max(1, Math.round(view.stopNs - view.startNs));
  const moment = Math.round(ns);
  const text = formatInterval({ startNs: moment - length, stopNs: moment });
  return /to (.+) \(duration/.exec(text)?.[1] ?? text;
}
