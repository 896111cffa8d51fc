/* The hot loops of the sketch renderer, compiled.
 *
 * Each function does what the NumPy function of the same name beside it does, in the same order and precision, so that
 * pictures are equal to the byte with and without this library. Hence: no fused multiply-add, no fast-math, and
 * nothing that differs between C libraries (exp, log, sin stay in NumPy). C99, nothing but the standard library.
 * Images are (height, width), row by row. Whoever calls allocates all memory.
 */
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

#define TRIANGLE_BITS 20
#define TRIANGLE_MASK (((int64_t)1 << TRIANGLE_BITS) - 1)
#define COVERAGE_UNIT 1073741824.0 /* 2^30, as in paint.py */

static double lower(double a, double b) { return a < b ? a : b; }
static double higher(double a, double b) { return a > b ? a : b; }
static double clipped(double value, double low, double high) { return lower(higher(value, low), high); }

/* floor and ceil of numbers that fit 63 bits: the library's are calls on old processors */
static int64_t floor_of(double value) {
    int64_t whole = (int64_t)value;
    return whole - ((double)whole > value);
}
static int64_t ceil_of(double value) {
    int64_t whole = (int64_t)value;
    return whole + ((double)whole < value);
}

static int64_t within(int64_t place, int64_t size) { return place < 0 ? 0 : place < size ? place : size - 1; }

/* What kernels.c this was built from: the first 16 digits of its SHA-256. */
EXPORT const char *s2b_source(void) { return S2B_SOURCE; }

/* ---- raster.py */

