// What a hostile drive would make of wiped-look if it took it over: behind the same walls it tries one thing, and answers what came of it in
// place of contents. `hostile-look WHAT PATH …`, where WHAT names the try; the rest is what wiped-look is given.
#define _GNU_SOURCE
#include "CBlockIO.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static int result_of(const char *what, const char *path) {
    char bytes[64] = {0};
    if (!strcmp(what, "read-file")) return open(path, O_RDONLY) < 0 ? errno : 0;
    if (!strcmp(what, "read-folder")) return open(path, O_RDONLY | O_DIRECTORY) < 0 ? errno : 0;
    if (!strcmp(what, "make-file")) return open(path, O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0;
    if (!strcmp(what, "remove-file")) return unlink(path) < 0 ? errno : 0;
    if (!strcmp(what, "drive-again")) return open("/proc/self/fd/0", O_RDWR) < 0 ? errno : 0;
    if (!strcmp(what, "write-drive")) return pwrite(0, bytes, sizeof bytes, 0) < 0 ? errno : 0;
    if (!strcmp(what, "write-drive-here")) return write(0, bytes, sizeof bytes) < 0 ? errno : 0;
    if (!strcmp(what, "discard-drive")) {
        uint64_t range[2] = {0, 4096};
        return ioctl(0, BLKDISCARD, range) < 0 ? errno : 0;
    }
    if (!strcmp(what, "command-drive")) return ioctl(0, 0x2285 /* SG_IO */, bytes) < 0 ? errno : 0;
    if (!strcmp(what, "leaked")) {
        // Descriptors of the process that started this one.
        for (int fd = 3; fd < 4096; fd++) {
            if (read(fd, bytes, sizeof bytes) >= 0 || errno != EBADF) return 0;
        }
        return EBADF;
    }
    if (!strcmp(what, "socket")) return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? errno : 0;
    if (!strcmp(what, "network")) return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
    if (!strcmp(what, "pair")) {
        int ends[2];
        return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 ? errno : 0;
    }
    if (!strcmp(what, "program")) {
        char *arguments[] = {"/bin/true", NULL};
        return execve("/bin/true", arguments, NULL) < 0 ? errno : 0;
    }
    if (!strcmp(what, "process")) {
        pid_t child = fork();
        if (child == 0) _exit(0);
        return child < 0 ? errno : 0;
    }
    if (!strcmp(what, "signal")) return kill(getppid(), 0) < 0 ? errno : 0;
    if (!strcmp(what, "trace")) return syscall(SYS_ptrace, 16, getppid(), 0, 0) < 0 ? errno : 0;
    if (!strcmp(what, "code")) {
        return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
    }
    if (!strcmp(what, "truncate-file")) return truncate(path, 0) < 0 ? errno : 0;
    if (!strcmp(what, "rename-file")) return rename(path, path) < 0 ? errno : 0;
    if (!strcmp(what, "open-to-all")) return chmod(path, 0644) < 0 ? errno : 0;
    if (!strcmp(what, "write-file")) return open(path, O_WRONLY) < 0 ? errno : 0;
    if (!strcmp(what, "command-bus")) return ioctl(0, 0x5387 /* SCSI_IOCTL_PROBE_HOST */, bytes) < 0 ? errno : 0;
#ifdef SYS_iopl
    if (!strcmp(what, "ports")) return syscall(SYS_iopl, 3) < 0 ? errno : 0;
#else
    if (!strcmp(what, "ports")) return EPERM; // This processor has none.
#endif
    if (!strcmp(what, "mount")) return syscall(SYS_mount, "none", "/", "tmpfs", 0, NULL) < 0 ? errno : 0;
    if (!strcmp(what, "nothing")) return EPERM;
    return -1;
}

static void say(const char *text) {
    if (write(STDOUT_FILENO, text, strlen(text)) < 0) _exit(4);
}

// A kernel without one of the two walls, for this process and what it becomes: the calls that would make it answer as there.
static int take_away(const char *wall) {
    int is_seccomp = !strcmp(wall, "seccomp");
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, is_seccomp ? SYS_seccomp : 444 /* landlock_create_ruleset */, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, is_seccomp ? PR_SET_SECCOMP : ~0U, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {.len = sizeof code / sizeof code[0], .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

int main(int count, char **words) {
    if (count < 3) return 2;
    const char *what = words[1];
    // `without:WALL PROGRAM …` becomes that program.
    if (!strncmp(what, "without:", 8)) {
        if (take_away(what + 8) < 0) return 5;
        execv(words[2], words + 2);
        return 6;
    }
    // What a program that asks a drive is started with.
    if (!strcmp(what, "start")) {
        char *arguments[] = {"/bin/echo", NULL}, said[64];
        cbio_asking asking = {.node = words[2], .memory_bytes = 256 << 20, .cpu_seconds = 5};
        pid_t child;
        int missing = 0, pipe = cbio_start_asking(arguments, &asking, &child, &missing);
        snprintf(said, sizeof said, pipe < 0 ? "missing %d\n" : "started %d\n", missing);
        return write(STDOUT_FILENO, said, strlen(said)) < 0;
    }
    // Without the walls the same succeeds, or the try would prove nothing.
    int is_free = !strncmp(what, "free:", 5);
    if (is_free) what += 5;
    int walls = is_free ? CBIO_LANDLOCK | CBIO_SECCOMP : cbio_confine(3, 512 << 20, 2); // what wiped-look says is believed
    if (walls < 0) return 3;
    if (!strcmp(what, "die")) abort();
    if (!strcmp(what, "crash")) *(volatile int *)8 = 1;
    if (!strcmp(what, "silence")) return 0;
    if (!strcmp(what, "loop")) for (;;) {}
    if (!strcmp(what, "sleep")) for (;;) syscall(SYS_futex, &walls, 0 /* FUTEX_WAIT */, walls, NULL, NULL, 0);
    if (!strcmp(what, "flood")) for (;;) say("wiped-look 1\n");
    if (!strcmp(what, "half")) {
        say("wiped-look 1\nwalls\t3\n");
        return 0;
    }
    if (!strcmp(what, "memory")) {
        for (size_t taken = 0; taken < (size_t)2 << 30; taken += 1 << 20) {
            char *more = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (more == MAP_FAILED) {
                char line[160];
                snprintf(line, sizeof line, "wiped-look 1\nwalls\t%d\nproblem\tmemory ended after %zu MiB\nend\n", walls, taken >> 20);
                say(line);
                return 0;
            }
            memset(more, 1, 1 << 20);
        }
    }
    char line[160];
    if (!strcmp(what, "privileges")) {
        uint64_t effective = 0, bounding = 0;
        int no_new = 0;
        cbio_privileges(&effective, &bounding, &no_new);
        snprintf(line, sizeof line, "%llu\n", (unsigned long long)effective);
        say(line);
        return 0;
    }
    snprintf(line, sizeof line, "wiped-look 1\nwalls\t%d\nproblem\t%s: %d\nend\n", walls, what, result_of(what, words[2]));
    say(line);
    return 0;
}
