/**
 * SQLite exports of Nsight Systems, written by tests with the tables as NVIDIA documents them ("SQLite Export Schema Reference", and the notes
 * on schema versions): no file of the tool itself may be had here. What is in them is made from a run, so that the truth is known.
 */
import { openDatabase, type IndexDatabase, type SqlValue } from '../../../electron/index/database.ts';

export type SchemaVersion = '3.4.0' | '3.13.1' | '3.25.0';

const isLater = (version: SchemaVersion, than: number): boolean => Number(version.split('.')[1]) >= than;

const KERNEL_END = `staticSharedMemory INTEGER NOT NULL, dynamicSharedMemory INTEGER NOT NULL, localMemoryPerThread INTEGER NOT NULL, localMemoryTotal INTEGER NOT NULL, gridId INTEGER NOT NULL,
  sharedMemoryExecuted INTEGER, graphNodeId INTEGER, sharedMemoryLimitConfig INTEGER`;

function tables(version: SchemaVersion): Readonly<Record<string, string>> {
  const green = isLater(version, 13) ? 'greenContextId INTEGER,' : '';
  return {
    META_DATA_EXPORT: 'name TEXT NOT NULL, value TEXT',
    StringIds: 'id INTEGER NOT NULL PRIMARY KEY, value TEXT NOT NULL',
    ThreadNames: 'nameId INTEGER NOT NULL, priority INTEGER, globalTid INTEGER',
    TARGET_INFO_SESSION_START_TIME: 'utcEpochNs INTEGER, utcTime TEXT, localTime TEXT',
    CUPTI_ACTIVITY_KIND_KERNEL: `start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL, contextId INTEGER NOT NULL, ${green} streamId INTEGER NOT NULL, correlationId INTEGER,
      globalPid INTEGER, demangledName INTEGER NOT NULL, shortName INTEGER NOT NULL, mangledName INTEGER, launchType INTEGER, cacheConfig INTEGER, registersPerThread INTEGER NOT NULL,
      gridX INTEGER NOT NULL, gridY INTEGER NOT NULL, gridZ INTEGER NOT NULL, blockX INTEGER NOT NULL, blockY INTEGER NOT NULL, blockZ INTEGER NOT NULL, ${KERNEL_END}
      ${isLater(version, 25) ? ', qmdBulkReleaseDone INTEGER, qmdPreexitDone INTEGER, qmdLastCtaDone INTEGER, graphId INTEGER, clusterX INTEGER, clusterY INTEGER, clusterZ INTEGER' : ''}`,
    CUPTI_ACTIVITY_KIND_MEMCPY: `start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL, contextId INTEGER NOT NULL, ${green} streamId INTEGER NOT NULL, correlationId INTEGER,
      globalPid INTEGER, bytes INTEGER NOT NULL, copyKind INTEGER NOT NULL, deprecatedSrcId INTEGER, srcKind INTEGER, dstKind INTEGER, srcDeviceId INTEGER, srcContextId INTEGER, dstDeviceId INTEGER,
      dstContextId INTEGER, migrationCause INTEGER, graphNodeId INTEGER, virtualAddress INTEGER ${isLater(version, 25) ? ', copyCount INTEGER' : ''}`,
    CUPTI_ACTIVITY_KIND_MEMSET: `start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL, contextId INTEGER NOT NULL, ${green} streamId INTEGER NOT NULL, correlationId INTEGER,
      globalPid INTEGER, value INTEGER NOT NULL, bytes INTEGER NOT NULL, graphNodeId INTEGER, memKind INTEGER`,
    CUPTI_ACTIVITY_KIND_RUNTIME: 'start INTEGER NOT NULL, end INTEGER NOT NULL, eventClass INTEGER NOT NULL, globalTid INTEGER, correlationId INTEGER, nameId INTEGER NOT NULL, returnValue INTEGER NOT NULL, callchainId INTEGER',
    NVTX_EVENTS: `start INTEGER NOT NULL, end INTEGER, eventType INTEGER NOT NULL, rangeId INTEGER, category INTEGER, color INTEGER, text TEXT, globalTid INTEGER, endGlobalTid INTEGER, textId INTEGER,
      domainId INTEGER, uint64Value INTEGER, int64Value INTEGER, doubleValue REAL, uint32Value INTEGER, int32Value INTEGER, floatValue REAL, jsonTextId INTEGER, jsonText TEXT`,
    OSRT_API: 'start INTEGER NOT NULL, end INTEGER NOT NULL, eventClass INTEGER NOT NULL, globalTid INTEGER, correlationId INTEGER, nameId INTEGER NOT NULL, returnValue INTEGER NOT NULL, nestingLevel INTEGER, callchainId INTEGER NOT NULL',
    GPU_METRICS: `${isLater(version, 13) ? 'rawTimestamp INTEGER, ' : ''}timestamp INTEGER, typeId INTEGER NOT NULL, metricId INTEGER NOT NULL, value INTEGER NOT NULL`,
    TARGET_INFO_GPU_METRICS: 'typeId INTEGER NOT NULL, sourceId INTEGER NOT NULL, typeName TEXT NOT NULL, metricId INTEGER NOT NULL, metricName TEXT NOT NULL',
  };
}

/** An export that is being written; a table is there from its first row on, as in those of the tool. */
export class ExportFile {
  readonly #database: IndexDatabase;
  readonly #tables: Readonly<Record<string, string>>;
  readonly #made = new Set<string>();
  readonly #strings = new Map<string, number>();

  constructor(path: string, version: SchemaVersion) {
    this.#database = openDatabase(path, { create: true });
    this.#tables = tables(version);
    this.insert('META_DATA_EXPORT', { name: 'EXPORT_SCHEMA_VERSION', value: version });
  }

  insert(table: string, row: Readonly<Record<string, SqlValue>>): void {
    if (!this.#made.has(table)) this.#database.exec(`CREATE TABLE ${table} (${this.#tables[table]})`);
    this.#made.add(table);
    const missing = requiredOf(this.#tables[table]).filter((column) => !(column in row)).map((column) => [column, 0] as const);
    const full = { ...Object.fromEntries(missing), ...row };
    this.#database.run(`INSERT INTO ${table} (${Object.keys(full).map((name) => `"${name}"`).join(', ')}) VALUES (${Object.keys(full).map(() => '?').join(', ')})`, ...Object.values(full));
  }

  string(text: string): number {
    let id = this.#strings.get(text);
    if (id === undefined) {
      id = this.#strings.size + 1;
      this.#strings.set(text, id);
      this.insert('StringIds', { id, value: text });
    }
    return id;
  }

  /** For what no tool would write. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  close(): void {
    this.#database.close();
  }
}

function requiredOf(columns: string): string[] {
  return Array.from(columns.matchAll(/(?:^|,)\s*(\w+) (?:INTEGER|TEXT|REAL) NOT NULL/g), ([, name]) => name);
}

/** A global id: hardware and VM above, then process and thread, 24 bits each. */
export function globalId(process: number, thread = 0): bigint {
  return (1n << 56n) | (BigInt(process) << 24n) | BigInt(thread);
}
