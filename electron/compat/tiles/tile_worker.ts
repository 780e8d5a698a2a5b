/** A thread that answers the reference's viewers, so that neither the server nor our own page waits for their tiles. */
import { answerCalls } from '../../engine/worker_calls.ts';
import { IndexReader } from '../../index/index_reader.ts';
import { LegionSource } from './legion_source.ts';
import { answerBody, type TileRequest } from './tile_requests.ts';

let opened: { readonly path: string; readonly reader: IndexReader; readonly source: LegionSource } | undefined;

function sourceOf(index: string): LegionSource {
  if (opened?.path === index) return opened.source;
  opened?.reader.close();
  opened = undefined;
  const reader = IndexReader.open(index);
  opened = { path: index, reader, source: new LegionSource(reader) };
  return opened.source;
}

answerCalls({
  answer: ({ index, request }: { readonly index: string; readonly request: TileRequest }): Promise<Buffer> => answerBody(sourceOf(index), request),
});
