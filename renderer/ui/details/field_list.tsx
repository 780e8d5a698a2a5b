/** Fields of an item in the engine's order: name, value, links as chips; a coloured value also has a sign that needs no colour. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DetailField, FieldPart } from '../../../electron/protocol/item_api.ts';
import { messageOf } from '../../base/cancel.ts';
import { addCardOf } from '../../state/detail_cards.ts';
import { Icon } from '../base/icon.tsx';
import type { IconName } from '../base/icon.tsx';
import { useApp, useRun } from '../base/context.ts';
import { Term } from '../help/term.tsx';
import { AddFile } from '../quality/add_file.tsx';
import { linkMode } from './link_mode.ts';
import { usePreview } from './use_preview.ts';
import { partLines } from './part_lines.ts';

const TONES: Readonly<Record<string, { icon: IconName; word: string }>> = {
  gold: { icon: 'triangleAlert', word: 'worth a look' }, red: { icon: 'circleAlert', word: 'conspicuous' }, blue: { icon: 'info', word: 'odd or unknown' },
};

export function FieldList({ fields }: { fields: readonly DetailField[] }) {
  return (
    <dl class="fields">
      {fields.map((field, i) => (
        <div key={`${field.name}/${i}`} class={`field tone-${field.tone ?? 'plain'}`} data-testid="field" data-name={field.name}>
          <dt><Term name={field.name} /></dt>
          <dd class={field.name === 'Backtrace' ? 'mono' : undefined}>
            <Tone tone={field.tone} />
            {NEEDS_LOG.test(textOf(field)) && <AddFile />}
            {field.isLong ? <Folded><Parts parts={field.parts} /></Folded> : <Parts parts={field.parts} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The reference's sentences where what is spoken of is in the log of another node. Source: electron/index/item_links.ts. */
const NEEDS_LOG = /load the logfile from/;

function textOf({ parts }: DetailField): string {
  return parts.map((part) => ('text' in part ? part.text : '')).join('');
}

function Tone({ tone }: { tone: DetailField['tone'] }) {
  const shown = tone === undefined ? undefined : TONES[tone];
  return shown ? <span class="tone-icon" data-hint={shown.word}><Icon name={shown.icon} /><span class="visually-hidden">{shown.word}: </span></span> : null;
}

export function Parts({ parts }: { parts: readonly FieldPart[] }) {
  if (parts.length === 0) return <span class="muted">none</span>;
  const lines = partLines(parts);
  if (lines.length === 1) return <>{lines[0].map((part, i) => <Part key={i} part={part} />)}</>;
  return <>{lines.map((line, row) => <div key={row} class="field-line">{line.map((part, i) => <Part key={i} part={part} />)}</div>)}</>;
}

export function Part({ part }: { part: FieldPart }) {
  return 'text' in part ? <span class="field-text">{part.text}</span> : <Link link={part.link} />;
}

/** Shows its target on the timeline while the pointer is on it, and goes there, or with Ctrl opens a card of it. */
function Link({ link: { track, ordinal, title } }: { link: Extract<FieldPart, { link: unknown }>['link'] }) {
  const app = useApp();
  const run = useRun();
  const where = run.track(track);
  return (
    <button
      type="button" class="link-chip" {...usePreview(track, ordinal)} data-hint={where && `${where.longName} · click to go there, Ctrl+click for a card`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) addCardOf(app, run, track, ordinal).catch((error: unknown) => app.notify(messageOf(error), 'error'));
        else void run.select(track, ordinal, { zoom: linkMode(app) === 'zoom', reveal: true });
      }}
    >
      <span class="link-title">{title}</span>
      <Icon name="crosshair" />
    </button>
  );
}

/** Six lines, then a button that shows all of it in a box with its own scroll bar. */
export function Folded({ children }: { children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  const [isCut, setCut] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && !isOpen) setCut(element.scrollHeight > element.clientHeight + 1);
  });
  return (
    <div class="folded-frame">
      <div class={`folded ${isOpen ? 'open' : ''}`} ref={box} {...(isOpen ? { tabIndex: 0, role: 'group', 'aria-label': 'Whole text' } : {})}>{children}</div>
      {(isCut || isOpen) && <button type="button" class="text-button" onClick={() => setOpen(!isOpen)}>{isOpen ? 'Show less' : 'Show all'}</button>}
    </div>
  );
}
