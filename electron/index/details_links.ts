/** Links and names that several kinds of details share. */
import type { FieldPart, RunId } from '../protocol/engine_api.ts';
import type { ItemKey, TrackId } from '../protocol/items.ts';
import { eventNode } from '../model/realm_ids.ts';
import { sizeText } from './detail_texts.ts';
import type { IndexDatabase } from './database.ts';
import { IndexSpaces } from './index_spaces.ts';
import { provenancePairs } from './provenance_text.ts';
import type { ItemFacts, ItemReads, ItemRow } from './read_items.ts';

export type LinkPart = Extract<FieldPart, { readonly link: unknown }>;

const PROCESSOR_TYPES: ReadonlySet<string> = new Set(['task', 'gpu_kernel', 'meta_task', 'mapper_call', 'runtime_call', 'application_call', 'prof_task', 'async_effect']);

export class DetailLinks {
  readonly run: RunId;
  readonly items: ItemReads;
  readonly database: IndexDatabase;
  #spaces: IndexSpaces | undefined;

  constructor(run: RunId, database: IndexDatabase, items: ItemReads) {
    this.run = run;
    this.database = database;
    this.items = items;
  }

  get spaces(): IndexSpaces {
    this.#spaces ??= new IndexSpaces(this.database);
    return this.#spaces;
  }

  link(item: ItemFacts, title = item.title): LinkPart {
    return { link: { run: this.run, track: item.track, ordinal: item.ordinal, title, startNs: item.startNs, stopNs: item.stopNs } };
  }

  linkTo(key: ItemKey): LinkPart | undefined {
    const facts = this.items.facts(key);
    return facts && this.link(facts);
  }

  /** Task of the operation where it is known, else its name. Source: legion_prof_rs data_source.rs, op link. */
  operation(operation: bigint): FieldPart {
    const task = this.items.taskOf(operation);
    if (task !== undefined) return this.link(task);
    const id = BigInt.asIntN(64, operation);
    const launched = this.#text("SELECT k.name AS text FROM launch l JOIN kind_name k ON k.family = 'task' AND k.kind = l.task_id WHERE l.op_id = ?", id);
    if (launched !== undefined) return { text: `Task ${launched}<${operation}>` };
    const kind = this.#text("SELECT k.name AS text FROM operation o JOIN kind_name k ON k.family = 'operation' AND k.kind = o.kind WHERE o.op_id = ?", id);
    return { text: kind === undefined ? String(operation) : `${kind} Operation<${operation}>` };
  }

  /** What created something at a time: the innermost call that was running then. Source: data_source.rs, creator link. */
  creator(event: bigint, atNs: number): FieldPart {
    const unsigned = BigInt.asUintN(64, event);
    const key = this.items.byEvent(unsigned).at(-1);
    const facts = key === undefined ? undefined : this.items.facts(key);
    if (facts === undefined) {
      return { text: `Unknown creator on node ${eventNode(Number(unsigned >> 32n))} (event 0x${unsigned.toString(16)}); load the log of that node to see it` };
    }
    if (!PROCESSOR_TYPES.has(facts.type)) return this.link(facts, this.longTitle(facts));
    return this.linkTo(this.items.executingAt(facts.key, atNs)) ?? this.link(facts);
  }

  /** Title with size where a copy or fill has one. Source: semantics of the reference's long names. */
  longTitle(facts: ItemFacts): string {
    if (facts.type !== 'copy' && facts.type !== 'fill') return facts.title;
    const row = this.items.row(facts);
    const table = facts.type === 'copy' ? 'copy_instance' : 'fill_instance';
    const { count } = this.database.get<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE item_id = ?`, facts.key)!;
    return `${facts.title}: size=${sizeText(Number(row?.['size_bytes'] ?? 0))}, num reqs=${count}`;
  }

  /** Instance by its unique event, titled by its id. */
  instance(uid: bigint, prefix = ''): FieldPart {
    for (const key of this.items.byEvent(uid)) {
      const facts = this.items.facts(key);
      if (facts?.type === 'instance') return this.link(facts, `${prefix}${this.instanceId(this.items.row(facts))}`);
    }
    return { text: `${prefix}<unknown instance>` };
  }

  instanceId(row: ItemRow | undefined): string {
    return hex(row?.['inst_id'] ?? null) ?? '0x0';
  }

  /** `name <fid>` where the instance's field space knows the field, else `<fid>`. */
  field(uid: bigint | null, fieldId: number): string {
    const names = uid === null ? [] : this.database.all<{ text: string }>(
      'SELECT DISTINCT f.name AS text FROM instance_field i JOIN field f ON f.fspace_id = i.fspace_id AND f.field_id = i.field_id WHERE i.inst_uid = ? AND i.field_id = ?', BigInt.asIntN(64, uid), fieldId);
    return names.length === 1 ? `${names[0].text} <${fieldId}>` : `<${fieldId}>`;
  }

  /** Memory by Realm id: its line's name, or its id. */
  memory(id: bigint): string {
    const text = hex(id)!;
    return this.#text('SELECT long_name AS text FROM track WHERE realm_id = ?', text) ?? text;
  }

  trackName(track: TrackId): { readonly longName: string; readonly realmId: string | null } | undefined {
    return this.database.get('SELECT long_name AS longName, realm_id AS realmId FROM track WHERE track_id = ?', track);
  }

  kindName(family: string, kind: bigint | null): string | undefined {
    return kind === null ? undefined : this.#text('SELECT name AS text FROM kind_name WHERE family = ? AND kind = ?', family, kind);
  }

  /** Provenance as a list of pairs where it is Legate's JSON, else as it is. */
  provenance(text: string): FieldPart[] {
    return provenancePairs(text)?.map(([key, value]) => ({ text: `${key}: ${value}` })) ?? [{ text }];
  }

  #text(sql: string, ...values: readonly (bigint | string | number)[]): string | undefined {
    return this.database.get<{ text: string }>(sql, ...values)?.text;
  }
}

/** `0x…` of a two's complement id; undefined for NULL. */
export function hex(id: bigint | null): string | undefined {
  return id === null ? undefined : `0x${BigInt.asUintN(64, id).toString(16)}`;
}
