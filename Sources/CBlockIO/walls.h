// Parts of the walls that more than one program is put behind: limits, paths by Landlock, calls by seccomp. Private to this module.
#ifndef WIPED_WALLS_H
#define WIPED_WALLS_H

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// All of these return 0 or -errno, and call nothing but the kernel: they may stand between vfork and exec.

int walls_set_limit(int which, rlim_t soft, rlim_t hard);

// Closes every descriptor from `first` on.
int walls_close_from(int first);

// Rights on a path and what lies below it, as in linux/landlock.h.
#define WALLS_EXECUTE 1u
#define WALLS_READ_FILE 4u
#define WALLS_READ_FOLDER 8u
#define WALLS_COMMAND 0x8000u // ioctl on a device; kernels before Landlock's fifth version do not refuse it
typedef struct {
    const char *path;
    uint64_t rights;
} walls_path;

// Every right on a path that the kernel knows is taken, but for these; nothing outside can be reached by an address. Paths that are not there are
// passed over.
int walls_forbid_paths(const walls_path *paths, int count);

#ifdef OWN_ARCHITECTURE
// A list of calls that are let through; every other one answers EPERM.
typedef struct {
    struct sock_filter code[256];
    unsigned short count;
} walls_calls;

void walls_begin_calls(walls_calls *p);
void walls_permit(walls_calls *p, uint32_t call);
// What follows until `walls_end` is for this call alone, and judges the lower half of its argument `n`.
unsigned short walls_begin(walls_calls *p, uint32_t call, int n);
// Lets the call through where the argument is this one.
void walls_permit_value(walls_calls *p, uint32_t value);
// Lets the call through where the argument has none of these bits.
void walls_permit_without(walls_calls *p, uint32_t bits);
void walls_end(walls_calls *p, unsigned short start);
// Puts the list into force for this thread.
int walls_forbid_calls(walls_calls *p);
#endif

#endif
