/* tone.py, tone_plan.py and masses.py: from darkness to marker tones. */
#include "kernels.h"

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

/* Take each darkness that is not kept along a curve of `steps` + 1 values from 0 to 1. */
EXPORT void s2b_toned(const float *darkness, const uint8_t *kept, const float *curve, int64_t steps, int64_t pixels,
                      float *out) {
    float scale = (float)steps;
    for (int64_t i = 0; i < pixels; i++) {
        float place = darkness[i] < 0.0f ? 0.0f : darkness[i] < 1.0f ? darkness[i] : 1.0f;
        out[i] = kept[i] ? darkness[i] : curve[(int32_t)(place * scale)];
    }
}

/* Keep the darkness of shapes within their limits; a part has three: lit, turned away, in a cast shadow. */
EXPORT void s2b_within_limits(const float *darkness, const int32_t *part, const uint8_t *cast, const float *facing,
                              float lit_from, const float *least, const float *most, int64_t pixels, float *out) {
    for (int64_t i = 0; i < pixels; i++) {
        int32_t shape = 3 * part[i] + (cast[i] ? 2 : facing[i] <= lit_from);
        float value = darkness[i] < least[shape] ? least[shape] : darkness[i];
        out[i] = value > most[shape] ? most[shape] : value;
    }
}
