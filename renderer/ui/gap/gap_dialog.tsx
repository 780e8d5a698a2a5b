/** What is known about an idle time, sentence by sentence, each with the item that it speaks of. */
import type { ItemAt } from '../../../electron/protocol/item_api.ts';
import { formatInterval, formatTime } from '../../../electron/protocol/format_time.ts';
import { useRun } from '../base/context.ts';
import { Dialog } from '../base/dialog.tsx';
import { FieldList, Part } from '../details/field_list.tsx';
import type { ExplainedGap } from './explain_gap.ts';

export function GapDialog({ explained: { track, gap, before, after, reasons }, onClose }: { readonly explained: ExplainedGap; readonly onClose: () => void }) {
  const place = useRun().track(track);
  return (
    <Dialog title={`${place?.longName ?? 'The track'} is idle for ${formatTime(gap.stopNs - gap.startNs)}`} class="gap-dialog" onClose={onClose}>
      <div class="gap-body" onClick={(event) => (event.target as Element).closest('.link-chip') && onClose()}>
        <p class="muted">{formatInterval(gap)}</p>
        <p>{before ? <>It had done <ItemLink item={before} /></> : 'Nothing was done on it before.'}</p>
        <p>{after ? <>It then went on with <ItemLink item={after} /></> : 'Nothing is done on it any more.'}</p>
        {after && (reasons.length > 0
          ? <><h3>Why not earlier</h3><FieldList fields={reasons} /></>
          : <p>The log does not record why that did not begin earlier.</p>)}
      </div>
    </Dialog>
  );
}

function ItemLink({ item: { track, ordinal, title, startNs, stopNs } }: { readonly item: ItemAt }) {
  const run = useRun().id;
  return <Part part={{ link: { run, track, ordinal, title, startNs, stopNs } }} />;
}
