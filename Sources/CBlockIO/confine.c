// What the process that looks at a drive's contents may still do: read the drive, answer, end. Each wall stands without the others.

#define _GNU_SOURCE
#include "CBlockIO.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/blkzoned.h>
#include <linux/cdrom.h>
#include <linux/fd.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Numbers that older headers lack; equal on all processors.
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1 // Its shadow is terabytes of address space.
#endif
#endif

static int set_limit(int which, rlim_t soft, rlim_t hard) {
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
    return setrlimit(which, &limit) < 0 ? -errno : 0;
}

static int close_from(int first) {
    if (syscall(SYS_close_range, first, ~0U, 0) == 0) return 0;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    for (rlim_t fd = (rlim_t)first; fd < limit.rlim_cur && fd < 1 << 20; fd++) close((int)fd);
    return 0;
}

// No file, no folder, no address, nothing outside: every right that the kernel knows is taken and none is given.
static int forbid_paths(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    if (version < 1) return version < 0 ? -errno : -ENOSYS;
    int bits = version == 1 ? 13 : version == 2 ? 14 : version < 5 ? 15 : 16;
    uint64_t handled[3] = {((uint64_t)1 << bits) - 1, 3, 3}; // paths; TCP (4th version); abstract sockets and signals (6th)
    size_t size = version < 4 ? 8 : version < 6 ? 16 : 24;
    long rules = syscall(SYS_landlock_create_ruleset, handled, size, 0);
    if (rules < 0) return -errno;
    int rc = syscall(SYS_landlock_restrict_self, rules, 0) < 0 ? -errno : 0;
    close((int)rules);
    return rc;
}

#ifdef OWN_ARCHITECTURE
typedef struct {
    struct sock_filter code[96];
    unsigned short count;
} program;

static void add(program *p, struct sock_filter line) {
    if (p->count < sizeof p->code / sizeof p->code[0]) p->code[p->count++] = line;
}

static void load(program *p, size_t offset) { add(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset)); }

static void answer(program *p, uint32_t what) { add(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what)); }

static void permit(program *p, uint32_t value) {
    add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    answer(p, SECCOMP_RET_ALLOW);
}

// What follows until `end` is for this call alone.
static unsigned short begin(program *p, uint32_t call) {
    add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 0));
    return p->count;
}

static void end(program *p, unsigned short start) {
    answer(p, SECCOMP_RET_ERRNO | EPERM);
    p->code[start - 1].jf = (uint8_t)(p->count - start);
}

#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + 8 * (n)) // the lower half: both processors begin with it

static int forbid_calls(void) {
    static const uint32_t calls[] = {
        SYS_read, SYS_pread64, SYS_lseek, SYS_close, SYS_fadvise64, SYS_fstat,
        SYS_newfstatat, // How libc asks about an open descriptor. It tells about paths too, which opens none.
        SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_futex, SYS_clock_gettime, SYS_getrandom, SYS_sched_yield,
        SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_exit, SYS_exit_group,
    };
    // Sizes, sectors and zones, and what libblkid asks to know whether it has an optical drive or a floppy disk.
    static const uint32_t questions[] = {
        BLKGETSIZE64, BLKGETSIZE, BLKSSZGET, BLKPBSZGET, BLKGETZONESZ, BLKREPORTZONE,
        CDROM_GET_CAPABILITY, CDROM_LAST_WRITTEN, FDGETFDCSTAT,
    };
    program p = {.count = 0};
    load(&p, offsetof(struct seccomp_data, arch));
    add(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0));
    answer(&p, SECCOMP_RET_KILL_PROCESS);
    load(&p, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) permit(&p, calls[i]);
    unsigned short start = begin(&p, SYS_write);
    load(&p, ARGUMENT(0));
    permit(&p, STDOUT_FILENO);
    end(&p, start);
    start = begin(&p, SYS_ioctl);
    load(&p, ARGUMENT(1));
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) permit(&p, questions[i]);
    end(&p, start);
    static const uint32_t mappings[] = {SYS_mmap, SYS_mprotect};
    for (size_t i = 0; i < 2; i++) {
        start = begin(&p, mappings[i]);
        load(&p, ARGUMENT(2));
        add(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0));
        answer(&p, SECCOMP_RET_ALLOW);
        end(&p, start);
    }
    answer(&p, SECCOMP_RET_ERRNO | EPERM);
    struct sock_fprog filter = {.len = p.count, .filter = p.code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) < 0 ? -errno : 0;
}
#else
static int forbid_calls(void) { return -ENOSYS; }
#endif

// A program that crashes ends at once: Swift's own handlers would look for a debugger, be refused, and come back to the same place for ever.
static void end_at_a_crash(void) {
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};
    for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) signal(crashes[i], SIG_DFL);
}

int cbio_confine(int descriptors, uint64_t memory_bytes, uint32_t cpu_seconds) {
    end_at_a_crash();
    int rc = close_from(descriptors);
    if (!rc) rc = cbio_give_up_privileges(0);
    if (!rc) rc = set_limit(RLIMIT_CORE, 0, 0);
    if (!rc) rc = set_limit(RLIMIT_FSIZE, 0, 0);
    if (!rc) rc = set_limit(RLIMIT_CPU, cpu_seconds, cpu_seconds + 1);
#ifndef IS_SANITIZED
    if (!rc) rc = set_limit(RLIMIT_AS, memory_bytes, memory_bytes);
#else
    (void)memory_bytes;
#endif
    if (rc) return rc;
    int walls = 0;
    if (forbid_paths() == 0) walls |= CBIO_LANDLOCK;
    // Behind Landlock, whose rules are a descriptor for a moment: with 0 no descriptor can be made any more, by nobody, on any kernel.
    rc = set_limit(RLIMIT_NOFILE, 0, 0);
    if (rc) return rc;
    if (forbid_calls() == 0) walls |= CBIO_SECCOMP;
    return walls;
}

int cbio_start_with(char *const argv[], const int *descriptors, int count, pid_t *pid) {
    // Copies above all places that are filled, so that none is overwritten before its turn.
    int copies[CBIO_DESCRIPTORS_MAX], ends[2], made = 0, error = 0;
    if (count < 1 || count > CBIO_DESCRIPTORS_MAX) return -EINVAL;
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    int answer = fcntl(ends[1], F_DUPFD_CLOEXEC, CBIO_DESCRIPTORS_MAX + 3);
    if (answer < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0) error = errno;
    for (; !error && made < count; made++) {
        copies[made] = fcntl(descriptors[made], F_DUPFD_CLOEXEC, CBIO_DESCRIPTORS_MAX + 3);
        if (copies[made] < 0) {
            error = errno;
            break;
        }
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, copies[0], STDIN_FILENO);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, answer, STDOUT_FILENO);
    if (!error) error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    for (int i = 1; !error && i < count; i++) error = posix_spawn_file_actions_adddup2(&actions, copies[i], STDERR_FILENO + i);
    // Signals as a new program expects them: the daemon's threads block or ignore some.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (!error) error = posix_spawnattr_setsigdefault(&attributes, &all);
    if (!error) error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    static char nothing[] = "LC_ALL=C";
    char *environment[] = {nothing, NULL};
    if (!error) error = posix_spawn(pid, argv[0], &actions, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    while (made > 0) close(copies[--made]);
    if (answer >= 0) close(answer);
    close(ends[1]);
    if (error) {
        close(ends[0]);
        return -error;
    }
    return ends[0];
}
