// Collects records of one rank and streams them to its file, gzipped or not. Records of one sort lie together, as Legion's
// flush writes them (all operations, then all tasks with their waits, …), over batches of a few MiB: memory stays flat.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { compileEncoder } from './encoders.mjs';
import { formatsOf, preambleOf } from './formats.mjs';

const BATCH_BYTES = 4 << 20;
/** Room that any record finds: the longest text of ours is a backtrace. */
const MAX_RECORD_BYTES = 1 << 16;

/** Where a record waits for the flush, in the order of the flush; records that must follow each other share a place. */
const PLACES = [
  ['MachineDesc', 'ZeroTime', 'MetaDesc', 'OpDesc', 'MaxDimDesc', 'RuntimeConfig', 'MapperCallDesc', 'RuntimeCallDesc', 'TaskKind', 'TaskVariant', 'MapperName', 'ProcDesc', 'MemDesc', 'ProcMDesc', 'Provenance', 'BacktraceDesc'],
  ['OperationInstance'], ['MultiTask'], ['SliceOwner'],
  ['ImplicitTaskInfo', 'TaskInfo', 'GPUTaskInfo', 'TaskWaitInfo', 'SpawnInfo'],
  ['IndexSpaceRectDesc', 'IndexSpacePointDesc', 'IndexSpaceEmptyDesc', 'IndexSpaceDesc', 'IndexSubSpaceDesc', 'IndexPartitionDesc', 'IndexSpaceSizeDesc', 'PartDesc', 'FieldDesc', 'FieldSpaceDesc', 'LogicalRegionDesc'],
  ['PhysicalInstRegionDesc'], ['PhysicalInstLayoutDesc'], ['PhysicalInstDimOrderDesc'], ['PhysicalInstanceSpaces'], ['PhysicalInstanceUsage'],
  ['MetaInfo', 'MetaWaitInfo'], ['MessageInfo'], ['CopyInfo', 'CopyInstInfo'], ['FillInfo', 'FillInstInfo'], ['InstTimelineInfo'],
  ['PartitionInfo', 'PartitionInstInfo'], ['MapperCallInfo'], ['RuntimeCallInfo'], ['ApplicationCallInfo'], ['AsyncEffectInfo'], ['EventWaitInfo'],
  ['EventMergerInfo'], ['EventTriggerInfo'], ['EventPoisonInfo'], ['BarrierArrivalInfo'], ['ReservationAcquireInfo'], ['InstanceReadyInfo'],
  ['InstanceRedistrictInfo'], ['CompletionQueueInfo'], ['ExternalEventInfo'], ['MakeValidInfo'], ['FetchMetadataInfo'], ['ProfTaskInfo'], ['CalibrationErr'],
];

class Place {
  bytes = Buffer.alloc(1 << 14);
  view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  used = 0;

  reserve(count) {
    if (this.bytes.length - this.used >= count) return;
    const larger = Buffer.alloc(Math.max(this.bytes.length * 2, this.used + count));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
    this.view = new DataView(larger.buffer, larger.byteOffset, larger.length);
  }
}

export class LogSink {
  counts = new Map();
  rawBytes = 0;
  /** `emit.TaskInfo({…})` takes one record; a kind that the version lacks is a function that does nothing. */
  emit = {};
  #places = PLACES.map(() => new Place());
  #waiting = 0;
  #target;
  #file;

  /** Names of the records that a log of such a version has. */
  static namesOf({ version, isPrealm }) {
    return formatsOf(version, isPrealm).map((format) => format.name);
  }

  /** @param {{path: string, version: number, maxDim: number, isPrealm: boolean, runtime: string, gzip: boolean, level: number}} options */
  constructor(options) {
    this.#file = createWriteStream(options.path);
    this.#target = options.gzip ? createGzip({ level: options.level, chunkSize: 1 << 18 }) : this.#file;
    if (options.gzip) this.#target.pipe(this.#file);
    const formats = formatsOf(options.version, options.isPrealm);
    this.#write(Buffer.from(preambleOf(options.version, formats, options.runtime), 'latin1'));
    for (const [place, names] of PLACES.entries()) {
      for (const name of names) {
        const format = formats.find((one) => one.name === name);
        this.emit[name] = format === undefined ? () => undefined : this.#emitter(format, this.#places[place], options);
      }
    }
  }

  /** To be called between steps: writes out what has gathered once it is a batch. */
  async settle() {
    if (this.#waiting >= BATCH_BYTES) await this.flush();
  }

  async flush() {
    for (const place of this.#places) {
      if (place.used === 0) continue;
      // A copy, as the place is filled again while the stream still holds these bytes.
      const isFull = !this.#write(Buffer.from(place.bytes.subarray(0, place.used)));
      place.used = 0;
      if (isFull) await once(this.#target, 'drain');
    }
    this.#waiting = 0;
  }

  async close() {
    await this.flush();
    this.#target.end();
    await finished(this.#file);
  }

  #write(bytes) {
    this.rawBytes += bytes.length;
    return this.#target.write(bytes);
  }

  #emitter(format, place, { version, maxDim }) {
    const encode = compileEncoder(format, version, maxDim);
    let count = 0;
    return (record) => {
      place.reserve(MAX_RECORD_BYTES);
      const end = encode(place.view, place.bytes, place.used, record);
      this.#waiting += end - place.used;
      place.used = end;
      this.counts.set(format.name, ++count);
    };
  }
}
