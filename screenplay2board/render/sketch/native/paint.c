/* paint.py, and the streaks of tone.py: polygons with exact coverage. */
#include "kernels.h"

#define COVERAGE_UNIT 1073741824.0 /* 2^30, as in paint.py */

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
