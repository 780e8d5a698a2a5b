/**
 * Where the reference's fields differ from release to release, as named switches. Pure.
 * Source: legion tools/legion_prof_rs/src of 25.06 (log versions up to 1008), 25.09 (1009), 25.12 (1010), 26.03 (1011 and later).
 */
export interface FieldRules {
  /** Fields of a waiting or ready segment take the place of the item's own of the same name; before, both were shown. */
  readonly segmentFieldsReplace: boolean;
  /** Processors are named by their lines; before, by kind and Realm's index. */
  readonly namesLines: boolean;
  /** Instances say how and which part of them was used; lists of copies are called Instances instead of Requirements. */
  readonly describesAccess: boolean;
  /** Previous executing: a range that ends exactly when the item is ready does not count; before, it did if a wait ended it. */
  readonly previousEndsLater: boolean;
  /** An instance is of one field space; index spaces have all their pieces. */
  readonly hasGeometry: boolean;
}

/** @param version the newest of the run's logs; undefined for logs that say none, which are older than all others */
export function fieldRules(version: number | undefined): FieldRules {
  const number = version ?? 0;
  return { segmentFieldsReplace: number >= 1010, namesLines: number >= 1010, describesAccess: number >= 1011, previousEndsLater: number >= 1011, hasGeometry: number >= 1011 };
}
