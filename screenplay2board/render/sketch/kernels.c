/* The hot loops of the sketch renderer, compiled.
 *
 * Each function does what the NumPy function of the same name beside it does, in the same order and precision, so that
 * pictures are equal to the byte with and without this library. Hence: no fused multiply-add, no fast-math, and
 * nothing that differs between C libraries (exp, log, sin stay in NumPy). C99, nothing but the standard library.
 * Images are (height, width), row by row. Whoever calls allocates all memory.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
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

static void fill_triangle(const double *x, const double *y, const double *slope, int64_t number, int64_t width,
                          int64_t height, double edge_px, int64_t *keys) {
    double y_low = lower(lower(y[0], y[1]), y[2]), y_high = higher(higher(y[0], y[1]), y[2]);
    int64_t top = ceil_of(clipped(y_low - 0.5, -1.0, (double)height));
    int64_t bottom = floor_of(clipped(y_high - 0.5, -1.0, (double)(height - 1)));
    double sign = double_area(x, y) < 0.0 ? -1.0 : 1.0;
    double per_row[3], at_zero[3];
    int side[3];
    if (top < 0) top = 0;
    for (int start = 0; start < 3; start++) {
        int end = start == 2 ? 0 : start + 1;
        double across = (y[start] - y[end]) * sign, down = (x[end] - x[start]) * sign;
        double offset = -(across * x[start] + down * y[start]);
        int flat = fabs(across) < 1e-12;
        double divisor = flat ? 1.0 : -across;
        per_row[start] = down / divisor;
        at_zero[start] = offset / divisor;
        side[start] = flat ? 0 : across > 0.0 ? 1 : -1;
    }
    for (int64_t row = top; row <= bottom; row++) {
        double middle = (double)row + 0.5, low = 0.0, high = (double)width;
        for (int edge = 0; edge < 3; edge++) {
            double crossing = per_row[edge] * middle + at_zero[edge];
            if (side[edge] > 0) low = higher(low, crossing);
            else if (side[edge] < 0) high = lower(high, crossing);
            else if (crossing < -edge_px) high = -1.0;
        }
        int64_t first = ceil_of(clipped(low - 0.5 - edge_px, -1.0, (double)width));
        int64_t last = floor_of(clipped(high - 0.5 + edge_px, -1.0, (double)(width - 1)));
        double base = slope[1] * middle + slope[2];
        int64_t *line = keys + row * width;
        if (first < 0) first = 0;
        for (int64_t column = first; column <= last; column++) {
            double value = higher(slope[0] * ((double)column + 0.5) + base, 1e-9);
            int64_t key;
            memcpy(&key, &value, sizeof key);
            key = (key & ~TRIANGLE_MASK) | number;
            if (key > line[column]) line[column] = key;
        }
    }
}

/* chosen: room for `faces` numbers. keys becomes the nearness. Returns how many triangles were drawable. */
EXPORT int64_t s2b_rasterize(const double *points, const double *nearness, const int64_t *faces, const uint8_t *two_sided,
                             int64_t face_count, int64_t width, int64_t height, double least_area, double edge_px,
                             int64_t *chosen, int64_t *keys, int64_t *face) {
    int64_t count = 0, pixels = width * height;
    memset(keys, 0, (size_t)pixels * sizeof *keys);
    for (int64_t index = 0; index < face_count; index++) {
        const int64_t *corner = faces + 3 * index;
        double x[3], y[3], near[3], slope[3];
        for (int i = 0; i < 3; i++) {
            x[i] = points[2 * corner[i]];
            y[i] = points[2 * corner[i] + 1];
        }
        double area = double_area(x, y);
        if (!(area < -least_area || (two_sided[index] && area > least_area))) continue;
        double x_low = lower(lower(x[0], x[1]), x[2]), x_high = higher(higher(x[0], x[1]), x[2]);
        double y_low = lower(lower(y[0], y[1]), y[2]), y_high = higher(higher(y[0], y[1]), y[2]);
        if (x_low >= (double)width || x_high <= 0.0 || y_low >= (double)height || y_high <= 0.0) continue;
        if (ceil_of(higher(x_low, 0.0) - 0.5) > floor_of(lower(x_high, (double)width) - 0.5)) continue;
        if (ceil_of(higher(y_low, 0.0) - 0.5) > floor_of(lower(y_high, (double)height) - 0.5)) continue;
        for (int i = 0; i < 3; i++) near[i] = nearness[corner[i]];
        if (count > TRIANGLE_MASK) return count + 1;
        plane(x, y, near, slope);
        fill_triangle(x, y, slope, count, width, height, edge_px, keys);
        chosen[count++] = index;
    }
    for (int64_t i = 0; i < pixels; i++) {
        face[i] = keys[i] > 0 ? chosen[keys[i] & TRIANGLE_MASK] : -1;
        keys[i] &= ~TRIANGLE_MASK;
    }
    return count;
}

