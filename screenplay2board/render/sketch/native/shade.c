/* shade.py: light and shadow. */
#include "kernels.h"

typedef struct {
    float centre[3], axes[9], scale, far, bias;
} ShadowView;

static int32_t place_in_map(float place, float top) { return (int32_t)(place < 0.0f ? 0.0f : place < top ? place : top); }

#define STEPS 4 /* between two places of the shadow map, as in shade.py */

/* How far a place lies on the way between two of the map, in steps. */
static int between(float place) {
    float after = place + 0.5f;
    return (int)((after - (float)(int32_t)after) * (float)STEPS + 0.5f);
}

/* Where something is nearer to the light: four places of the shadow map count, the nearest most, STEPS * STEPS in all. */
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
        int across = between(column), down = between(row);
        int upper = (STEPS - across) * (above[left] > limit) + across * (above[right] > limit);
        int under = (STEPS - across) * (below[left] > limit) + across * (below[right] > limit);
        out[i] = (uint8_t)((STEPS - down) * upper + down * under);
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
