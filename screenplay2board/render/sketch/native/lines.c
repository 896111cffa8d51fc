/* polylines.py, trace.py and ink.py: lines where parts and depths meet. */
#include "kernels.h"

/* Smooth the points from `first` up to `past`, which may have no neighbour at that stride on one side. */
static void smooth_ends(const double *from, double *to, int64_t first, int64_t past, int64_t count, int64_t columns,
                        int closed, int64_t stride) {
    int64_t ring = count - 1;
    for (int64_t i = first; i < past; i++) {
        int64_t before = i - stride, after = i + stride;
        if (!closed || ring < 1) { /* ends repeat */
            if (before < 0) before = 0;
            if (after > count - 1) after = count - 1;
        } else { /* the first point is there twice */
            while (before < 0) before += ring;
            while (after > ring) after -= ring;
        }
        for (int64_t k = 0; k < columns; k++)
            to[i * columns + k] = 0.5 * from[i * columns + k] + 0.25 * (from[before * columns + k] + from[after * columns + k]);
    }
}

static void smooth_line(const double *from, double *to, int64_t count, int64_t columns, int closed, int64_t stride) {
    int64_t apart = stride * columns, inner = stride < count ? stride : count;
    int64_t outer = count - stride > inner ? count - stride : inner;
    smooth_ends(from, to, 0, inner, count, columns, closed, stride);
    for (int64_t i = inner * columns; i < outer * columns; i++) to[i] = 0.5 * from[i] + 0.25 * (from[i - apart] + from[i + apart]);
    smooth_ends(from, to, outer, count, count, columns, closed, stride);
}

/* values: (points, columns), replaced by the smoothed ones; scratch: room for as many. */
EXPORT void s2b_smooth(double *values, const int64_t *starts, const uint8_t *closed, int64_t lines, int64_t columns,
                       const int64_t *strides, int64_t times, double *scratch) {
    for (int64_t line = 0; line < lines; line++) {
        int64_t count = starts[line + 1] - starts[line];
        double *from = values + starts[line] * columns, *to = scratch;
        if (count < 1) continue;
        for (int64_t time = 0; time < times; time++) {
            smooth_line(from, to, count, columns, closed[line], strides[time]);
            for (int64_t k = 0; k < columns && !closed[line]; k++) { /* ends of open lines stay */
                to[k] = from[k];
                to[(count - 1) * columns + k] = from[(count - 1) * columns + k];
            }
            double *swap = from;
            from = to;
            to = swap;
        }
        if (from == scratch) memcpy(to, from, (size_t)(count * columns) * sizeof *to);
    }
}

typedef struct {
    int32_t figure, label;
    float crease_m;
    int32_t inked;
} Ink;

/* What trace._borders_between finds. bits: 1 sure, 2 outline, 4 silhouette */
typedef struct {
    int64_t start, end, owner;
    double jump_m, depth_m;
    int64_t bits;
} Border;

typedef struct {
    float lowest, per_metre, focal_px, weak, same_surface_m, slope_limit_m;
} Limits;

static int border_between(const float *depth, const int32_t *part, int64_t at, int64_t apart, int64_t step,
                          int64_t steps, const Ink *ink, const Limits *limits, Border *out, int *near_first) {
    float depth_a = depth[at], depth_b = depth[at + apart], jump = fabsf(depth_b - depth_a);
    float nearest = depth_a < depth_b ? depth_a : depth_b;
    int32_t a = part[at], b = part[at + apart];
    if (a == b && !(jump > nearest * limits->per_metre + limits->lowest)) return 0;
    int a_owns = depth_a <= depth_b;
    if (a != b && jump < limits->same_surface_m) a_owns = ink[a].inked == ink[b].inked ? a > b : ink[a].inked;
    const Ink *owner = ink + (a_owns ? a : b);
    if (!owner->inked) return 0;
    float before = step > 0 ? fabsf(depth_a - depth[at - apart]) : INFINITY;
    float after = step < steps - 1 ? fabsf(depth[at + 2 * apart] - depth_b) : INFINITY;
    float slope = before < after ? before : after;
    if (slope > limits->slope_limit_m) slope = limits->slope_limit_m;
    int outline = ink[a].label != ink[b].label;
    float rise = (jump - 1.5f * slope) / (owner->crease_m + 1.2f * nearest / limits->focal_px);
    if (!outline && !(rise > limits->weak)) return 0;
    out->owner = a_owns ? a : b;
    out->jump_m = (double)jump;
    out->depth_m = (double)nearest;
    out->bits = (outline || rise > 1.0f) + 2 * outline + 4 * (ink[a].figure != ink[b].figure && owner->figure > 0);
    *near_first = a_owns;
    return 1;
}

