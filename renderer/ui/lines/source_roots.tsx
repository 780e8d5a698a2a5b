/** Folders in which the engine looks for source files: read and set, with what is shown while a file is in none of them. */
import { useState } from 'preact/hooks';
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { baseName } from '../../base/base_name.ts';

export interface SourceRoots {
  readonly roots: readonly string[];
  readonly isReadOnly: boolean;
  setRoots(roots: readonly string[]): void;
}

export function useSourceRoots(): SourceRoots {
  const app = useApp();
  const [roots, setRoots] = useState(() => rootsOf(app.settings.get('source.roots')));
  // The engine reads the setting: what was just chosen has to be there when it is asked again.
  const setAll = async (next: readonly string[]): Promise<void> => {
    await app.client.call('settings.set', { key: 'source.roots', value: next });
    app.settings.set('source.roots', next);
    setRoots(next);
  };
  return { roots, isReadOnly: app.session.value?.isReadOnly === true, setRoots: (next) => void setAll(next) };
}

/** Says that a source is not there, and lets the user say where. */
export function SourceNotFound({ file, line, source: { roots, setRoots, isReadOnly }, asksAtOnce = false }: { readonly file: string; readonly line: number; readonly source: SourceRoots; readonly asksAtOnce?: boolean }) {
  const [isAsking, setAsking] = useState(asksAtOnce);
  const [folder, setFolder] = useState('');
  return (
    <div class="panel-state">
      <p>{baseName(file)} is not where the log says{roots.length > 0 && ', nor below the source roots'}. Line {line} of it is meant.</p>
      {roots.length > 0 && (
        <ul class="root-list" aria-label="Source roots">
          {roots.map((root) => (
            <li key={root}><span class="path mono">{root}</span>{!isReadOnly && <button type="button" class="text-button" aria-label={`Remove ${root}`} onClick={() => setRoots(roots.filter((one) => one !== root))}>Remove</button>}</li>
          ))}
        </ul>
      )}
      {!isReadOnly && !isAsking && <Button icon="folderOpen" onClick={() => setAsking(true)}>Set source root…</Button>}
      {isAsking && (
        <form class="root-form" onSubmit={(event) => {
          event.preventDefault();
          const wanted = folder.trim();
          if (wanted !== '' && !roots.includes(wanted)) setRoots([...roots, wanted]);
        }}
        >
          <label>Folder with the program, as the engine sees it <input type="text" class="filter" value={folder} placeholder="/home/me/program" onInput={(event) => setFolder(event.currentTarget.value)} /></label>
          <button type="submit" class="button main">Look there</button>
        </form>
      )}
    </div>
  );
}

function rootsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((root): root is string => typeof root === 'string') : [];
}
