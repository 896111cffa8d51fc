/* png.py: rows of pixels that pack well. */
#include "kernels.h"

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
