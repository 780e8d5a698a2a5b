// Ways to damage a log, chosen by a seed: what broken disks, killed programs, wrong tools and hostile people leave behind.
import { gzipSync } from 'node:zlib';
import { hash, random } from '../make_log/random.mjs';

/** Values that size, count, id and time fields are likely to be weak at. */
const ABSURD_U32 = [0, 1, 4, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1000_0000, 0x0001_0000, 255, 65];
const ABSURD_SIZES = ['-1', '0', '1', '2', '4', '8', '-2', '16777217', '4294967295', '99999999999', '2147483648', '', 'x', '1e3'];
const ABSURD_TYPES = ['string', 'point', 'array', 'uuid', 'uuid_size', 'timestamp_t', 'bool', 'unsigned', 'long long', 'maxdim', 'mystery', ''];

/**
 * A damaged log, the same for the same arguments.
 * @param {readonly Uint8Array[]} logs whole, raw
 * @returns {{ bytes: Uint8Array, what: string }} `what` names the damage, for the report of a failing case
 */
export function mutatedLog(logs, seed, number) {
  const dice = random(hash(seed, number));
  const log = dice.below(logs.length);
  let bytes = Buffer.from(logs[log]);
  const done = [`log ${log}`];
  // Most damage is single; several at once reach deeper states.
  for (let left = dice.below(4) === 0 ? dice.between(2, 6) : 1; left > 0; left--) {
    const mutation = MUTATIONS[dice.below(MUTATIONS.length)];
    bytes = mutation(bytes, dice);
    done.push(mutation.name);
  }
  if (dice.below(4) === 0) {
    const packing = PACKINGS[dice.below(PACKINGS.length)];
    bytes = packing(bytes, dice);
    done.push(packing.name);
  }
  return { bytes, what: done.join(', ') };
}

const MUTATIONS = [
  function cut(bytes, dice) { return bytes.subarray(0, dice.below(bytes.length + 1)); },
  function cutNearTheStart(bytes, dice) { return bytes.subarray(0, dice.below(Math.min(200, bytes.length) + 1)); },
  function flipBits(bytes, dice) {
    for (let n = dice.between(1, 8); n > 0 && bytes.length > 0; n--) bytes[dice.below(bytes.length)] ^= 1 << dice.below(8);
    return bytes;
  },
  function randomBytes(bytes, dice) {
    const at = dice.below(bytes.length + 1);
    const end = Math.min(bytes.length, at + dice.between(1, 64));
    for (let i = at; i < end; i++) bytes[i] = dice.below(256);
    return bytes;
  },
  function zeros(bytes, dice) {
    const at = dice.below(bytes.length + 1);
    return bytes.fill(0, at, Math.min(bytes.length, at + dice.between(1, 5000)));
  },
  function ones(bytes, dice) {
    const at = dice.below(bytes.length + 1);
    return bytes.fill(0xff, at, Math.min(bytes.length, at + dice.between(1, 300)));
  },
  function removed(bytes, dice) {
    const at = dice.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + dice.between(1, 300))]);
  },
  function inserted(bytes, dice) {
    const at = dice.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(dice.between(1, 300), dice.below(256)), bytes.subarray(at)]);
  },
  function repeated(bytes, dice) {
    const at = dice.below(bytes.length + 1);
    const part = bytes.subarray(at, at + dice.between(1, 2000));
    return Buffer.concat([bytes.subarray(0, at), ...Array.from({ length: dice.between(1, 20) }, () => part), bytes.subarray(at)]);
  },
  function absurdNumber(bytes, dice) {
    for (let n = dice.between(1, 4); n > 0; n--) {
      const at = bodyStart(bytes) + dice.below(Math.max(1, bytes.length - bodyStart(bytes) - 4));
      if (at + 4 <= bytes.length) bytes.writeUInt32LE(ABSURD_U32[dice.below(ABSURD_U32.length)], at);
    }
    return bytes;
  },
  function absurdTime(bytes, dice) {
    for (let n = dice.between(1, 20); n > 0; n--) {
      const at = bodyStart(bytes) + dice.below(Math.max(1, bytes.length - bodyStart(bytes) - 8));
      if (at + 8 <= bytes.length) bytes.writeBigUInt64LE([2n ** 64n - 1n, 2n ** 63n, 2n ** 53n, 2n ** 53n - 1n, 0n][dice.below(5)], at);
    }
    return bytes;
  },
  function otherId(bytes, dice) {
    const at = bodyStart(bytes) + dice.below(Math.max(1, bytes.length - bodyStart(bytes) - 4));
    if (at + 4 <= bytes.length) bytes.writeUInt32LE(dice.below(80), at);
    return bytes;
  },
  function noStringEnds(bytes, dice) {
    const from = bodyStart(bytes) + dice.below(Math.max(1, bytes.length - bodyStart(bytes)));
    for (let i = from; i < bytes.length; i++) if (bytes[i] === 0) bytes[i] = 0x61;
    return bytes;
  },
  headerEdit('absurdSize', (line, dice) => line.replace(nthMatch(line, /:-?\d+(?=[,}])/g, dice), `:${pick(ABSURD_SIZES, dice)}`)),
  headerEdit('otherType', (line, dice) => line.replace(nthMatch(line, /:[A-Za-z_ ]+:/g, dice), `:${pick(ABSURD_TYPES, dice)}:`)),
  headerEdit('otherRecordId', (line, dice) => line.replace(/id:\d+/, `id:${pick([0, 1, 5, 18, 26, 60, 4294967295, 99999999999], dice)}`)),
  headerEdit('lostField', (line, dice) => line.replace(nthMatch(line, /, [^,}]+/g, dice), '')),
  headerEdit('extraField', (line, dice) => line.replace('}', `, extra:${pick(ABSURD_TYPES, dice)}:${pick(ABSURD_SIZES, dice)}}`)),
  headerEdit('lostLine', () => undefined),
  headerEdit('twoLines', (line) => `${line}\n${line}`),
  headerEdit('renamed', (line, dice) => line.replace(/^\w+/, pick(['Mystery', 'TaskInfo', 'MaxDimDesc', 'PhysicalInstanceUsage', 'MetaDesc'], dice))),
  headerEdit('manyFields', (line, dice) => line.replace('}', `${', x:unsigned:4'.repeat(dice.between(1, 2000))}}`)),
  function otherFirstLine(bytes, dice) {
    const end = bytes.indexOf(10);
    if (end < 0) return bytes;
    const first = pick(['FileType: BinaryLegionProf v: 1.0', 'FileType: BinaryLegionProf v: 1011', 'FileType: BinaryLegionProf v: 99999', 'FileType: BinaryLegionProf v: 2.0', 'FileType: AsciiLegionProf', ''], dice);
    return Buffer.concat([Buffer.from(first), bytes.subarray(end)]);
  },
];

