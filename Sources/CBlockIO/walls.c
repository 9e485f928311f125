// The parts of the walls, one by one.

#define _GNU_SOURCE
#include "walls.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Numbers that older headers lack; equal on all processors.
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

int walls_set_limit(int which, rlim_t soft, rlim_t hard) {
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
    return setrlimit(which, &limit) < 0 ? -errno : 0;
}

int walls_close_from(int first) {
    if (syscall(SYS_close_range, first, ~0U, 0) == 0) return 0;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    for (rlim_t fd = (rlim_t)first; fd < limit.rlim_cur && fd < 1 << 20; fd++) close((int)fd);
    return 0;
}

static int permit_path(int rules, const walls_path *path, uint64_t known) {
    struct {
        uint64_t rights;
        int32_t parent;
    } __attribute__((packed)) rule = {.rights = path->rights & known, .parent = open(path->path, O_PATH | O_CLOEXEC)};
    if (rule.parent < 0) return errno == ENOENT ? 0 : -errno;
    int rc = syscall(SYS_landlock_add_rule, rules, 1 /* what lies beneath a path */, &rule, 0) < 0 ? -errno : 0;
    close(rule.parent);
    return rc;
}

int walls_forbid_paths(const walls_path *paths, int count) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    if (version < 1) return version < 0 ? -errno : -ENOSYS;
    int bits = version == 1 ? 13 : version == 2 ? 14 : version < 5 ? 15 : 16;
    uint64_t handled[3] = {((uint64_t)1 << bits) - 1, 3, 3}; // paths; TCP (4th version); abstract sockets and signals (6th)
    size_t size = version < 4 ? 8 : version < 6 ? 16 : 24;
    long rules = syscall(SYS_landlock_create_ruleset, handled, size, 0);
    if (rules < 0) return -errno;
    int rc = 0;
    for (int i = 0; !rc && i < count; i++) rc = permit_path((int)rules, &paths[i], handled[0]);
    if (!rc && syscall(SYS_landlock_restrict_self, rules, 0) < 0) rc = -errno;
    close((int)rules);
    return rc;
}

#ifdef OWN_ARCHITECTURE
static void add(walls_calls *p, struct sock_filter line) {
    if (p->count < sizeof p->code / sizeof p->code[0]) p->code[p->count++] = line;
}

static void load(walls_calls *p, size_t offset) { add(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset)); }

static void answer(walls_calls *p, uint32_t what) { add(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what)); }

void walls_begin_calls(walls_calls *p) {
    p->count = 0;
    load(p, offsetof(struct seccomp_data, arch));
    add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0));
    answer(p, SECCOMP_RET_KILL_PROCESS);
    load(p, offsetof(struct seccomp_data, nr));
}

void walls_permit_value(walls_calls *p, uint32_t value) {
    add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    answer(p, SECCOMP_RET_ALLOW);
}

void walls_permit(walls_calls *p, uint32_t call) { walls_permit_value(p, call); }

void walls_permit_without(walls_calls *p, uint32_t bits) {
    add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0));
    answer(p, SECCOMP_RET_ALLOW);
}

unsigned short walls_begin(walls_calls *p, uint32_t call, int n) {
    add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 0));
    unsigned short start = p->count;
    load(p, offsetof(struct seccomp_data, args) + 8 * (size_t)n); // the lower half: both processors begin with it
    return start;
}

void walls_end(walls_calls *p, unsigned short start) {
    answer(p, SECCOMP_RET_ERRNO | EPERM);
    p->code[start - 1].jf = (uint8_t)(p->count - start);
}

int walls_forbid_calls(walls_calls *p) {
    answer(p, SECCOMP_RET_ERRNO | EPERM);
    struct sock_fprog filter = {.len = p->count, .filter = p->code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) < 0 ? -errno : 0;
}
#endif
