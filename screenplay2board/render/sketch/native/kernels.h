/* What the hot loops of the sketch renderer have in common.
 *
 * Each function of these files does what the NumPy function of the same name does, in the same order and precision, so
 * that pictures are equal to the byte with and without this library. Hence: no fused multiply-add, no fast-math, and
 * nothing that differs between C libraries (exp, log, sin stay in NumPy). C99, nothing but the standard library.
 * Images are (height, width), row by row. Whoever calls allocates all memory.
 */
#ifndef S2B_KERNELS_H
#define S2B_KERNELS_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#if FLT_EVAL_METHOD != 0
#error "floats are computed in a higher precision here: pictures would differ from those that NumPy draws"
#endif

static inline double lower(double a, double b) { return a < b ? a : b; }
static inline double higher(double a, double b) { return a > b ? a : b; }
static inline double clipped(double value, double low, double high) { return lower(higher(value, low), high); }

/* floor and ceil of numbers that fit 63 bits: the library's are calls on old processors */
static inline int64_t floor_of(double value) {
    int64_t whole = (int64_t)value;
    return whole - ((double)whole > value);
}
static inline int64_t ceil_of(double value) {
    int64_t whole = (int64_t)value;
    return whole + ((double)whole < value);
}

static inline int64_t within(int64_t place, int64_t size) { return place < 0 ? 0 : place < size ? place : size - 1; }

/* Copy a line between `margin` repetitions of its ends. */
#define PADDED(name, type)                                                                    \
    static inline void name(const type *line, int64_t count, int64_t margin, type *out) {     \
        memcpy(out + margin, line, (size_t)count * sizeof *line);                             \
        for (int64_t i = 0; i < margin; i++) {                                                \
            out[i] = line[0];                                                                 \
            out[margin + count + i] = line[count - 1];                                        \
        }                                                                                     \
    }

PADDED(padded_lanes, uint64_t)
PADDED(padded_sums, uint16_t)

#endif
