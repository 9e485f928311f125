// The bytes of a pattern, made and compared at the speed of memory.
//
// Why C: a drive's keystream is the one thing that `wiped` computes for every byte, and the wide AES instructions (AES-NI,
// VAES) must be chosen at run time. Swift has no function that is compiled for another processor than the rest of the
// program; C has (`target` attribute). Nothing else is done here: which pattern, where and what follows from a difference
// is decided in Swift. Every function has its lengths in its arguments and reads or writes nothing outside of them.
//
// The stream is AES-256 in counter mode (NIST SP 800-38A, 6.5) with counter 0 at byte 0: block i is E(key, i), i a 128-bit
// big-endian number. Offsets are bytes of the media; i = offset / 16 stays below 2^60, so its upper 64 bits are always 0.
#ifndef CPATTERN_H
#define CPATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Ways to compute the stream. The numbers are names, not an order.
typedef enum cpattern_kernel {
    CPATTERN_AESNI = 1,    // AES-NI, 8 blocks at a time
    CPATTERN_VAES256 = 2,  // VAES on 256-bit registers, 16 blocks at a time
    CPATTERN_VAES512 = 3,  // VAES on 512-bit registers, 32 blocks at a time
} cpattern_kernel;

// A key made ready for one kernel. Opaque: its alignment (64) is more than Swift can import.
typedef struct cpattern_stream cpattern_stream;

// Whether this processor and this kernel of the operating system can run it. Always false on other processors than x86_64.
bool cpattern_kernel_supported(cpattern_kernel kernel);

// Expands `key` for `kernel`; `complement` turns every bit of the stream. The result is never changed afterwards, so that
// threads may share it. NULL where the kernel is not supported, `key_length` is not 32 or memory is short.
cpattern_stream *cpattern_stream_create(cpattern_kernel kernel, const uint8_t *key, size_t key_length, bool complement);

// Overwrites the key schedule and frees it. NULL is allowed.
void cpattern_stream_destroy(cpattern_stream *stream);

// Writes bytes `offset` up to `offset + length` of the stream to `out`. Any offset, any length, any alignment.
void cpattern_stream_fill(const cpattern_stream *stream, uint64_t offset, uint8_t *out, size_t length);

// Whether `bytes` are bytes `offset` up to `offset + length` of the stream. They are made again and compared in registers;
// true for length 0.
bool cpattern_stream_equals(const cpattern_stream *stream, uint64_t offset, const uint8_t *bytes, size_t length);

// Writes a repeated unit: the byte for position p of the media is unit[p mod unit_length]. Writes nothing where
// `unit_length` is 0.
void cpattern_repeat_fill(const uint8_t *unit, size_t unit_length, uint64_t offset, uint8_t *out, size_t length);

// Whether `bytes` are the repeated unit from position `offset` on. False where `unit_length` is 0; else true for length 0.
bool cpattern_repeat_equals(const uint8_t *unit, size_t unit_length, uint64_t offset, const uint8_t *bytes, size_t length);

// What a sector holds beside what it is compared with.
typedef enum cpattern_kind {
    CPATTERN_ZEROS = 0,
    CPATTERN_ONES = 1,
    CPATTERN_PERIODIC = 2,  // repeats within 16 bytes and is neither
    CPATTERN_OTHER = 3,
    CPATTERN_SHARES = 4,  // beside one of the above: has 16 bytes, at a multiple of 16, in common
} cpattern_kind;

// For each of `sectors` sectors of `sector_bytes` (a multiple of 16, at least 32) what it holds, and whether any of its blocks of 16 bytes is equal
// to the block at the same place of `expected`: one byte each to `kinds`.
void cpattern_look(const uint8_t *bytes, const uint8_t *expected, size_t sector_bytes, size_t sectors, uint8_t *kinds);

#endif
