/* A library that is no backend. */
__attribute__((visibility("default"))) int somethingElse(void) {
  return 0;
}
