// What a hostile drive would make of wiped-look if it took it over: behind the same walls it tries one thing, and answers what came of it in
// place of contents. `hostile-look WHAT PATH …`, where WHAT names the try; the rest is what wiped-look is given.
#define _GNU_SOURCE
#include "CBlockIO.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
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
    if (!strcmp(what, "nothing")) return EPERM;
    return -1;
}

static void say(const char *text) {
    if (write(STDOUT_FILENO, text, strlen(text)) < 0) _exit(4);
}

int main(int count, char **words) {
    if (count < 3) return 2;
    const char *what = words[1];
    // Without the walls the same succeeds, or the try would prove nothing.
    int is_free = !strncmp(what, "free:", 5);
    if (is_free) what += 5;
    int walls = is_free ? 0 : cbio_confine(3, 512 << 20, 2);
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
    snprintf(line, sizeof line, "wiped-look 1\nwalls\t%d\nproblem\t%s: %d\nend\n", walls, what, result_of(what, words[2]));
    say(line);
    return 0;
}
