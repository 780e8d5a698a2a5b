/** What gives items their colours, with a legend of what has the most time in view: a click finds all items of a value. */
import { useEffect, useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { EngineMethods } from '../../../electron/protocol/engine_api.ts';
import { COLOR_MODES, RAMP_STEPS, type ColorMode } from '../../../electron/protocol/tiles.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { toHex } from '../../base/color_math.ts';
import { paletteOf, PALETTES } from '../../base/palettes.ts';
import { THEMES } from '../../base/theme.ts';
import { afterRest } from '../../base/rest.ts';
import { MODE_NAMES, PALETTE_NAMES } from '../../state/color_commands.ts';
import { Choice } from '../base/choice.tsx';
import { useApp, useRun } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { RulesEditor } from './rules_editor.tsx';

type Legend = EngineMethods['color.legend']['result'];

const REST_MS = 150;
const RAMPS: Readonly<Partial<Record<ColorMode, readonly [least: string, most: string]>>> = { duration: ['1 us and less', '10 s and more'], size: ['256 B and less', '256 GiB and more'] };

export function ColorPanel({ onFound }: { readonly onFound: () => void }) {
  const app = useApp();
  const { mode, palette } = useRun().coloring;
  const colors = paletteOf(THEMES[app.theme.effective.value], mode.value, palette.value);
  const ramp = RAMPS[mode.value];
  const hasPalette = ramp === undefined && mode.value !== 'state' && mode.value !== 'rules';
  return (
    <>
      <label class="color-by">
        Colour by{' '}
        <select value={mode.value} onChange={(event) => { mode.value = COLOR_MODES.find((known) => known === event.currentTarget.value) ?? 'task'; }}>
          {COLOR_MODES.map((known) => <option key={known} value={known}>{MODE_NAMES[known]}</option>)}
        </select>
      </label>
      {ramp !== undefined && <Ramp colors={colors} ends={ramp} />}
      {mode.value === 'rules' ? <RulesEditor colors={colors} /> : ramp === undefined && <Values colors={colors} onFound={onFound} />}
      {hasPalette && <Choice name="palette" legend="Palette" value={palette.value} onChange={(next) => { palette.value = next; }} options={PALETTES.map((name) => [name, PALETTE_NAMES[name]] as const)} />}
    </>
  );
}

function Ramp({ colors, ends: [least, most] }: { readonly colors: Uint32Array; readonly ends: readonly [string, string] }) {
  return (
    <div class="color-ramp" role="img" aria-label={`From ${least} to ${most}, in equal ratios`}>
      <span class="muted">{least}</span>
      {Array.from({ length: RAMP_STEPS }, (_, step) => <span key={step} class="ramp-step" style={{ background: toHex(colors[step]) }} />)}
      <span class="muted">{most}</span>
    </div>
  );
}

/** The values with the most time in view. */
function Values({ colors, onFound }: { readonly colors: Uint32Array; readonly onFound: () => void }) {
  const app = useApp();
  const run = useRun();
  const mode = run.coloring.mode.value;
  const { startNs, stopNs } = run.view.span.value;
  const [state, setState] = useState<{ mode: ColorMode; legend: Legend } | { mode: ColorMode; error: string }>();
  useEffect(() => {
    const abort = new AbortController();
    const takeBack = afterRest(REST_MS, () => {
      app.client.call('color.legend', { run: run.id, color: mode, startNs: Math.floor(startNs), stopNs: Math.ceil(stopNs) }, abort.signal).then(
        (legend) => setState({ mode, legend }),
        (error: unknown) => { if (!isCancelled(error) && !abort.signal.aborted) setState({ mode, error: messageOf(error) }); },
      );
    });
    return () => {
      takeBack();
      abort.abort();
    };
  }, [run, mode, startNs, stopNs]);
  if (state === undefined || state.mode !== mode) return <p class="muted" role="status">Adding up…</p>;
  if ('error' in state) return <p role="alert"><Sentence text={state.error} /></p>;
  const { rows, others } = state.legend;
  if (rows.length === 0) return <p class="muted" role="status">Nothing in view has a value of this kind.</p>;
  return (
    <>
      <ul class="color-values" aria-label={`Time in view by ${MODE_NAMES[mode]}`}>
        {rows.map(({ color, label, query, totalNs }) => (
          <li key={label}>
            <button type="button" class="color-value" data-hint="Find all of its items" onClick={() => { void run.search.start(query).then(() => run.search.remember()); onFound(); }}>
              <span class="swatch-plain" style={{ background: toHex(colors[color]) }} /> <span class="color-label">{label}</span> <span class="number muted">{formatTime(Math.round(totalNs))}</span>
            </button>
          </li>
        ))}
      </ul>
      {others > 0 && <p class="muted">and {countOf(others, 'value')} with less time</p>}
    </>
  );
}
