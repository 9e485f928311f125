// What a drive that has erased itself holds, sector by sector. Most sectors of such a drive are all alike: both comparisons read each byte once.

#include "CPattern.h"

#include <string.h>

enum { BLOCK = 16 };

// Two words of eight bytes; the compiler makes wide registers of the loop below.
static uint64_t word(const uint8_t *at) {
    uint64_t value;
    memcpy(&value, at, sizeof(value));
    return value;
}

static bool shares(const uint8_t *bytes, const uint8_t *expected, size_t length) {
    uint64_t found = 0;
    for (size_t at = 0; at < length; at += BLOCK) {
        const uint64_t differ = (word(bytes + at) ^ word(expected + at)) | (word(bytes + at + 8) ^ word(expected + at + 8));
        found |= differ == 0;
    }
    return found != 0;
}

static uint8_t kind(const uint8_t *bytes, size_t length) {
    // What repeats within 16 bytes is equal to itself, moved by 16.
    if (memcmp(bytes, bytes + BLOCK, length - BLOCK) != 0) return CPATTERN_OTHER;
    const uint64_t first = word(bytes), second = word(bytes + 8);
    if (first == 0 && second == 0) return CPATTERN_ZEROS;
    if (first == UINT64_MAX && second == UINT64_MAX) return CPATTERN_ONES;
    return CPATTERN_PERIODIC;
}

void cpattern_look(const uint8_t *bytes, const uint8_t *expected, size_t sector_bytes, size_t sectors, uint8_t *kinds) {
    if (sector_bytes < 2 * BLOCK || sector_bytes % BLOCK != 0) return;
    for (size_t i = 0; i < sectors; i++) {
        const uint8_t *sector = bytes + i * sector_bytes;
        const bool shared = shares(sector, expected + i * sector_bytes, sector_bytes);
        kinds[i] = (uint8_t)(kind(sector, sector_bytes) | (shared ? CPATTERN_SHARES : 0));
    }
}
