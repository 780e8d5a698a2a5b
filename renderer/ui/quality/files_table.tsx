/** The files of the run: what each held and how far it could be read. */
import { useState } from 'preact/hooks';
import type { FileInfo } from '../../../electron/protocol/run_api.ts';
import { Icon } from '../base/icon.tsx';
import { bytesText, groupDigits } from '../base/numbers.ts';

/** More rows than anybody reads at once come only when asked for: a run of 4096 ranks has as many files. */
const SHOWN_FILES = 200;

export function FilesTable({ files }: { files: readonly FileInfo[] }) {
  const [hasAll, setAll] = useState(false);
  const shown = hasAll ? files : files.slice(0, SHOWN_FILES);
  return (
    <section class="files" aria-label="Files">
      <h2>Files <span class="count">{groupDigits(files.length)}</span></h2>
      <div class="table-scroll" role="group" aria-label="Files" tabIndex={0}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Rank</th><th scope="col">Path</th><th scope="col">Container</th><th scope="col" class="right">Bytes</th>
              <th scope="col" class="right">Inflated</th><th scope="col" class="right">Records</th><th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((file) => (
              <tr key={file.path} data-testid="file" data-rank={file.rank}>
                <td class="number">{file.rank}</td>
                <td class="path" data-hint={file.path}>{file.path}</td>
                <td>{file.container}</td>
                <td class="number right">{bytesText(file.bytes, 1)}</td>
                <td class="number right">{bytesText(file.rawBytes, 1)}</td>
                <td class="number right">{groupDigits(file.records)}{file.duplicates > 0 && <span class="muted"> ({groupDigits(file.duplicates)} repeats)</span>}</td>
                <td><span class={`file-status ${file.status === 'whole' ? 'whole' : 'broken'}`}><Icon name={file.status === 'whole' ? 'check' : 'triangleAlert'} />{file.status}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < files.length && <button type="button" class="text-button" onClick={() => setAll(true)}>Show all {groupDigits(files.length)} files</button>}
    </section>
  );
}
