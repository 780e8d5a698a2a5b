/** Settings: how the window looks, how links behave, and the keys of all commands. */
import type { Signal } from '@preact/signals';
import { useApp } from '../base/context.ts';
import { Choice } from '../base/choice.tsx';
import { Dialog } from '../base/dialog.tsx';
import { useLinkMode } from '../details/link_mode.ts';
import { desktop } from '../home/desktop_bridge.ts';
import { ZOOM_PERCENTS } from '../../state/appearance_choice.ts';
import { POINTER_PRESETS, PRESET_NAMES } from '../../state/pointer_choice.ts';
import { KeysEditor } from './keys_editor.tsx';

export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const { density, zoomPercent, levelsGrowDown, countsFromZero } = app.appearance;
  const [linkMode, setLinkMode] = useLinkMode(app);
  return (
    <Dialog title="Settings" class="settings" onClose={onClose}>
      <div class="settings-body" tabIndex={0} role="group" aria-label="All settings">
        <section class="settings-choices" aria-label="Look">
          <Choice name="theme" legend="Colours" {...bound(app.theme.choice)} options={[['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark'], ['contrast', 'High contrast']]} />
          <Choice name="density" legend="Density" {...bound(density)} options={[['compact', 'Compact'], ['normal', 'Normal'], ['roomy', 'Roomy']]} />
          {desktop()
            ? <Choice name="zoom" legend="Size of the window’s contents" {...bound(zoomPercent)} options={ZOOM_PERCENTS.map((percent) => [percent, `${percent} %`] as const)} />
            : <p class="muted">For larger or smaller contents use the zoom of the browser, in its menu: here Ctrl + and − zoom in time.</p>}
          <Choice name="cue" legend="Patterns on ready and waiting" {...bound(app.stateCue)} options={[['auto', 'Automatic'], ['on', 'On'], ['off', 'Off']]} />
          <Choice name="direction" legend="Levels of a track" {...bound(levelsGrowDown)} options={[[false, 'grow up'], [true, 'grow down']]} />
          <Choice name="numbers" legend="Numbers of processors and memories" {...bound(countsFromZero)} options={[[false, 'as in the log'], [true, 'from 0 in each kind']]} />
          <Choice name="drag" legend="A drag on the tracks" {...bound(app.pointer.preset)} options={POINTER_PRESETS.map((one) => [one, PRESET_NAMES[one]] as const)} />
          <Choice name="wheel" legend="The wheel on the tracks" value={app.pointer.wheelZooms.value ? 'zooms' : 'scrolls'} onChange={(value) => { app.pointer.wheelZooms.value = value === 'zooms'; }} options={[['scrolls', 'scrolls rows; with Ctrl zooms'], ['zooms', 'zooms']]} />
          <Choice name="links" legend="A click on a link" value={linkMode} onChange={setLinkMode} options={[['zoom', 'zooms to its target'], ['pan', 'pans to its target']]} />
        </section>
        <KeysEditor />
      </div>
    </Dialog>
  );
}

function bound<T>(signal: Signal<T>): { value: T; onChange: (value: T) => void } {
  return {
    value: signal.value, onChange: (value) => {
      signal.value = value;
    },
  };
}