const PACKINGS = [
  function packed(bytes) { return gzipSync(bytes, { level: 1 }); },
  function packedAndCut(bytes, dice) {
    const gz = gzipSync(bytes, { level: 1 });
    return gz.subarray(0, dice.below(gz.length + 1));
  },
  function packedAndFlipped(bytes, dice) {
    const gz = gzipSync(bytes, { level: 1 });
    for (let n = dice.between(1, 4); n > 0; n--) gz[dice.below(gz.length)] ^= 1 << dice.below(8);
    return gz;
  },
  function packedWithMoreBehind(bytes, dice) { return Buffer.concat([gzipSync(bytes, { level: 1 }), bytes.subarray(0, dice.below(5000))]); },
  function packedTwice(bytes) { return gzipSync(gzipSync(bytes, { level: 1 }), { level: 1 }); },
];

/** A mutation that changes one line of the preamble; no line where `edit` gives undefined. */
function headerEdit(name, edit) {
  const mutation = (bytes, dice) => {
    const end = bodyStart(bytes);
    const lines = bytes.subarray(0, end).toString('latin1').split('\n');
    const at = 1 + dice.below(Math.max(1, lines.length - 3));
    const edited = edit(lines[at] ?? '', dice);
    if (edited === undefined) lines.splice(at, 1);
    else lines[at] = edited;
    return Buffer.concat([Buffer.from(lines.join('\n'), 'latin1'), bytes.subarray(end)]);
  };
  Object.defineProperty(mutation, 'name', { value: name });
  return mutation;
}

/** First byte behind the blank line that ends the preamble, or 0. */
function bodyStart(bytes) {
  const at = bytes.subarray(0, 1 << 16).indexOf('\n\n', 40);
  return at < 0 ? 0 : at + 2;
}

function nthMatch(line, pattern, dice) {
  const matches = line.match(pattern) ?? [];
  return matches.length === 0 ? '\0' : matches[dice.below(matches.length)];
}

function pick(values, dice) {
  return values[dice.below(values.length)];
}
