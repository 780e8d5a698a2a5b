/** Details of one item: title line, life strip, place among its like, fields, what we add, waits. */
import { useMemo } from 'preact/hooks';
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import type { Selection } from '../../state/app.ts';
import { IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { useApp, useRun } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import { MenuButton } from '../base/menu.tsx';
import { Sentence } from '../base/sentence.tsx';
import { Skeleton } from '../base/skeleton.tsx';
import { FieldList } from './field_list.tsx';
import { detailsAsJson, detailsAsMarkdown, detailsAsText } from './details_text.ts';
import { TYPE_NAMES } from './type_names.ts';
import { LaunchStrip } from './launch_strip.tsx';
import { LifeStrip } from './life_strip.tsx';
import { useLinkMode } from './link_mode.ts';
import { RankLine } from './rank_line.tsx';
import { SourcePreview } from './source_preview.tsx';
import { WaitsTable } from './waits_table.tsx';

type Shown = Omit<Extract<Selection, { type: 'item' }>, 'type'>;

/** `onClose`: it is a card, which can be closed. */
export function ItemView({ item, details, error, onClose }: Shown & { readonly onClose?: () => void }) {
  return (
    <article class="details" aria-label={item.title} data-testid="details">
      <TitleLine item={item} details={details} onClose={onClose} />
      {error !== undefined && (
        <div class="panel-state" role="alert"><p>The details could not be read: <Sentence text={error} /></p></div>
      )}
      {details === undefined && error === undefined && <Skeleton rows={5} label="Details" />}
      {details && <Body details={details} />}
    </article>
  );
}

function Body({ details }: { details: ItemDetails }) {
  const [own, added] = useMemo(() => [details.fields.filter((field) => !field.added), details.fields.filter((field) => field.added)], [details]);
  return (
    <>
      <LifeStrip details={details} />
      <FieldList fields={own} />
      {details.source && <SourcePreview source={details.source} />}
      {details.type === 'task' && <LaunchStrip details={details} />}
      {added.length > 0 && (
        <section class="added" aria-label="Added by Legion Prof">
          <h3>Added</h3>
          <FieldList fields={added} />
        </section>
      )}
      {details.waitCount > 0 && <WaitsTable details={details} />}
    </>
  );
}

function TitleLine({ item, details, onClose }: Omit<Shown, 'error'> & { readonly onClose: (() => void) | undefined }) {
  const app = useApp();
  const run = useRun();
  const track = run.track(item.track);
  const [linkMode, setLinkMode] = useLinkMode(app);
  const place = [details && TYPE_NAMES[details.type], track?.slug.replaceAll('/', ' / '), `level ${item.level}`].filter(Boolean).join(' · ');
  const copies = [
    { label: 'As text', run: () => details && void copyText(app, detailsAsText(details), 'the details as text') },
    { label: 'As Markdown', run: () => details && void copyText(app, detailsAsMarkdown(details), 'the details as Markdown') },
    ...(onClose === undefined ? [{ label: 'As a link', run: () => void app.commands.run('run.copyLink') }] : []),
    { label: 'As JSON', run: () => details && void copyText(app, detailsAsJson(details, track?.slug ?? null), 'the details as JSON') },
  ];
  return (
    <header class="details-head">
      <div class="details-title">
        <h2>{item.title}</h2>
        {item.state && <span class={`state-tag ${item.state}`}>{item.state}</span>}
        <span class="muted details-place" data-hint={track?.longName}>{place}</span>
        {details && <RankLine details={details} />}
      </div>
      <IconButton
        icon="crosshair" label="Zoom to the item" keys={keysOf(app, 'timeline.zoomToSelection')}
        onClick={() => void run.select(item.track, item.ordinal, { zoom: true, reveal: true, segmentStartNs: item.startNs })}
      />
      <MenuButton icon="copy" label="Copy the details" items={copies} />
      {onClose === undefined
        ? (
          <>
            <MenuButton
              label={`Links: ${linkMode}. What a click on a link does`} class="small" items={[
                { label: 'Links zoom to their target', isChosen: linkMode === 'zoom', run: () => setLinkMode('zoom') },
                { label: 'Links pan to their target', isChosen: linkMode === 'pan', run: () => setLinkMode('pan') },
              ]}
            >
              Links: {linkMode}
            </MenuButton>
            <IconButton icon="pin" label="Keep as a card" keys={keysOf(app, 'details.pinCard')} onClick={() => void app.commands.run('details.pinCard')} />
          </>
        )
        : <IconButton icon="close" label={`Close the card of ${item.title}`} onClick={onClose} />}
    </header>
  );
}
