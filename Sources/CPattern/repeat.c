// Fixed patterns: a unit of one or more bytes, repeated and aligned to position 0 of the media.
// The C library's memset, memcpy and memcmp are the vector code; they choose their instructions at run time themselves.

#include "CPattern.h"

#include <string.h>

// Source of the copies below: small enough to stay in the first-level cache.
enum { SOURCE_BYTES = 8192 };

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

void cpattern_repeat_fill(const uint8_t *unit, size_t unit_length, uint64_t offset, uint8_t *out, size_t length) {
    if (unit_length == 0 || length == 0) return;
    if (unit_length == 1) {
        memset(out, unit[0], length);
        return;
    }
    // One whole unit, turned to the phase of `offset`.
    const size_t phase = (size_t)(offset % unit_length);
    const size_t first = smaller(length, unit_length - phase);
    memcpy(out, unit + phase, first);
    const size_t second = smaller(length - first, phase);
    memcpy(out + first, unit, second);
    // Then what is there is copied behind itself. It is a multiple of the unit long, so the phase holds.
    size_t done = first + second;
    while (done < length) {
        const size_t whole = done <= SOURCE_BYTES ? done : SOURCE_BYTES - SOURCE_BYTES % unit_length;
        const size_t step = smaller(length - done, whole > 0 ? whole : unit_length);
        memcpy(out + done, out, step);
        done += step;
    }
}

bool cpattern_repeat_equals(const uint8_t *unit, size_t unit_length, uint64_t offset, const uint8_t *bytes, size_t length) {
    if (unit_length == 0) return false;
    const size_t phase = (size_t)(offset % unit_length);
    const size_t first = smaller(length, unit_length - phase);
    if (first > 0 && memcmp(bytes, unit + phase, first) != 0) return false;
    const size_t second = smaller(length - first, phase);
    if (second > 0 && memcmp(bytes + first, unit, second) != 0) return false;
    // The first unit is right; the rest is right exactly when every byte equals the one a unit earlier.
    if (length <= unit_length) return true;
    return memcmp(bytes, bytes + unit_length, length - unit_length) == 0;
}
