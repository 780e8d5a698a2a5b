/** A process of its own that writes an index and says when it has begun; its parent kills it. Arguments: the final path. */
import { IndexWriter } from '../../../electron/index/index_writer.ts';
import { runToEnd } from '../../../electron/index/slices.ts';
import { madeUpLog, modelTrack, published, shardOf, trackItems } from './made_up_run.ts';

const writer = IndexWriter.create(process.argv[2], { contentId: 'aa', title: 'killed', program: '0', files: [] });
const items = trackItems([{ type: 'task', name: 0, num: 1n, start: 0, stop: 10, table: 'TaskInfo', row: 0 }]);
const log = madeUpLog({ TaskInfo: { op_id: [1n], fevent: [0x8000_0000_0010_0001n] } });
runToEnd(writer.writeShard(shardOf(log), published([modelTrack(0, 'n0/cpu/c0', 'cpu', items)], [items], [{ type: 'task', text: 'foo', form: 1 }])));
process.stdout.write('writing\n');
setInterval(() => undefined, 1000);
