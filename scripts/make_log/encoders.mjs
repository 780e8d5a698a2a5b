// Turns records given as plain objects into bytes, with one generated function per record kind: 2 to 3 M records/s.
// A value that a version's layout does not have is ignored, and a record that the version does not have is not written, so that
// the simulation need not know versions.
//
// Realm's 64-bit ids do not fit a number. The simulation uses small numbers, and the encoders spread them over Realm's bits
// (source: legion runtime/realm/id.h):
//   event        node * 2^32 + serial (0 = none); plus BARRIER for a barrier's, of which a serial is barrier * 2^20 + phase - 1
//   proc, mem    node * 4096 + index, node * 256 + index (-1 = none); plus GROUP for a processor group
//   inst         node * 2^32 + memory index * 2^22 + index
//   hash         a small number; from version 1010 on spread over 64 bits, as the real ids of texts are hashes

/** Marks the event number of a barrier's phase. */
export const BARRIER = 2 ** 50;
/** Marks the number of a processor group. */
export const GROUP = 2 ** 40;

const HELPERS = `
const TWO32 = 4294967296;
const put64 = (view, p, value) => {
  if (value < 0) { view.setInt32(p, -1, true); view.setInt32(p + 4, -1, true); }
  else { view.setUint32(p, value % TWO32, true); view.setUint32(p + 4, value / TWO32, true); }
};
const putBig = (view, p, value) => { if (typeof value === 'bigint') view.setBigInt64(p, value, true); else put64(view, p, value); };
const putEvent = (view, p, value) => {
  if (value === 0) { put64(view, p, 0); return; }
  const isBarrier = value >= ${BARRIER};
  const id = isBarrier ? value - ${BARRIER} : value;
  const node = Math.floor(id / TWO32), serial = id % TWO32;
  const bits = isBarrier ? 20 : 10;
  const index = serial >>> bits, generation = (serial & ((1 << bits) - 1)) + 1;
  view.setUint32(p, ((index & 0xfff) << 20 | generation) >>> 0, true);
  view.setUint32(p + 4, (isBarrier ? 0x20000000 | node << 12 | index >>> 12 : 0x80000000 | node << 15 | index >>> 12) >>> 0, true);
};
const putProc = (view, p, value) => {
  const isGroup = value >= ${GROUP};
  const id = isGroup ? value - ${GROUP} : value;
  view.setUint32(p, id & 0xfff, true);
  view.setUint32(p + 4, (isGroup ? 0x1c000000 : 0x1d000000) | (id >>> 12) << 8, true);
};
const putMem = (view, p, value) => {
  if (value < 0) { put64(view, p, 0); return; }
  view.setUint32(p, value & 0xff, true);
  view.setUint32(p + 4, 0x1e000000 | (value >>> 8) << 8, true);
};
const putInst = (view, p, value) => {
  const node = Math.floor(value / TWO32);
  view.setUint32(p, ((node & 3) << 30 | value % TWO32) >>> 0, true);
  view.setUint32(p + 4, 0x40000000 | node << 14 | node >>> 2, true);
};
const putHash = (view, p, value) => {
  view.setUint32(p, Math.imul(value, 0x85ebca6b) >>> 0, true);
  view.setUint32(p + 4, Math.imul(value, 0x9e3779b1) >>> 0, true);
};
const putTagged = (view, p, value, tag) => { put64(view, p, value); if (value > 0) view.setUint8(p + 7, tag); };
`;

/**
 * One encoder: writes the record and returns the position behind it. The caller sees to it that there is room for
 * `room(record)` bytes.
 */
export function compileEncoder(format, version, maxDim) {
  const lines = [`view.setUint32(p, ${format.id}, true); p += 4;`];
  for (const field of format.fields) if (field.describedOnly !== true) lines.push(...encodeField(field, version, maxDim));
  return new Function('Buffer', `${HELPERS} return function encode(view, bytes, p, r) { ${lines.join('\n')} return p; }`)(Buffer);
}

function encodeField({ name, encode, size }, version, maxDim) {
  const value = `r.${name}`;
  const put = (text) => [`${text}; p += ${size};`];
  switch (encode) {
    case 'u8': return put(`view.setUint8(p, ${value} ? 1 : 0)`);
    case 'u32': return put(`view.setInt32(p, ${value} | 0, true)`);
    case 'u64': return put(`putBig(view, p, ${value})`);
    case 'event': return put(`putEvent(view, p, ${value})`);
    case 'reservation': return put(`view.setUint32(p, ${value}, true); view.setUint32(p + 4, 0x1f000000, true)`);
    case 'proc': return put(`putProc(view, p, ${value})`);
    case 'mem': return put(`putMem(view, p, ${value})`);
    case 'inst': return put(`putInst(view, p, ${value})`);
    case 'hash': return put(version >= 1010 ? `putHash(view, p, ${value})` : `put64(view, p, ${value})`);
    case 'space': return put(version >= 1011 ? `putTagged(view, p, ${value}, 0x02)` : `put64(view, p, ${value})`);
    case 'part': return put(version >= 1011 ? `putTagged(view, p, ${value}, 0x03)` : `put64(view, p, ${value})`);
    case 'redop': return [`if (r.mode === 4) { view.setUint32(p, ${value}, true); p += 4; }`];
    case 'string': return [`p += bytes.write(${value}, p, 'utf8'); bytes[p++] = 0;`];
    case 'uuid': return [`for (let i = 0; i < r.uuid_size; i++) bytes[p++] = ${value}[i];`];
    case 'point': return [`for (let i = 0; i < ${maxDim}; i++) { put64(view, p, ${value}[i] ?? 0); p += 8; }`];
    case 'array': return [`for (const side of ${value}) for (let i = 0; i < ${maxDim}; i++) { put64(view, p, side[i] ?? 0); p += 8; }`];
    default: throw new Error(`no encoder for ${encode}`);
  }
}