/* room: how many borders fit into `out`. Returns how many there are; where that is more, nothing after is written. */
EXPORT int64_t s2b_borders(const float *depth, const int32_t *part, int64_t width, int64_t height, const Ink *ink,
                           const Limits *limits, int64_t room, Border *out) {
    int64_t found = 0, nodes = width + 1;
    Border border;
    int near_first;
    for (int64_t y = 0; y < height; y++) {
        for (int64_t x = 0; x < width - 1; x++) {
            if (!border_between(depth, part, y * width + x, 1, x, width - 1, ink, limits, &border, &near_first)) continue;
            int64_t low = y * nodes + x + 1, high = low + nodes;
            border.start = near_first ? low : high;
            border.end = near_first ? high : low;
            if (found < room) out[found] = border;
            found++;
        }
    }
    for (int64_t y = 0; y < height - 1; y++) {
        for (int64_t x = 0; x < width; x++) {
            if (!border_between(depth, part, y * width + x, width, y, height - 1, ink, limits, &border, &near_first))
                continue;
            int64_t low = (y + 1) * nodes + x, high = low + 1;
            border.start = near_first ? high : low;
            border.end = near_first ? low : high;
            if (found < room) out[found] = border;
            found++;
        }
    }
    return found;
}

/* Follow links from border to border, -1 for none. order: the borders chain by chain, each from its head to its tail, in
 * the order of their tails; lengths, closed: of the chains. A ring is cut before its lowest border; that changes
 * `following`. previous: room for `count`. Returns the number of chains. */
EXPORT int64_t s2b_walk(int64_t *following, int64_t count, int64_t *previous, int64_t *order, int64_t *lengths,
                        uint8_t *closed) {
    int64_t chains = 0, done = 0;
    uint8_t *kind = closed; /* of the borders, until the chains take its place: they are never ahead of them */
    enum { CHAIN, RING, RING_TAIL };
    for (int64_t i = 0; i < count; i++) previous[i] = -1;
    for (int64_t i = 0; i < count; i++)
        if (following[i] >= 0) previous[following[i]] = i;
    memset(kind, RING, (size_t)count);
    for (int64_t i = 0; i < count; i++)
        for (int64_t at = following[i] < 0 ? i : -1; at >= 0; at = previous[at]) kind[at] = CHAIN;
    for (int64_t i = 0; i < count; i++) {
        if (kind[i] != RING) continue;
        int64_t tail = previous[i];
        for (int64_t at = i; at >= 0; at = at == tail ? -1 : following[at]) kind[at] = CHAIN;
        following[tail] = -1;
        previous[i] = -1;
        kind[tail] = RING_TAIL;
    }
    for (int64_t i = 0; i < count; i++) {
        if (following[i] >= 0) continue;
        int64_t start = done;
        closed[chains] = kind[i] == RING_TAIL;
        for (int64_t at = i; at >= 0; at = previous[at]) order[done++] = at;
        for (int64_t low = start, high = done - 1; low < high; low++, high--) {
            int64_t swap = order[low];
            order[low] = order[high];
            order[high] = swap;
        }
        lengths[chains++] = done - start;
    }
    return chains;
}

/* figures: of the parts; own: for each place the figure whose pixels count, 0 for all; NULL where all count everywhere. */
EXPORT void s2b_depth_around(const float *depth, const int32_t *part, int64_t width, int64_t height,
                             const int64_t *columns, const int64_t *rows, int64_t count, const int32_t *figures,
                             const int64_t *own, float farthest_m, double *out) {
    for (int64_t i = 0; i < count; i++) {
        float farthest = -1.0f;
        for (int64_t y = rows[i] - 1; y <= rows[i] + 1; y++) {
            const int64_t line = within(y, height) * width;
            for (int64_t x = columns[i] - 1; x <= columns[i] + 1; x++) {
                int64_t at = line + within(x, width);
                float found = depth[at] < farthest_m ? depth[at] : farthest_m;
                if (own && own[i] && figures[part[at]] != own[i]) continue;
                if (found > farthest) farthest = found;
            }
        }
        out[i] = (double)farthest;
    }
}
