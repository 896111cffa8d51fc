/* What the library was built of. */
#include "kernels.h"

/* The first 16 digits of the SHA-256 of all these files. */
EXPORT const char *s2b_source(void) { return S2B_SOURCE; }