static double double_area(const double *x, const double *y) {
    return (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
}

static void plane(const double *x, const double *y, const double *values, double *out) {
    double area = double_area(x, y);
    double step1 = values[1] - values[0], step2 = values[2] - values[0];
    out[0] = (step1 * (y[2] - y[0]) - step2 * (y[1] - y[0])) / area;
    out[1] = (step2 * (x[1] - x[0]) - step1 * (x[2] - x[0])) / area;
    out[2] = values[0] - out[0] * x[0] - out[1] * y[0];
}

/* A triangle ready to be filled: its rows, its edges as x = per_row * y + at_zero, the plane of its nearness. side: 1
 * for an edge on the left, -1 on the right, 0 for one that runs across. */
typedef struct {
    int64_t top, bottom;
    double per_row[3], at_zero[3], slope[3];
    int side[3];
} Filling;

/* What a picture of triangles is made of. */
typedef struct {
    const double *points, *nearness;
    const int64_t *faces;
    int64_t width, height;
    double least_area, edge_px;
} Scene;

/* Prepare a face of the scene; return 0 where it covers no pixel centre, or shows its back and has none. */
static int prepared(const Scene *scene, int64_t face, int two_sided, Filling *out) {
    const int64_t *corner = scene->faces + 3 * face;
    double x[3], y[3], near[3], wide = (double)scene->width, high = (double)scene->height;
    for (int i = 0; i < 3; i++) {
        x[i] = scene->points[2 * corner[i]];
        y[i] = scene->points[2 * corner[i] + 1];
    }
    double area = double_area(x, y);
    if (!(area < -scene->least_area || (two_sided && area > scene->least_area))) return 0;
    double x_low = lower(lower(x[0], x[1]), x[2]), x_high = higher(higher(x[0], x[1]), x[2]);
    double y_low = lower(lower(y[0], y[1]), y[2]), y_high = higher(higher(y[0], y[1]), y[2]);
    if (x_low >= wide || x_high <= 0.0 || y_low >= high || y_high <= 0.0) return 0;
    if (ceil_of(higher(x_low, 0.0) - 0.5) > floor_of(lower(x_high, wide) - 0.5)) return 0;
    out->top = ceil_of(higher(y_low, 0.0) - 0.5);
    out->bottom = floor_of(lower(y_high, high) - 0.5);
    if (out->top > out->bottom) return 0;
    double sign = area < 0.0 ? -1.0 : 1.0;
    for (int start = 0; start < 3; start++) {
        int end = start == 2 ? 0 : start + 1;
        double across = (y[start] - y[end]) * sign, down = (x[end] - x[start]) * sign;
        double offset = -(across * x[start] + down * y[start]);
        int flat = fabs(across) < 1e-12;
        double divisor = flat ? 1.0 : -across;
        out->per_row[start] = down / divisor;
        out->at_zero[start] = offset / divisor;
        out->side[start] = flat ? 0 : across > 0.0 ? 1 : -1;
    }
    for (int i = 0; i < 3; i++) near[i] = scene->nearness[corner[i]];
    plane(x, y, near, out->slope);
    return 1;
}

/* Return the columns that a triangle covers in a row, and its nearness there where x is 0. */
static inline double span(const Scene *scene, const Filling *filling, int64_t row, int32_t *first, int32_t *last) {
    double middle = (double)row + 0.5, low = 0.0, high = (double)scene->width;
    for (int edge = 0; edge < 3; edge++) {
        double crossing = filling->per_row[edge] * middle + filling->at_zero[edge];
        if (filling->side[edge] > 0) low = higher(low, crossing);
        else if (filling->side[edge] < 0) high = lower(high, crossing);
        else if (crossing < -scene->edge_px) high = -1.0;
    }
    *first = (int32_t)ceil_of(clipped(low - 0.5 - scene->edge_px, 0.0, (double)scene->width));
    *last = (int32_t)floor_of(clipped(high - 0.5 + scene->edge_px, -1.0, (double)(scene->width - 1)));
    return filling->slope[1] * middle + filling->slope[2];
}

/* What is seen through a pixel is a double whose high bits are the nearness and whose low bits name the triangle: the
 * greater one is in front. chosen: room for `face_count` numbers. Returns how many triangles were drawable. */
EXPORT int64_t s2b_rasterize(const Scene *scene, const uint8_t *two_sided, int64_t face_count, int64_t *chosen,
                             double *keys) {
    int64_t count = 0;
    Filling filling;
    memset(keys, 0, (size_t)(scene->width * scene->height) * sizeof *keys);
    for (int64_t face = 0; face < face_count; face++) {
        if (!prepared(scene, face, two_sided[face], &filling)) continue;
        if (count > TRIANGLE_MASK) return count + 1;
        for (int64_t row = filling.top; row <= filling.bottom; row++) {
            int32_t first, last;
            double base = span(scene, &filling, row, &first, &last), *line = keys + row * scene->width;
            for (int32_t column = first; column <= last; column++) {
                double value = higher(filling.slope[0] * ((double)column + 0.5) + base, 1e-9);
                int64_t key;
                memcpy(&key, &value, sizeof key);
                key = (key & ~TRIANGLE_MASK) | count;
                memcpy(&value, &key, sizeof value);
                line[column] = higher(value, line[column]);
            }
        }
        chosen[count++] = face;
    }
    return count;
}

/* The same without the numbers of the triangles: the greatest nearness alone. */
EXPORT void s2b_nearest(const Scene *scene, const uint8_t *two_sided, int64_t face_count, float *nearest) {
    Filling filling;
    memset(nearest, 0, (size_t)(scene->width * scene->height) * sizeof *nearest);
    for (int64_t face = 0; face < face_count; face++) {
        if (!prepared(scene, face, two_sided[face], &filling)) continue;
        for (int64_t row = filling.top; row <= filling.bottom; row++) {
            int32_t first, last;
            double base = span(scene, &filling, row, &first, &last);
            float *line = nearest + row * scene->width;
            for (int32_t column = first; column <= last; column++) {
                float value = (float)higher(filling.slope[0] * ((double)column + 0.5) + base, 1e-9);
                line[column] = value > line[column] ? value : line[column];
            }
        }
    }
}

/* What a pixel needs of a face. ready: whether the plane of its values is known. */
typedef struct {
    double plane[3];
    int32_t part, ready;
} Shown;

static void show(const double *screen, const double *values, const int64_t *corner, int64_t part, Shown *out) {
    double x[3], y[3], scaled[3];
    for (int i = 0; i < 3; i++) {
        x[i] = screen[3 * corner[i]];
        y[i] = screen[3 * corner[i] + 1];
        scaled[i] = values[corner[i]] / screen[3 * corner[i] + 2];
    }
    plane(x, y, scaled, out->plane);
    double turned = double_area(x, y) > 0.0 ? -1.0 : 1.0;
    for (int i = 0; i < 3; i++) out->plane[i] *= turned;
    out->part = (int32_t)part;
    out->ready = 1;
}

/* chosen, keys: of s2b_rasterize. screen: (n, 3) x, y, distance; values: (n,); parts: of the faces. shown: zeros, one for
 * each of the chosen. */
EXPORT void s2b_resolve(const double *keys, const int64_t *chosen, const double *screen, const double *values,
                        const int64_t *faces, const int64_t *parts, int64_t width, int64_t height, Shown *shown,
                        float *depth, int32_t *part, float *out) {
    for (int64_t at = 0; at < width * height; at++) {
        int64_t key;
        double nearness;
        memcpy(&key, keys + at, sizeof key);
        key &= ~TRIANGLE_MASK;
        memcpy(&nearness, &key, sizeof nearness);
        depth[at] = (float)(1.0 / nearness); /* infinite where nothing is */
    }
    for (int64_t row = 0; row < height; row++) {
        double y_middle = (double)row + 0.5;
        for (int64_t at = row * width, column = 0; column < width; column++, at++) {
            int64_t key;
            memcpy(&key, keys + at, sizeof key);
            if (key == 0) {
                part[at] = 0;
                out[at] = 0.0f;
                continue;
            }
            Shown *own = shown + (key & TRIANGLE_MASK);
            if (!own->ready) {
                int64_t face = chosen[key & TRIANGLE_MASK];
                show(screen, values, faces + 3 * face, parts[face], own);
            }
            part[at] = own->part;
            double found = own->plane[0] * ((double)column + 0.5) + own->plane[1] * y_middle + own->plane[2];
            out[at] = (float)(found * (double)depth[at]);
        }
    }
}

/* What a table says of the part that each pixel shows. */
EXPORT void s2b_marked(const int32_t *part, const uint8_t *table, int64_t pixels, uint8_t *out) {
    for (int64_t i = 0; i < pixels; i++) out[i] = table[part[i]];
}

/* ---- polylines.py */

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

/* ---- paint.py */

#define TILE 32 /* pixels of a row that are looked at together: most of a picture has no ink */

/* Signed areas in pixels, before they are summed along rows. weighted may be NULL. touched: tiles with an area in them,
 * `tiles` a row. Everything is zero before polygons are added and after they were painted. */
typedef struct {
    int64_t *amount, *weighted;
    uint8_t *touched;
    int64_t line, width, height, tiles;
} Sums;

static Sums sums_of(int64_t width, int64_t height, int64_t *amount, int64_t *weighted, uint8_t *touched) {
    Sums sums = {amount, weighted, touched, width + 2, width, height, (width + 1) / TILE + 1};
    return sums;
}

static int64_t whole_units(double value) { return llrint(value * COVERAGE_UNIT); }

static void add_piece(const Sums *sums, int64_t row, int64_t column, double tall, double inside, double value) {
    int64_t cell = row * sums->line + column;
    int64_t all = whole_units(tall), later = whole_units(tall * inside);
    uint8_t *touched = sums->touched + row * sums->tiles;
    touched[column / TILE] = touched[(column + 1) / TILE] = 1;
    sums->amount[cell] += all - later;
    sums->amount[cell + 1] += later;
    if (sums->weighted) {
        double weight = tall * value;
        all = whole_units(weight);
        later = whole_units(weight * inside);
        sums->weighted[cell] += all - later;
        sums->weighted[cell + 1] += later;
    }
}

static void add_edge(const Sums *sums, double x0, double y0, double x1, double y1, double value) {
    int64_t height = sums->height;
    double top = lower(y0, y1), bottom = higher(y0, y1), wide = (double)sums->width;
    if (!(bottom > 0.0 && top < (double)height && bottom > top && lower(x0, x1) < wide)) return;
    double slope = (x1 - x0) / (y1 - y0), direction = y1 > y0 ? 1.0 : -1.0;
    double from_start = x0 - slope * y0;
    int64_t first = floor_of(higher(top, 0.0)), past = ceil_of(lower(bottom, (double)height));
    for (int64_t row = first; row < past; row++) {
        double start = higher(top, (double)row), end = lower(bottom, (double)(row + 1));
        double xa = from_start + slope * start, xb = from_start + slope * end;
        double left = clipped(lower(xa, xb), 0.0, wide), right = clipped(higher(xa, xb), 0.0, wide);
        double tall = (end - start) * direction;
        int64_t column = floor_of(left), after = ceil_of(right);
        if (after - column <= 1) {
            add_piece(sums, row, column, tall, 0.5 * (left + right) - (double)column, value);
            continue;
        }
        double across = higher(right - left, 1e-12);
        for (; column < after; column++) {
            double a = higher(left, (double)column), b = lower(right, (double)(column + 1));
            add_piece(sums, row, column, tall * (b - a) / across, 0.5 * (a + b) - (double)column, value);
        }
    }
}

static void add_polygons(const Sums *sums, const double *points, const int64_t *starts, int64_t polygons,
                         const double *values, double shift_x, double shift_y) {
    for (int64_t polygon = 0; polygon < polygons; polygon++) {
        double value = values ? values[polygon] : 0.0;
        for (int64_t i = starts[polygon]; i < starts[polygon + 1]; i++) {
            int64_t next = i + 1 < starts[polygon + 1] ? i + 1 : starts[polygon];
            add_edge(sums, points[2 * i] - shift_x, points[2 * i + 1] - shift_y, points[2 * next] - shift_x,
                     points[2 * next + 1] - shift_y, value);
        }
    }
}

static float covered(int64_t sum) {
    float amount = fabsf((float)((double)sum / COVERAGE_UNIT));
    return amount < 1.0f ? amount : 1.0f;
}

/* What is done with a pixel that polygons lie in; amount, weight: the sums there. */
typedef void Paint(const void *ink, int64_t row, int64_t column, int64_t amount, int64_t weight);

/* Sum along the rows and paint every pixel whose sum is not 0. */
static inline void sweep(const Sums *sums, Paint paint, const void *ink) {
    for (int64_t row = 0; row < sums->height; row++) {
        int64_t amount = 0, weight = 0, *amounts = sums->amount + row * sums->line;
        int64_t *weights = sums->weighted ? sums->weighted + row * sums->line : NULL;
        uint8_t *touched = sums->touched + row * sums->tiles;
        for (int64_t tile = 0; tile < sums->tiles; tile++) {
            int64_t start = tile * TILE, end = start + TILE < sums->width ? start + TILE : sums->width;
            if (!touched[tile]) {
                for (int64_t column = start; amount && column < end; column++) paint(ink, row, column, amount, weight);
                continue;
            }
            for (int64_t column = start; column < end; column++) {
                amount += amounts[column];
                if (weights) weight += weights[column];
                if (amount) paint(ink, row, column, amount, weight);
            }
            touched[tile] = 0;
            end = start + TILE < sums->line ? start + TILE : sums->line;
            memset(amounts + start, 0, (size_t)(end - start) * sizeof *amounts);
            if (weights) memset(weights + start, 0, (size_t)(end - start) * sizeof *weights);
        }
    }
}

/* The touched part of a picture whose rows are `stride` apart. */
typedef struct {
    float *picture;
    int64_t stride;
    float grey, alpha, nothing;
} Fill;

static void paint_flat(const void *ink, int64_t row, int64_t column, int64_t amount, int64_t weight) {
    const Fill *fill = ink;
    float *pixel = fill->picture + row * fill->stride + column;
    *pixel += (fill->grey - *pixel) * (covered(amount) * fill->alpha);
    (void)weight;
}

static void paint_mixed(const void *ink, int64_t row, int64_t column, int64_t amount, int64_t weight) {
    const Fill *fill = ink;
    float *pixel = fill->picture + row * fill->stride + column;
    float share = (float)((double)amount / COVERAGE_UNIT);
    if (!(fabsf(share) > fill->nothing)) return;
    *pixel += ((float)((double)weight / COVERAGE_UNIT) / share - *pixel) * covered(amount);
}

/* points are moved by -shift. amount: height * (width + 2) zeros, and zeros again afterwards; so are touched, a tile each. */
EXPORT void s2b_fill(const double *points, const int64_t *starts, int64_t polygons, double shift_x, double shift_y,
                     int64_t width, int64_t height, const Fill *fill, int64_t *amount, uint8_t *touched) {
    Sums sums = sums_of(width, height, amount, NULL, touched);
    add_polygons(&sums, points, starts, polygons, NULL, shift_x, shift_y);
    sweep(&sums, paint_flat, fill);
}

EXPORT void s2b_fill_mixed(const double *points, const int64_t *starts, int64_t polygons, const double *greys,
                           double shift_x, double shift_y, int64_t width, int64_t height, const Fill *fill,
                           int64_t *amount, int64_t *weighted, uint8_t *touched) {
    Sums sums = sums_of(width, height, amount, weighted, touched);
    add_polygons(&sums, points, starts, polygons, greys, shift_x, shift_y);
    sweep(&sums, paint_mixed, fill);
}

/* ---- trace.py */

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

/* ---- ink.py */

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

/* ---- tone.py */

/* Copy a line between `margin` repetitions of its ends. */
#define PADDED(name, type)                                                                    \
    static void name(const type *line, int64_t count, int64_t margin, type *out) {            \
        memcpy(out + margin, line, (size_t)count * sizeof *line);                             \
        for (int64_t i = 0; i < margin; i++) {                                                \
            out[i] = line[0];                                                                 \
            out[margin + count + i] = line[count - 1];                                        \
        }                                                                                     \
    }

PADDED(padded_lanes, uint64_t)
PADDED(padded_sums, uint16_t)

static void lay_lanes(const uint8_t *levels, const uint64_t *lanes, int64_t width, uint64_t *row) {
    for (int64_t column = 0; column < width; column++) row[column] = lanes[levels[column]];
}

/* lanes: of each level. scratch: room for 4 * width + 4 beside a picture like `out`, which becomes the blurred lanes. */
EXPORT void s2b_blur_lanes(const uint8_t *levels, const uint64_t *lanes, int64_t width, int64_t height,
                           uint64_t *scratch, uint64_t *out) {
    uint64_t *once = scratch, *rows[3] = {scratch + height * width, rows[0] + width, rows[1] + width};
    lay_lanes(levels, lanes, width, rows[0]);
    lay_lanes(levels, lanes, width, rows[1]);
    for (int64_t row = 0; row < height; row++) { /* down, by 1 */
        const uint64_t *above = rows[row % 3], *own = rows[(row + 1) % 3];
        uint64_t *below = rows[(row + 2) % 3], *to = once + row * width;
        lay_lanes(levels + within(row + 1, height) * width, lanes, width, below);
        for (int64_t column = 0; column < width; column++) to[column] = (own[column] << 1) + above[column] + below[column];
    }
    uint64_t *wide = rows[0], *twice = wide + width + 2;
    for (int64_t row = 0; row < height; row++) { /* down, by 2; then across */
        const uint64_t *above = once + within(row - 2, height) * width, *middle = once + row * width;
        const uint64_t *below = once + within(row + 2, height) * width;
        uint64_t *own = out + row * width;
        for (int64_t column = 0; column < width; column++)
            own[column] = (middle[column] << 1) + above[column] + below[column];
        padded_lanes(own, width, 1, wide);
        for (int64_t column = 0; column < width; column++)
            own[column] = (own[column] << 1) + wide[column] + wide[column + 2];
        padded_lanes(own, width, 2, twice);
        for (int64_t column = 0; column < width; column++)
            own[column] += ((twice[column] + twice[column + 4]) >> 1) & 0x7F7F7F7F7F7F7F7FULL;
    }
}

#define BLOCK 4096 /* pixels that stay in the processor's nearest cache */

/* How many of the thresholds each pixel's darkness is above. */
EXPORT void s2b_levels(const float *darkness, int64_t pixels, const float *thresholds, int64_t count, uint8_t *levels) {
    for (int64_t start = 0; start < pixels; start += BLOCK) {
        int64_t past = start + BLOCK < pixels ? start + BLOCK : pixels;
        memset(levels + start, 0, (size_t)(past - start));
        for (int64_t level = 0; level < count; level++) {
            float above = thresholds[level];
            for (int64_t i = start; i < past; i++) levels[i] += darkness[i] > above;
        }
    }
}

/* depth, people: the part of a picture round people, rows `stride` apart; out: such a part as well. reaches: for each step
 * the depth from which people have had their rim; nearest, grown: room for the part. */
EXPORT void s2b_rim(const float *depth, const uint8_t *people, int64_t width, int64_t height, int64_t stride,
                    const float *reaches, int64_t steps, float behind_m, float *nearest, float *grown, uint8_t *out) {
    for (int64_t y = 0; y < height; y++)
        for (int64_t x = 0; x < width; x++)
            nearest[y * width + x] = people[y * stride + x] ? depth[y * stride + x] : -1.0f;
    for (int64_t step = 0; step < steps; step++) {
        float reach = reaches[step], *swap = nearest;
        memcpy(grown, nearest, (size_t)(width * height) * sizeof *grown);
        for (int64_t i = 0; i < width * height; i++) nearest[i] = nearest[i] < reach ? nearest[i] : -1.0f;
        for (int64_t y = 0; y < height; y++) {
            const float *own = nearest + y * width, *above = y > 0 ? own - width : own;
            const float *below = y < height - 1 ? own + width : own;
            float *to = grown + y * width;
            for (int64_t x = 0; x < width; x++) {
                float aside = above[x] > below[x] ? above[x] : below[x];
                to[x] = aside > to[x] ? aside : to[x];
            }
            for (int64_t x = 1; x < width; x++) to[x] = own[x - 1] > to[x] ? own[x - 1] : to[x];
            for (int64_t x = 0; x < width - 1; x++) to[x] = own[x + 1] > to[x] ? own[x + 1] : to[x];
        }
        nearest = grown;
        grown = swap;
    }
    for (int64_t y = 0; y < height; y++)
        for (int64_t x = 0; x < width; x++) {
            float near = nearest[y * width + x];
            out[y * stride + x] = !people[y * stride + x] & (near >= 0.0f) & (depth[y * stride + x] > near + behind_m);
        }
}

static uint8_t grey_of(uint64_t even, uint64_t odd, const uint8_t *tables, int lanes) {
    uint8_t grey = 255;
    for (int lane = 0; lane < lanes; lane++) {
        uint64_t bytes = lane & 1 ? odd : even;
        grey -= tables[256 * lane + ((bytes >> (16 * (lane / 2))) & 0xFF)];
    }
    return grey;
}

/* The grey between four neighbours, the second of each pair by sixteenths of its weight. */
static uint8_t mixed_grey(const uint64_t corners[4], uint64_t after, uint64_t down, const uint8_t *tables, int lanes) {
    const uint64_t half = 0x00FF00FF00FF00FFULL, rounding = 0x0080008000800080ULL;
    uint64_t mixed[2];
    for (int odd = 0; odd < 2; odd++) {
        uint64_t bytes[4];
        for (int i = 0; i < 4; i++) bytes[i] = (corners[i] >> 8 * odd) & half;
        uint64_t top = bytes[0] * (16 - after) + bytes[1] * after, bottom = bytes[2] * (16 - after) + bytes[3] * after;
        mixed[odd] = ((top * (16 - down) + bottom * down + rounding) >> 8) & half;
    }
    return grey_of(mixed[0], mixed[1], tables, lanes);
}

/* rows, columns: (3, height) and (3, width): the two places that each pixel lies between, and the second's weight in
 * sixteenths; places rise. tables: (lanes, 256). */
EXPORT void s2b_enlarge(const uint64_t *blurred, int64_t blurred_width, const int64_t *rows, const int64_t *columns,
                        const uint8_t *tables, int64_t lanes, int64_t width, int64_t height, uint8_t *out) {
    const uint64_t half = 0x00FF00FF00FF00FFULL;
    for (int64_t y = 0; y < height; y++) {
        const uint64_t *upper = blurred + rows[y] * blurred_width, *lower_row = blurred + rows[height + y] * blurred_width;
        uint8_t *line = out + y * width;
        for (int64_t x = 0; x < width;) {
            int64_t left = columns[x], right = columns[width + x], past = left;
            uint64_t a = upper[left], corners[4] = {a, upper[right], lower_row[left], lower_row[right]};
            if (a != corners[1] || a != corners[2] || a != corners[3]) {
                line[x] = mixed_grey(corners, (uint64_t)columns[2 * width + x], (uint64_t)rows[2 * height + y], tables, (int)lanes);
                x++;
                continue;
            }
            while (past < blurred_width && upper[past] == a && lower_row[past] == a) past++; /* flat up to here */
            uint8_t grey = grey_of(a & half, (a >> 8) & half, tables, (int)lanes);
            while (x < width && columns[width + x] < past) line[x++] = grey;
        }
    }
}

/* people: in a raster of `people_width`; rows, columns: the place in it of each row and column of the picture. A streak
 * is left out on people and on greys outside darkest..lightest. */
typedef struct {
    uint8_t *picture;
    const uint8_t *people;
    const int64_t *rows, *columns;
    int64_t width, height, people_width;
    float strength;
    int32_t darkest, lightest;
} Streaks;

static void paint_streak(const void *ink, int64_t row, int64_t column, int64_t amount, int64_t weight) {
    const Streaks *own = ink;
    uint8_t *pixel = own->picture + row * own->width + column;
    (void)weight;
    if (*pixel > own->lightest || *pixel < own->darkest) return;
    if (!own->people[own->rows[row] * own->people_width + own->columns[column]]) *pixel -= (uint8_t)lrintf(covered(amount) * own->strength);
}

EXPORT void s2b_streaks(const double *points, const int64_t *starts, int64_t polygons, const Streaks *streaks,
                        int64_t *amount, uint8_t *touched) {
    Sums sums = sums_of(streaks->width, streaks->height, amount, NULL, touched);
    add_polygons(&sums, points, starts, polygons, NULL, 0.0, 0.0);
    sweep(&sums, paint_streak, streaks);
}

/* ---- tone_plan.py */

/* Take each darkness that is not kept along a curve of `steps` + 1 values from 0 to 1. */
EXPORT void s2b_toned(const float *darkness, const uint8_t *kept, const float *curve, int64_t steps, int64_t pixels,
                      float *out) {
    float scale = (float)steps;
    for (int64_t i = 0; i < pixels; i++) {
        float place = darkness[i] < 0.0f ? 0.0f : darkness[i] < 1.0f ? darkness[i] : 1.0f;
        out[i] = kept[i] ? darkness[i] : curve[(int32_t)(place * scale)];
    }
}

/* ---- masses.py */

/* Keep the darkness of shapes within their limits; a part has three: lit, turned away, in a cast shadow. */
EXPORT void s2b_within_limits(const float *darkness, const int32_t *part, const uint8_t *cast, const float *facing,
                              float lit_from, const float *least, const float *most, int64_t pixels, float *out) {
    for (int64_t i = 0; i < pixels; i++) {
        int32_t shape = 3 * part[i] + (cast[i] ? 2 : facing[i] <= lit_from);
        float value = darkness[i] < least[shape] ? least[shape] : darkness[i];
        out[i] = value > most[shape] ? most[shape] : value;
    }
}

/* ---- shade.py */

typedef struct {
    float centre[3], axes[9], scale, far, bias;
} ShadowView;

static int32_t place_in_map(float place, float top) { return (int32_t)(place < 0.0f ? 0.0f : place < top ? place : top); }

/* How many of four places of the shadow map round each point lie nearer to the light than it. */
EXPORT void s2b_covered(const float *x, const float *y, const float *z, const float *depth, int64_t count,
                        const float *nearness, int64_t size, const ShadowView *view, uint8_t *out) {
    const float *axes = view->axes, middle = (float)size / 2, top = (float)(size - 1);
    for (int64_t i = 0; i < count; i++) {
        float dx = x[i] - view->centre[0], dy = y[i] - view->centre[1], dz = z[i] - view->centre[2];
        float column = (dx * axes[0] + dy * axes[1] + dz * axes[2]) * view->scale + middle;
        float row = middle - (dx * axes[3] + dy * axes[4] + dz * axes[5]) * view->scale;
        out[i] = 0;
        if (!(column > 0.0f && column < (float)size && row > 0.0f && row < (float)size && isfinite(depth[i]))) continue;
        float limit = view->far - (dx * axes[6] + dy * axes[7] + dz * axes[8]) + view->bias;
        const float *above = nearness + place_in_map(row - 0.5f, top) * size;
        const float *below = nearness + place_in_map(row + 0.5f, top) * size;
        int32_t left = place_in_map(column - 0.5f, top), right = place_in_map(column + 0.5f, top);
        out[i] = (above[left] > limit) + (above[right] > limit) + (below[left] > limit) + (below[right] > limit);
    }
}

/* Sum five neighbours along a row; its ends are repeated. wide: room for count + 4. */
static void sum_five(const uint16_t *line, int64_t count, uint16_t *wide, uint16_t *out) {
    padded_sums(line, count, 2, wide);
    for (int64_t i = 0; i < count; i++) out[i] = wide[i] + wide[i + 1] + wide[i + 2] + wide[i + 3] + wide[i + 4];
}

/* covered: half of the picture's size, rounded up. scratch: room for three of its rows and 8 numbers more beside as much as
 * it. */
EXPORT void s2b_soften(const uint8_t *covered, int64_t width, int64_t height, int64_t most, uint16_t *scratch,
                       uint8_t *out) {
    int64_t columns = (width + 1) / 2, rows = (height + 1) / 2;
    uint16_t *sums = scratch, *line = scratch + columns * rows, *wide = line + columns;
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t i = 0; i < columns; i++) {
            uint16_t sum = 0;
            for (int64_t shift = -2; shift <= 2; shift++) sum += covered[within(row + shift, rows) * columns + i];
            line[i] = sum;
        }
        sum_five(line, columns, wide, sums + row * columns);
    }
    for (int64_t row = 0; row < height; row++) {
        const uint16_t *own = sums + row / 2 * columns, *above = sums + within(row / 2 - 1, rows) * columns;
        const uint16_t *below = sums + within(row / 2 + 1, rows) * columns;
        const uint16_t *twice = row % 2 ? below : above, *once = row % 2 ? above : below;
        uint8_t *to = out + row * width;
        for (int64_t i = 0; i < columns; i++) line[i] = 2 * own[i] + 2 * twice[i] + once[i];
        padded_sums(line, columns, 1, wide);
        for (int64_t i = 0; i < width / 2; i++) {
            uint16_t left = wide[i], middle = 2 * wide[i + 1], right = wide[i + 2];
            to[2 * i] = 2 * left + middle + right > most / 2;
            to[2 * i + 1] = left + middle + 2 * right > most / 2;
        }
        if (width % 2) to[width - 1] = 2 * wide[columns - 1] + 3 * wide[columns] > most / 2;
    }
}

