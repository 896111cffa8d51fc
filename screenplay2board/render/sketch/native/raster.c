/* raster.py: what is seen through each pixel. */
#include "kernels.h"

#define TRIANGLE_BITS 20
#define TRIANGLE_MASK (((int64_t)1 << TRIANGLE_BITS) - 1)

/* The normals of a mesh: means of those of the triangles round each point, by area. out: zeros; scratch: as faces. */
EXPORT void s2b_normals(const double *points, int64_t point_count, const int64_t *faces, int64_t face_count,
                        double *scratch, double *out) {
    for (int64_t face = 0; face < face_count; face++) {
        const double *a = points + 3 * faces[3 * face], *b = points + 3 * faces[3 * face + 1];
        const double *c = points + 3 * faces[3 * face + 2];
        double u[3], v[3], *normal = scratch + 3 * face;
        for (int i = 0; i < 3; i++) {
            u[i] = b[i] - a[i];
            v[i] = c[i] - a[i];
        }
        normal[0] = u[1] * v[2] - u[2] * v[1];
        normal[1] = u[2] * v[0] - u[0] * v[2];
        normal[2] = u[0] * v[1] - u[1] * v[0];
    }
    for (int corner = 0; corner < 3; corner++) /* the order of the sums is a part of what they are */
        for (int64_t face = 0; face < face_count; face++)
            for (int i = 0; i < 3; i++) out[3 * faces[3 * face + corner] + i] += scratch[3 * face + i];
    for (double *normal = out; normal < out + 3 * point_count; normal += 3) {
        double length = higher(sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]), 1e-12);
        for (int i = 0; i < 3; i++) normal[i] /= length;
    }
}

/* Points relative to an origin, in the coordinates of three axes. */
EXPORT void s2b_transform(const double *points, int64_t count, const double *origin, const double *axes, double *out) {
    for (int64_t i = 0; i < count; i++) {
        double x = points[3 * i] - origin[0], y = points[3 * i + 1] - origin[1], z = points[3 * i + 2] - origin[2];
        for (int axis = 0; axis < 3; axis++)
            out[3 * i + axis] = x * axes[3 * axis] + y * axes[3 * axis + 1] + z * axes[3 * axis + 2];
    }
}

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
