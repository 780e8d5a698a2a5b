// Index spaces, fields and regions of the made-up run, described once, in the log of rank 0.

/** Pieces of the grid, and the id of the first of them. */
export const SUBSPACES = 64;
export const FIRST_SUBSPACE = 10;

/** Index spaces: a root cut into pieces, a sparse one, an empty one; one field space; one region tree. */
export function describeData(emit) {
  const size = (unique_id, points, is_sparse) => emit.IndexSpaceSizeDesc({ unique_id, dense_size: is_sparse ? 2 * points : points, sparse_size: points, is_sparse });
  emit.IndexSpaceRectDesc({ unique_id: 2, dim: 1, rem: [[0], [1000 * SUBSPACES - 1]] });
  size(2, 1000 * SUBSPACES, false);
  emit.IndexSpaceDesc({ unique_id: 2, name: 'grid' });
  emit.IndexPartitionDesc({ parent_id: 2, unique_id: 3, disjoint: true, point0: 0 });
  emit.PartDesc({ unique_id: 3, name: 'tiles' });
  for (let i = 0; i < SUBSPACES; i++) {
    emit.IndexSpaceRectDesc({ unique_id: FIRST_SUBSPACE + i, dim: 1, rem: [[1000 * i], [1000 * i + 999]] });
    size(FIRST_SUBSPACE + i, 1000, false);
    emit.IndexSubSpaceDesc({ parent_id: 3, unique_id: FIRST_SUBSPACE + i });
    emit.LogicalRegionDesc({ ispace_id: FIRST_SUBSPACE + i, fspace_id: 1, tree_id: 1, name: `tile_${i}` });
  }
  for (let i = 0; i < 5; i++) emit.IndexSpacePointDesc({ unique_id: 200, dim: 1, rem: [2 * i] });
  size(200, 5, true);
  emit.IndexSpaceEmptyDesc({ unique_id: 201 });
  emit.FieldSpaceDesc({ unique_id: 1, name: 'cells' });
  for (const [field_id, name] of ['temperature', 'flux', 'neighbour'].entries()) emit.FieldDesc({ unique_id: 1, field_id, size: 8, name });
  emit.LogicalRegionDesc({ ispace_id: 2, fspace_id: 1, tree_id: 1, name: 'grid' });
}