/* Properties of a part, see shade.Surfaces. night: its share of the night; emission: NaN where there is none. */
typedef struct {
    float grey, deepening, night, emission;
    int32_t glossy;
} Surface;

typedef struct {
    float lit_from, gloss_low, gloss_high, gloss_lightens;
    float fog, fog_near_m, fog_range_m, fog_most;
    int32_t has_night, has_fog;
} Lighting;

/* night may be NULL where there is none. */
EXPORT void s2b_shade(const int32_t *part, const float *depth, const float *facing, const uint8_t *shadow,
                      const float *sky, const float *night, const Surface *surfaces, const Lighting *light,
                      int64_t count, float *out) {
    for (int64_t i = 0; i < count; i++) {
        if (part[i] <= 0) {
            out[i] = sky[i];
            continue;
        }
        const Surface *own = surfaces + part[i];
        if (!isnan(own->emission)) {
            out[i] = own->emission;
            continue;
        }
        float darkness = own->grey + (facing[i] <= light->lit_from || shadow[i] ? own->deepening : 0.0f);
        if (own->glossy && facing[i] > light->gloss_low && facing[i] < light->gloss_high && !shadow[i])
            darkness -= light->gloss_lightens;
        if (light->has_night) darkness += (1.0f - darkness) * night[i] * own->night;
        if (light->has_fog) {
            float thickness = (depth[i] - light->fog_near_m) / light->fog_range_m;
            thickness = (thickness < 0.0f ? 0.0f : thickness < 1.0f ? thickness : 1.0f) * light->fog_most;
            darkness += (light->fog - darkness) * thickness;
        }
        out[i] = darkness;
    }
}

