/** `info`: what is in logs or in an index, as text or as one JSON document. Reads everything, writes no index. */
import { EngineHost } from '../../engine/engine_host.ts';
import { sayFailures } from '../chosen_part.ts';
import { EXIT_FAILED, EXIT_OK, say, showProgress, untilSignalled, warn } from '../context.ts';
import { engineOptions, type CacheChoice } from '../engine_options.ts';
import { infoText } from '../info_text.ts';

export interface InfoChoice extends CacheChoice {
  readonly json: boolean;
}

/** @throws ProfileError */
export async function info(paths: readonly string[], choice: InfoChoice): Promise<number> {
  const signal = untilSignalled();
  const engine = new EngineHost({ ...engineOptions(choice), index: choice.useCache ? 'read' : 'none' });
  const progress = showProgress(engine);
  try {
    const { runs, failures } = await engine.host('host.open', { paths, until: 'read' }, signal);
    const document = await engine.host('host.info', {}, signal);
    progress[Symbol.dispose]();
    const { alerts } = document as { alerts: readonly { severity: string; message: string }[] };
    const failed = new Set(failures.map(({ message }) => message));
    // What stderr says of files that could not be read the text does not say again.
    const told = choice.json || runs.length === 0 ? alerts.filter(({ severity }) => severity !== 'note' || choice.json) : [];
    const said = new Set([...failed, ...told.map(({ message }) => message)]);
    say(choice.json ? JSON.stringify(document, undefined, 2) : infoText(document, said));
    sayFailures([...failed].map((message) => ({ message })), runs.length > 0);
    for (const message of said) if (!failed.has(message)) warn(`legion_prof: ${message}`);
    return runs.length > 0 ? EXIT_OK : EXIT_FAILED;
  } finally {
    progress[Symbol.dispose]();
    await engine.end();
  }
}
