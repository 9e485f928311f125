// What stream.c and kernels.c share. Not seen by Swift.
#ifndef CPATTERN_KERNELS_H
#define CPATTERN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    BLOCK_BYTES = 16,
    BATCH_BYTES = 512,  // what every kernel can do without a rest; also the smallest sector
    ROUND_KEYS = 15,    // AES-256: 14 rounds
    LANES_BYTES = 64,   // widest register
};

// Each round key stands four times beside itself, so that registers of every width load it as it is.
typedef uint8_t cpattern_round_keys[ROUND_KEYS][LANES_BYTES];

// Writes `batches` batches of the stream from block number `block` on.
typedef void cpattern_fill(const cpattern_round_keys keys, uint64_t block, uint8_t *out, size_t batches);
// True when any byte of `batches` batches is not that of the stream.
typedef bool cpattern_differs(const cpattern_round_keys keys, uint64_t block, const uint8_t *bytes, size_t batches);

struct cpattern_stream {
    _Alignas(64) cpattern_round_keys round_keys;
    cpattern_fill *fill;
    cpattern_differs *differs;
};

// FIPS 197, 5.2, for 256-bit keys. The last round key is XORed onto the result, so a complement costs nothing: it is turned there.
void cpattern_expand_key(const uint8_t key[32], bool complement, cpattern_round_keys keys);

cpattern_fill cpattern_aesni_fill, cpattern_vaes256_fill, cpattern_vaes512_fill;
cpattern_differs cpattern_aesni_differs, cpattern_vaes256_differs, cpattern_vaes512_differs;

#endif
