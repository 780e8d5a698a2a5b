/**
 * Which memories and channels a view of some nodes shows. Pure.
 * Source: legion tools/legion_prof_rs/src/state.rs, filter_output.
 */
import type { LineKey } from './lines.ts';
import { ownerNode } from './realm_ids.ts';
import { showsNode, type RunView } from './run_view.ts';

/** A copy is shown if either of its ends is, everything else by the one place that it is about. */
export function showsLine(view: RunView, { sort, srcHi, dstHi, node }: LineKey): boolean {
  switch (sort) {
    case 'copy': return showsNode(view, ownerNode(srcHi)) || showsNode(view, ownerNode(dstHi));
    case 'scatter': return showsNode(view, ownerNode(srcHi));
    case 'dp': return showsNode(view, node);
    default: return showsNode(view, ownerNode(dstHi));
  }
}
