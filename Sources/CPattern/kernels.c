// AES-256-CTR on x86_64: three widths of the same loop. Each turn encrypts eight registers of counters; the instructions of
// different registers do not wait for each other. A compare collects differences in a register and looks at it once, at the end.
//
// Counters are kept as little-endian numbers (upper half 0, lower half the block number), counted up by addition and turned
// round to big-endian by one shuffle before use.

#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define REGISTERS 8
#define AES __attribute__((target("aes,ssse3")))
#define VAES256 __attribute__((target("vaes,aes,avx2")))
#define VAES512 __attribute__((target("vaes,aes,avx512f,avx512bw")))
#define INLINE static inline __attribute__((always_inline))

// Emits nothing. Holds the compiler to the order written here: all eight registers finish a round before one begins the next, and
// round keys are loaded where they are used. Left to itself it works register after register where it can, at half the speed,
// and leaves copies of the round keys on the stack.
#define TOGETHER(b) \
    __asm__ volatile("" : "+x"(b[0]), "+x"(b[1]), "+x"(b[2]), "+x"(b[3]), "+x"(b[4]), "+x"(b[5]), "+x"(b[6]), "+x"(b[7]) : : "memory")

// Key expansion.

// Words 0 to 3 of the next round key: each is the XOR of the words before it and of the mixed word.
AES INLINE __m128i mix(__m128i key, __m128i word) {
    key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
    key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
    return _mm_xor_si128(key, word);
}

// Round constants must be immediate values, hence a macro: SubWord(RotWord(w)) ^ RCON for even keys, SubWord(w) for odd ones.
#define EVEN(previous, beside, constant) mix(previous, _mm_shuffle_epi32(_mm_aeskeygenassist_si128(beside, constant), 0xFF))
#define ODD(previous, beside) mix(previous, _mm_shuffle_epi32(_mm_aeskeygenassist_si128(beside, 0), 0xAA))

AES void cpattern_expand_key(const uint8_t key[32], bool complement, cpattern_round_keys keys) {
    __m128i k[ROUND_KEYS];
    k[0] = _mm_loadu_si128((const __m128i *)key);
    k[1] = _mm_loadu_si128((const __m128i *)(key + 16));
    k[2] = EVEN(k[0], k[1], 0x01);
    k[3] = ODD(k[1], k[2]);
    k[4] = EVEN(k[2], k[3], 0x02);
    k[5] = ODD(k[3], k[4]);
    k[6] = EVEN(k[4], k[5], 0x04);
    k[7] = ODD(k[5], k[6]);
    k[8] = EVEN(k[6], k[7], 0x08);
    k[9] = ODD(k[7], k[8]);
    k[10] = EVEN(k[8], k[9], 0x10);
    k[11] = ODD(k[9], k[10]);
    k[12] = EVEN(k[10], k[11], 0x20);
    k[13] = ODD(k[11], k[12]);
    k[14] = EVEN(k[12], k[13], 0x40);
    if (complement) k[14] = _mm_xor_si128(k[14], _mm_set1_epi8(-1));
    for (int i = 0; i < ROUND_KEYS; i++) {
        for (int lane = 0; lane < LANES_BYTES; lane += BLOCK_BYTES) _mm_storeu_si128((__m128i *)(keys[i] + lane), k[i]);
    }
    explicit_bzero(k, sizeof(k));
}

// AES-NI: 8 registers of 1 block.

#define AESNI_TURN (REGISTERS * 16)

// Encrypts the next eight counters and moves `counter` on.
AES INLINE void aesni_turn(const cpattern_round_keys keys, __m128i *counter, __m128i b[REGISTERS]) {
    const __m128i big_endian = _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m128i first = _mm_load_si128((const __m128i *)keys[0]);
    for (int j = 0; j < REGISTERS; j++) {
        b[j] = _mm_xor_si128(_mm_shuffle_epi8(*counter, big_endian), first);
        *counter = _mm_add_epi64(*counter, _mm_set_epi64x(0, 1));
    }
    for (int r = 1; r < ROUND_KEYS - 1; r++) {
        const __m128i key = _mm_load_si128((const __m128i *)keys[r]);
        for (int j = 0; j < REGISTERS; j++) b[j] = _mm_aesenc_si128(b[j], key);
        TOGETHER(b);
    }
    const __m128i last = _mm_load_si128((const __m128i *)keys[ROUND_KEYS - 1]);
    for (int j = 0; j < REGISTERS; j++) b[j] = _mm_aesenclast_si128(b[j], last);
}

AES void cpattern_aesni_fill(const cpattern_round_keys keys, uint64_t block, uint8_t *out, size_t batches) {
    __m128i counter = _mm_set_epi64x(0, (long long)block), b[REGISTERS];
    for (size_t turn = 0; turn < batches * (BATCH_BYTES / AESNI_TURN); turn++, out += AESNI_TURN) {
        aesni_turn(keys, &counter, b);
        for (int j = 0; j < REGISTERS; j++) _mm_storeu_si128((__m128i *)(out + 16 * j), b[j]);
    }
}

AES bool cpattern_aesni_differs(const cpattern_round_keys keys, uint64_t block, const uint8_t *bytes, size_t batches) {
    __m128i counter = _mm_set_epi64x(0, (long long)block), b[REGISTERS], difference = _mm_setzero_si128();
    for (size_t turn = 0; turn < batches * (BATCH_BYTES / AESNI_TURN); turn++, bytes += AESNI_TURN) {
        aesni_turn(keys, &counter, b);
        for (int j = 0; j < REGISTERS; j++) {
            const __m128i read = _mm_loadu_si128((const __m128i *)(bytes + 16 * j));
            difference = _mm_or_si128(difference, _mm_xor_si128(read, b[j]));
        }
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(difference, _mm_setzero_si128())) != 0xFFFF;
}