/* ---- png.py */

static int distance(int a, int b) { return a < b ? b - a : a - b; }

/* What the PNG filter Paeth guesses of a byte from those left of it, above it, and above to the left. */
static uint8_t guessed(uint8_t left, uint8_t above, uint8_t corner) {
    int from_left = distance(above, corner), from_above = distance(left, corner);
    int from_corner = distance(left + above, 2 * corner);
    uint8_t nearer = from_above <= from_corner ? above : corner;
    return (from_left <= from_above) & (from_left <= from_corner) ? left : nearer;
}

/* line, above: `count` bytes after one that is 0. Write the filter and the bytes less what it guesses. */
static void filter_row(const uint8_t *line, const uint8_t *above, int64_t count, uint8_t *row) {
    int64_t by_up = 0, by_paeth = 0;
    for (int64_t i = 0; i < count; i++) by_up += line[i] != above[i];
    for (int64_t i = 0; i < count; i++) {
        row[1 + i] = line[i] - guessed(line[i - 1], above[i], above[i - 1]);
        by_paeth += row[1 + i] != 0;
    }
    row[0] = by_paeth < by_up ? 4 : 2;
    if (row[0] == 4) return;
    for (int64_t i = 0; i < count; i++) row[1 + i] = line[i] - above[i];
}

/* table: the palette's index of each of 256 greys. rows: 1 + (width + 1) / 2 bytes each; scratch: room for twice that,
 * zeros. */
EXPORT void s2b_pack(const uint8_t *picture, const uint8_t *table, int64_t width, int64_t height, uint8_t *scratch,
                     uint8_t *rows) {
    int64_t half = (width + 1) / 2;
    uint8_t *own = scratch + 1, *above = scratch + half + 2;
    for (int64_t y = 0; y < height; y++) {
        const uint8_t *line = picture + y * width;
        for (int64_t i = 0; i < width / 2; i++) own[i] = (uint8_t)(table[line[2 * i]] << 4 | table[line[2 * i + 1]]);
        if (width % 2) own[half - 1] = (uint8_t)(table[line[width - 1]] << 4);
        filter_row(own, above, half, rows + y * (half + 1));
        uint8_t *swap = own;
        own = above;
        above = swap;
    }
}
