// The stream: which kernel, and the parts of a request that are not whole batches.
// A kernel works on whole batches of BATCH_BYTES that begin at a block; head and tail go through one batch on the stack.

#include "CPattern.h"

#include <stdlib.h>
#include <string.h>

#include "kernels.h"

bool cpattern_kernel_supported(cpattern_kernel kernel) {
#if defined(__x86_64__)
    // The compiler's run-time library asks the processor and, for the wide registers, the operating system too.
    __builtin_cpu_init();
    const bool aes = __builtin_cpu_supports("aes") && __builtin_cpu_supports("ssse3");
    const bool vaes = aes && __builtin_cpu_supports("vaes") && __builtin_cpu_supports("avx2");
    switch (kernel) {
        case CPATTERN_AESNI: return aes;
        case CPATTERN_VAES256: return vaes;
        case CPATTERN_VAES512: return vaes && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
    }
#endif
    (void)kernel;
    return false;
}

cpattern_stream *cpattern_stream_create(cpattern_kernel kernel, const uint8_t *key, size_t key_length, bool complement) {
    if (key_length != 32 || !cpattern_kernel_supported(kernel)) return NULL;
#if defined(__x86_64__)
    cpattern_stream *stream = aligned_alloc(_Alignof(cpattern_stream), sizeof(cpattern_stream));
    if (stream == NULL) return NULL;
    memset(stream, 0, sizeof(*stream));
    switch (kernel) {
        case CPATTERN_AESNI:
            stream->fill = cpattern_aesni_fill;
            stream->differs = cpattern_aesni_differs;
            break;
        case CPATTERN_VAES256:
            stream->fill = cpattern_vaes256_fill;
            stream->differs = cpattern_vaes256_differs;
            break;
        case CPATTERN_VAES512:
            stream->fill = cpattern_vaes512_fill;
            stream->differs = cpattern_vaes512_differs;
            break;
    }
    cpattern_expand_key(key, complement, stream->round_keys);
    return stream;
#else
    (void)key;
    (void)complement;
    return NULL;
#endif
}

void cpattern_stream_destroy(cpattern_stream *stream) {
    if (stream == NULL) return;
    explicit_bzero(stream, sizeof(*stream));
    free(stream);
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

void cpattern_stream_fill(const cpattern_stream *stream, uint64_t offset, uint8_t *out, size_t length) {
    uint8_t batch[BATCH_BYTES];
    const size_t skip = (size_t)(offset % BLOCK_BYTES);
    if (skip != 0 && length != 0) {
        stream->fill(stream->round_keys, offset / BLOCK_BYTES, batch, 1);
        const size_t head = smaller(length, BLOCK_BYTES - skip);
        memcpy(out, batch + skip, head);
        offset += head;
        out += head;
        length -= head;
    }
    const size_t batches = length / BATCH_BYTES;
    stream->fill(stream->round_keys, offset / BLOCK_BYTES, out, batches);
    const size_t done = batches * BATCH_BYTES;
    if (length > done) {
        stream->fill(stream->round_keys, (offset + done) / BLOCK_BYTES, batch, 1);
        memcpy(out + done, batch, length - done);
    }
}

bool cpattern_stream_equals(const cpattern_stream *stream, uint64_t offset, const uint8_t *bytes, size_t length) {
    uint8_t batch[BATCH_BYTES];
    const size_t skip = (size_t)(offset % BLOCK_BYTES);
    if (skip != 0 && length != 0) {
        stream->fill(stream->round_keys, offset / BLOCK_BYTES, batch, 1);
        const size_t head = smaller(length, BLOCK_BYTES - skip);
        if (memcmp(bytes, batch + skip, head) != 0) return false;
        offset += head;
        bytes += head;
        length -= head;
    }
    const size_t batches = length / BATCH_BYTES;
    if (stream->differs(stream->round_keys, offset / BLOCK_BYTES, bytes, batches)) return false;
    const size_t done = batches * BATCH_BYTES;
    if (length == done) return true;
    stream->fill(stream->round_keys, (offset + done) / BLOCK_BYTES, batch, 1);
    return memcmp(bytes + done, batch, length - done) == 0;
}