// VAES on 256 bits: 8 registers of 2 blocks.

#define VAES256_TURN (REGISTERS * 32)

VAES256 INLINE __m256i vaes256_counter(uint64_t block) {
    return _mm256_set_epi64x(0, (long long)(block + 1), 0, (long long)block);
}

VAES256 INLINE void vaes256_turn(const cpattern_round_keys keys, __m256i *counter, __m256i b[REGISTERS]) {
    const __m256i big_endian = _mm256_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,  //
                                               0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m256i first = _mm256_load_si256((const __m256i *)keys[0]);
    for (int j = 0; j < REGISTERS; j++) {
        b[j] = _mm256_xor_si256(_mm256_shuffle_epi8(*counter, big_endian), first);
        *counter = _mm256_add_epi64(*counter, _mm256_set_epi64x(0, 2, 0, 2));
    }
    for (int r = 1; r < ROUND_KEYS - 1; r++) {
        const __m256i key = _mm256_load_si256((const __m256i *)keys[r]);
        for (int j = 0; j < REGISTERS; j++) b[j] = _mm256_aesenc_epi128(b[j], key);
        TOGETHER(b);
    }
    const __m256i last = _mm256_load_si256((const __m256i *)keys[ROUND_KEYS - 1]);
    for (int j = 0; j < REGISTERS; j++) b[j] = _mm256_aesenclast_epi128(b[j], last);
}

VAES256 void cpattern_vaes256_fill(const cpattern_round_keys keys, uint64_t block, uint8_t *out, size_t batches) {
    __m256i counter = vaes256_counter(block), b[REGISTERS];
    for (size_t turn = 0; turn < batches * (BATCH_BYTES / VAES256_TURN); turn++, out += VAES256_TURN) {
        vaes256_turn(keys, &counter, b);
        for (int j = 0; j < REGISTERS; j++) _mm256_storeu_si256((__m256i *)(out + 32 * j), b[j]);
    }
}

VAES256 bool cpattern_vaes256_differs(const cpattern_round_keys keys, uint64_t block, const uint8_t *bytes, size_t batches) {
    __m256i counter = vaes256_counter(block), b[REGISTERS], difference = _mm256_setzero_si256();
    for (size_t turn = 0; turn < batches * (BATCH_BYTES / VAES256_TURN); turn++, bytes += VAES256_TURN) {
        vaes256_turn(keys, &counter, b);
        for (int j = 0; j < REGISTERS; j++) {
            const __m256i read = _mm256_loadu_si256((const __m256i *)(bytes + 32 * j));
            difference = _mm256_or_si256(difference, _mm256_xor_si256(read, b[j]));
        }
    }
    return !_mm256_testz_si256(difference, difference);
}

// VAES on 512 bits: 8 registers of 4 blocks.

#define VAES512_TURN (REGISTERS * 64)

VAES512 INLINE __m512i vaes512_counter(uint64_t block) {
    return _mm512_set_epi64(0, (long long)(block + 3), 0, (long long)(block + 2), 0, (long long)(block + 1), 0, (long long)block);
}

VAES512 INLINE void vaes512_turn(const cpattern_round_keys keys, __m512i *counter, __m512i b[REGISTERS]) {
    const __m512i big_endian = _mm512_broadcast_i32x4(_mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    const __m512i first = _mm512_load_si512(keys[0]);
    for (int j = 0; j < REGISTERS; j++) {
        b[j] = _mm512_xor_si512(_mm512_shuffle_epi8(*counter, big_endian), first);
        *counter = _mm512_add_epi64(*counter, _mm512_set_epi64(0, 4, 0, 4, 0, 4, 0, 4));
    }
    for (int r = 1; r < ROUND_KEYS - 1; r++) {
        const __m512i key = _mm512_load_si512(keys[r]);
        for (int j = 0; j < REGISTERS; j++) b[j] = _mm512_aesenc_epi128(b[j], key);
        TOGETHER(b);
    }
    const __m512i last = _mm512_load_si512(keys[ROUND_KEYS - 1]);
    for (int j = 0; j < REGISTERS; j++) b[j] = _mm512_aesenclast_epi128(b[j], last);
}

VAES512 void cpattern_vaes512_fill(const cpattern_round_keys keys, uint64_t block, uint8_t *out, size_t batches) {
    __m512i counter = vaes512_counter(block), b[REGISTERS];
    for (size_t turn = 0; turn < batches * (BATCH_BYTES / VAES512_TURN); turn++, out += VAES512_TURN) {
        vaes512_turn(keys, &counter, b);
        for (int j = 0; j < REGISTERS; j++) _mm512_storeu_si512(out + 64 * j, b[j]);
    }
}

VAES512 bool cpattern_vaes512_differs(const cpattern_round_keys keys, uint64_t block, const uint8_t *bytes, size_t batches) {
    __m512i counter = vaes512_counter(block), b[REGISTERS], difference = _mm512_setzero_si512();
    for (size_t turn = 0; turn < batches * (BATCH_BYTES / VAES512_TURN); turn++, bytes += VAES512_TURN) {
        vaes512_turn(keys, &counter, b);
        for (int j = 0; j < REGISTERS; j++) {
            const __m512i read = _mm512_loadu_si512(bytes + 64 * j);
            difference = _mm512_or_si512(difference, _mm512_xor_si512(read, b[j]));
        }
    }
    return _mm512_test_epi64_mask(difference, difference) != 0;
}

#endif
