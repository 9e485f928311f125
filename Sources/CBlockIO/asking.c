// Starts a program that asks one drive something: it is foreign code, and what it reads comes from a stranger's drive. It may open that drive and
// the files that it is made of, and has the one privilege with which drives are asked.

#define _GNU_SOURCE
#include "CBlockIO.h"
#include "walls.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <linux/nvme_ioctl.h>
#include <scsi/sg.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

// What the child tells before it has become the program; nothing where it has.
typedef struct {
    int error;
    int wall;
} failure;

#ifdef OWN_ARCHITECTURE
// What a program needs to begin, to read, to ask a drive and to say what it found. It can start no process, send no signal, make no file, and reach
// no address.
static void list_calls(walls_calls *p) {
    static const uint32_t calls[] = {
        SYS_read, SYS_readv, SYS_pread64, SYS_write, SYS_writev, SYS_lseek, SYS_close, SYS_fstat, SYS_newfstatat, SYS_statfs, SYS_fstatfs,
        SYS_getdents64, SYS_readlinkat, SYS_faccessat, SYS_getcwd, SYS_fcntl, SYS_dup, SYS_dup3, SYS_ppoll, SYS_fadvise64,
        SYS_mmap, SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_futex, SYS_execve, SYS_exit, SYS_exit_group,
        SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_restart_syscall,
        SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_sched_yield, SYS_sched_getaffinity,
        SYS_getpid, SYS_getppid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_capget, SYS_umask, SYS_uname, SYS_sysinfo,
        SYS_getrandom, SYS_prlimit64, SYS_set_tid_address, SYS_set_robust_list,
#ifdef SYS_statx
        SYS_statx,
#endif
#ifdef SYS_faccessat2
        SYS_faccessat2,
#endif
#ifdef SYS_rseq
        SYS_rseq,
#endif
#ifdef SYS_arch_prctl
        SYS_arch_prctl,
#endif
#ifdef SYS_access
        SYS_access, SYS_stat, SYS_lstat, SYS_readlink, SYS_poll, SYS_time, SYS_dup2, SYS_getrlimit,
#endif
    };
    // SCSI, ATA by way of SCSI, NVMe; sizes; whether standard output is a terminal.
    static const uint32_t questions[] = {
        SG_IO, SG_GET_VERSION_NUM, NVME_IOCTL_ID, NVME_IOCTL_ADMIN_CMD, BLKGETSIZE64, BLKGETSIZE, BLKSSZGET, BLKPBSZGET, TCGETS, TIOCGWINSZ,
    };
    const uint32_t changes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    walls_begin_calls(p);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) walls_permit(p, calls[i]);
    unsigned short start = walls_begin(p, SYS_openat, 2);
    walls_permit_without(p, changes);
    walls_end(p, start);
#ifdef SYS_open
    start = walls_begin(p, SYS_open, 1);
    walls_permit_without(p, changes);
    walls_end(p, start);
#endif
    start = walls_begin(p, SYS_ioctl, 1);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) walls_permit_value(p, questions[i]);
    walls_end(p, start);
}
#endif

typedef struct {
    char *const *argv;
    const cbio_asking *limits;
    const walls_path *paths;
    int paths_count;
    int nothing, answer, report;
#ifdef OWN_ARCHITECTURE
    walls_calls calls;
#endif
} start;

// In the child, which shares this process's memory until it has become the program: nothing but calls of the kernel.
static int become(start *s, int *wall) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    if (dup2(s->nothing, STDIN_FILENO) < 0 || dup2(s->answer, STDOUT_FILENO) < 0 || dup2(s->nothing, STDERR_FILENO) < 0) return -errno;
    if (s->report != 3 && dup3(s->report, 3, O_CLOEXEC) < 0) return -errno;
    s->report = 3;
    int rc = walls_close_from(4);
    if (!rc) rc = cbio_give_up_privileges(s->limits->capabilities);
    if (!rc) rc = walls_set_limit(RLIMIT_CORE, 0, 0);
    if (!rc) rc = walls_set_limit(RLIMIT_FSIZE, 0, 0);
    if (!rc) rc = walls_set_limit(RLIMIT_NOFILE, 32, 32);
    if (!rc) rc = walls_set_limit(RLIMIT_CPU, s->limits->cpu_seconds, s->limits->cpu_seconds + 1);
    if (rc) return rc;
    if (sigprocmask(SIG_SETMASK, &none, NULL) < 0) return -errno;
    *wall = CBIO_LANDLOCK;
    rc = walls_forbid_paths(s->paths, s->paths_count);
    if (rc) return rc;
    *wall = 0;
    rc = walls_set_limit(RLIMIT_AS, s->limits->memory_bytes, s->limits->memory_bytes);
    if (rc) return rc;
    *wall = CBIO_SECCOMP;
