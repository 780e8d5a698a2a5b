// Which of a step's event numbers mean what.

/** Event slots of a step that other ranks know. */
export const META_SLOT = 1;
export const INST_SLOT = 2;
export const PUBLIC_INSTS = 6;
export const FIRST_LOCAL_SLOT = 8;