/* planes: room for 4 numbers a face, of which the last tells whether it is seen, and must be 0. */
EXPORT void s2b_interpolate(const double *screen, const double *values, const int64_t *faces, const int64_t *triangle,
                            const float *depth, int64_t width, int64_t height, double *planes, float *out) {
    for (int64_t row = 0; row < height; row++) {
        double y_middle = (double)row + 0.5;
        for (int64_t column = 0; column < width; column++) {
            int64_t at = row * width + column, index = triangle[at];
            if (index < 0) {
                out[at] = 0.0f;
                continue;
            }
            double *own = planes + 4 * index;
            if (own[3] == 0.0) {
                double x[3], y[3], scaled[3];
                for (int i = 0; i < 3; i++) {
                    int64_t corner = faces[3 * index + i];
                    x[i] = screen[3 * corner];
                    y[i] = screen[3 * corner + 1];
                    scaled[i] = values[corner] / screen[3 * corner + 2];
                }
                plane(x, y, scaled, own);
                double turned = double_area(x, y) > 0.0 ? -1.0 : 1.0;
                for (int i = 0; i < 3; i++) own[i] *= turned;
                own[3] = 1.0;
            }
            double found = own[0] * ((double)column + 0.5) + own[1] * y_middle + own[2];
            out[at] = (float)(found * (double)depth[at]);
        }
    }
}

/* ---- paint.py */

typedef struct {
    int64_t *amount, *weighted; /* weighted may be NULL */
    int64_t line, width;
} Sums;

static int64_t whole_units(double value) { return llrint(value * COVERAGE_UNIT); }