#ifdef OWN_ARCHITECTURE
    rc = walls_forbid_calls(&s->calls);
#else
    rc = -ENOSYS;
#endif
    if (rc) return rc;
    *wall = 0;
    static char locale[] = "LC_ALL=C";
    char *environment[] = {locale, NULL};
    execve(s->argv[0], s->argv, environment);
    return -errno;
}

// vfork: a child with a copy of the memory would take pages from under requests that are on their way to drives.
static pid_t begin(start *s) __attribute__((noinline));
static pid_t begin(start *s) {
    pid_t child = vfork();
    if (child != 0) return child < 0 ? -errno : child;
    int wall = 0;
    failure told = {.error = become(s, &wall)};
    told.wall = wall;
    if (write(s->report, &told, sizeof told) < 0) _exit(126);
    _exit(127);
}

int cbio_start_asking(char *const argv[], const cbio_asking *limits, pid_t *pid, int *missing) {
    const uint64_t program = WALLS_EXECUTE | WALLS_READ_FILE;
    const walls_path paths[] = {
        {argv[0], program},
        {limits->node, WALLS_READ_FILE | WALLS_COMMAND},
        {"/usr", program | WALLS_READ_FOLDER},
        {"/lib", program | WALLS_READ_FOLDER},
        {"/lib64", program | WALLS_READ_FOLDER},
        {"/bin", program | WALLS_READ_FOLDER},
        {"/etc/ld.so.cache", WALLS_READ_FILE},
        // What smartctl knows of models of drives, and what kind of drive the kernel says that this is.
        {"/etc/smart_drivedb.h", WALLS_READ_FILE},
        {"/var/lib/smartmontools", WALLS_READ_FILE | WALLS_READ_FOLDER},
        {"/sys", WALLS_READ_FILE | WALLS_READ_FOLDER},
        {limits->also ? limits->also : argv[0], program | (limits->also ? WALLS_READ_FOLDER : 0)},
    };
    start s = {.argv = argv, .limits = limits, .paths = paths, .paths_count = (int)(sizeof paths / sizeof paths[0])};
#ifdef OWN_ARCHITECTURE
    list_calls(&s.calls);
#endif
    *missing = 0;
    int ends[2] = {-1, -1}, report[2] = {-1, -1}, rc = 0;
    failure told = {0};
    // Above the places that the child fills.
    s.nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    int nothing = s.nothing < 0 ? -1 : fcntl(s.nothing, F_DUPFD_CLOEXEC, 4);
    if (nothing < 0 || pipe2(ends, O_CLOEXEC) < 0 || pipe2(report, O_CLOEXEC) < 0) rc = -errno;
    int answer = rc ? -1 : fcntl(ends[1], F_DUPFD_CLOEXEC, 4);
    int reporter = rc ? -1 : fcntl(report[1], F_DUPFD_CLOEXEC, 4);
    if (!rc && (answer < 0 || reporter < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0)) rc = -errno;
    if (!rc) {
        int own = s.nothing;
        s.nothing = nothing;
        s.answer = answer;
        s.report = reporter;
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        pid_t child = begin(&s);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        s.nothing = own;
        if (child < 0) rc = child;
        else *pid = child;
    }
    int made[] = {s.nothing, nothing, ends[1], answer, report[1], reporter};
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        if (made[i] >= 0) close(made[i]);
    }
    if (!rc) {
        ssize_t count;
        do count = read(report[0], &told, sizeof told);
        while (count < 0 && errno == EINTR);
        if (count == (ssize_t)sizeof told) {
            rc = told.error ? told.error : -EIO;
            *missing = told.wall;
            while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR) {}
        }
    }
    if (report[0] >= 0) close(report[0]);
    if (rc && ends[0] >= 0) close(ends[0]);
    return rc ? rc : ends[0];
}
