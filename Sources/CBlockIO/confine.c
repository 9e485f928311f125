// What the process that looks at a drive's contents may still do: read the drive, answer, end. Each wall stands without the others.

#define _GNU_SOURCE
#include "CBlockIO.h"
#include "walls.h"

#include <fcntl.h>
#include <linux/blkzoned.h>
#include <linux/cdrom.h>
#include <linux/fd.h>
#include <linux/fs.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1 // Its shadow is terabytes of address space.
#endif
#endif

#ifdef OWN_ARCHITECTURE
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
    walls_calls p;
    walls_begin_calls(&p);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) walls_permit(&p, calls[i]);
    unsigned short start = walls_begin(&p, SYS_write, 0);
    walls_permit_value(&p, STDOUT_FILENO);
    walls_end(&p, start);
    start = walls_begin(&p, SYS_ioctl, 1);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) walls_permit_value(&p, questions[i]);
    walls_end(&p, start);
    static const uint32_t mappings[] = {SYS_mmap, SYS_mprotect};
    for (size_t i = 0; i < 2; i++) {
        start = walls_begin(&p, mappings[i], 2);
        walls_permit_without(&p, PROT_EXEC);
        walls_end(&p, start);
    }
    return walls_forbid_calls(&p);
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
    int rc = walls_close_from(descriptors);
    if (!rc) rc = cbio_give_up_privileges(0);
    if (!rc) rc = walls_set_limit(RLIMIT_CORE, 0, 0);
    if (!rc) rc = walls_set_limit(RLIMIT_FSIZE, 0, 0);
    if (!rc) rc = walls_set_limit(RLIMIT_CPU, cpu_seconds, cpu_seconds + 1);
#ifndef IS_SANITIZED
    if (!rc) rc = walls_set_limit(RLIMIT_AS, memory_bytes, memory_bytes);
#else
    (void)memory_bytes;
#endif
    if (rc) return rc;
    int walls = 0;
    // No file, no folder, no address, nothing outside.
    if (walls_forbid_paths(NULL, 0) == 0) walls |= CBIO_LANDLOCK;
    // Behind Landlock, whose rules are a descriptor for a moment: with 0 no descriptor can be made any more, by nobody, on any kernel.
    rc = walls_set_limit(RLIMIT_NOFILE, 0, 0);
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