static void add_piece(const Sums *sums, int64_t row, int64_t column, double tall, double inside, double value) {
    int64_t cell = row * sums->line + column;
    int64_t all = whole_units(tall), later = whole_units(tall * inside);
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

static void add_edge(const Sums *sums, double x0, double y0, double x1, double y1, double value, int64_t height) {
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
                         const double *values, double shift_x, double shift_y, int64_t height) {
    for (int64_t polygon = 0; polygon < polygons; polygon++) {
        double value = values ? values[polygon] : 0.0;
        for (int64_t i = starts[polygon]; i < starts[polygon + 1]; i++) {
            int64_t next = i + 1 < starts[polygon + 1] ? i + 1 : starts[polygon];
            add_edge(sums, points[2 * i] - shift_x, points[2 * i + 1] - shift_y, points[2 * next] - shift_x,
                     points[2 * next + 1] - shift_y, value, height);
        }
    }
}

static float covered(int64_t sum) {
    float amount = fabsf((float)((double)sum / COVERAGE_UNIT));
    return amount < 1.0f ? amount : 1.0f;
}

/* cells: height * (width + 2) zeros. */
EXPORT void s2b_coverage(const double *points, const int64_t *starts, int64_t polygons, int64_t width, int64_t height,
                         int64_t *cells, float *out) {
    Sums sums = {cells, NULL, width + 2, width};
    add_polygons(&sums, points, starts, polygons, NULL, 0.0, 0.0, height);
    for (int64_t row = 0; row < height; row++) {
        int64_t sum = 0, *line = cells + row * sums.line;
        for (int64_t column = 0; column < width; column++) {
            sum += line[column];
            out[row * width + column] = covered(sum);
        }
    }
}

/* picture: the touched part of a picture whose rows are `stride` apart; points are moved by -shift to lie on it. */
EXPORT void s2b_fill(const double *points, const int64_t *starts, int64_t polygons, double shift_x, double shift_y,
                     int64_t width, int64_t height, int64_t stride, float grey, float alpha, int64_t *cells,
                     float *picture) {
    Sums sums = {cells, NULL, width + 2, width};
    add_polygons(&sums, points, starts, polygons, NULL, shift_x, shift_y, height);
    for (int64_t row = 0; row < height; row++) {
        int64_t sum = 0, *line = cells + row * sums.line;
        float *pixel = picture + row * stride;
        for (int64_t column = 0; column < width; column++) {
            sum += line[column];
            if (sum) pixel[column] += (grey - pixel[column]) * (covered(sum) * alpha);
        }
    }
}

EXPORT void s2b_fill_mixed(const double *points, const int64_t *starts, int64_t polygons, const double *greys,
                           double shift_x, double shift_y, int64_t width, int64_t height, int64_t stride,
                           float nothing, int64_t *cells, int64_t *weighted, float *picture) {
    Sums sums = {cells, weighted, width + 2, width};
    add_polygons(&sums, points, starts, polygons, greys, shift_x, shift_y, height);
    for (int64_t row = 0; row < height; row++) {
        int64_t sum = 0, weight = 0, begin = row * sums.line;
        float *pixel = picture + row * stride;
        for (int64_t column = 0; column < width; column++) {
            sum += cells[begin + column];
            weight += weighted[begin + column];
            float amount = (float)((double)sum / COVERAGE_UNIT);
            if (!(fabsf(amount) > nothing)) continue;
            float mean = (float)((double)weight / COVERAGE_UNIT) / amount;
            pixel[column] += (mean - pixel[column]) * covered(sum);
        }
    }
}

/* ---- trace.py */

/* Places (line, step) between pixels of which something changes, line after line; step_px, line_px: distances in
 * memory of neighbours along a line and of lines. marks: room for 16 * steps. Returns how many places. */
EXPORT int64_t s2b_changes(const float *depth, const int32_t *part, int64_t lines, int64_t steps, int64_t line_px,
                           int64_t step_px, float lowest, float per_metre, uint8_t *marks, int64_t *line_out,
                           int64_t *step_out) {
    int64_t found = 0;
    for (int64_t block = 0; block < lines; block += 16) {
        int64_t past = block + 16 < lines ? block + 16 : lines;
        int by_line = step_px == 1;
        for (int64_t outer = 0; outer < (by_line ? past - block : steps); outer++) {
            for (int64_t inner = 0; inner < (by_line ? steps : past - block); inner++) {
                int64_t line = by_line ? outer : inner, step = by_line ? inner : outer;
                int64_t a = (block + line) * line_px + step * step_px, b = a + step_px;
                float near = depth[a] < depth[b] ? depth[a] : depth[b];
                marks[line * steps + step] =
                    (part[a] != part[b]) | (fabsf(depth[b] - depth[a]) > lowest + near * per_metre);
            }
        }
        for (int64_t line = block; line < past; line++) {
            const uint8_t *mark = marks + (line - block) * steps;
            for (int64_t step = 0; step < steps; step++) {
                if (mark[step]) {
                    line_out[found] = line;
                    step_out[found++] = step;
                }
            }
        }
    }
    return found;
}
