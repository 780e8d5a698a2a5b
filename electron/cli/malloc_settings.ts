/**
 * How glibc shall keep memory in a process that runs the engine. Large runs come and go in large pieces. glibc gives these back to the
 * system only while they are above a threshold, which it raises by itself with every large piece that is freed; and every thread gets an
 * arena of its own, which keeps what it once had. Measured at 4 M records: a fixed threshold takes a third off the peak, two arenas
 * 45 MB, 64 KiB instead of 256 KiB another 25 MB. All this can only be set before a process starts.
 */
export const MALLOC_SETTINGS: Readonly<Record<string, string>> = process.platform === 'linux'
  ? { MALLOC_MMAP_THRESHOLD_: String(64 << 10), MALLOC_ARENA_MAX: '2' }
  : {};
