// The C side of WipeDevice: see CBlockIO.h. Compiled with _GNU_SOURCE, which Swift's own view of glibc lacks.
#define _GNU_SOURCE
#include "CBlockIO.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <malloc.h>
#include <spawn.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

// Headers older than kernel 5.15 lack it.
#ifndef BLKGETDISKSEQ
#define BLKGETDISKSEQ _IOR(0x12, 128, __u64)
#endif

static int open_node(const char *node, int flags) {
    int fd;
    do {
        fd = open(node, flags | O_CLOEXEC | O_NONBLOCK);
    } while (fd < 0 && errno == EINTR);
    return fd < 0 ? -errno : fd;
}

int cbio_open_to_read(const char *node) { return open_node(node, O_RDONLY); }

int cbio_open_to_test_exclusive(const char *node) { return open_node(node, O_RDONLY | O_EXCL); }

// O_NONBLOCK has done its work once the node is open; with direct I/O it would turn waits into EAGAIN.
static int open_direct(const char *node, int flags_wanted) {
    int fd = open_node(node, flags_wanted | O_DIRECT);
    if (fd < 0) return fd;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int cbio_open_exclusive(const char *node) { return open_direct(node, O_RDWR | O_EXCL); }

int cbio_open_to_recheck(const char *node) { return open_direct(node, O_RDONLY); }

int cbio_try_lock(int fd) {
    int rc;
    do {
        rc = flock(fd, LOCK_EX | LOCK_NB);
    } while (rc < 0 && errno == EINTR);
    return rc < 0 ? -errno : 0;
}

int cbio_node_of(int fd, cbio_node *out) {
    struct stat st;
    if (fstat(fd, &st) < 0) return -errno;
    out->is_block_device = S_ISBLK(st.st_mode);
    out->major = major(st.st_rdev);
    out->minor = minor(st.st_rdev);
    return 0;
}

int cbio_size_bytes(int fd, uint64_t *out) {
    uint64_t value = 0;
    if (ioctl(fd, BLKGETSIZE64, &value) < 0) return -errno;
    *out = value;
    return 0;
}

int cbio_logical_sector_bytes(int fd, uint32_t *out) {
    int value = 0;
    if (ioctl(fd, BLKSSZGET, &value) < 0) return -errno;
    if (value <= 0) return -EINVAL;
    *out = (uint32_t)value;
    return 0;
}

int cbio_physical_sector_bytes(int fd, uint32_t *out) {
    unsigned int value = 0;
    if (ioctl(fd, BLKPBSZGET, &value) < 0) return -errno;
    *out = value;
    return 0;
}

int cbio_read_only(int fd, int *out) {
    int value = 0;
    if (ioctl(fd, BLKROGET, &value) < 0) return -errno;
    *out = value != 0;
    return 0;
}

int cbio_disk_sequence(int fd, uint64_t *out) {
    uint64_t value = 0;
    if (ioctl(fd, BLKGETDISKSEQ, &value) < 0) return -errno;
    *out = value;
    return 0;
}

int cbio_place_of(const char *path, cbio_place *out) {
    struct statx st;
    memset(&st, 0, sizeof st);
    if (statx(AT_FDCWD, path, AT_STATX_SYNC_AS_STAT, STATX_BASIC_STATS | STATX_MNT_ID, &st) < 0) return -errno;
    memset(out, 0, sizeof *out);
    if (st.stx_mask & STATX_MNT_ID) out->mount_id = st.stx_mnt_id;
    out->device_major = st.stx_dev_major;
    out->device_minor = st.stx_dev_minor;
    out->is_block_device = S_ISBLK(st.stx_mode);
    out->node_major = st.stx_rdev_major;
    out->node_minor = st.stx_rdev_minor;
    return 0;
}

int cbio_descriptor_of(int folder, const char *name, cbio_descriptor *out) {
    struct statx st;
    memset(&st, 0, sizeof st);
    if (statx(folder, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_TYPE, &st) < 0) return -errno;
    out->is_block_device = S_ISBLK(st.stx_mode);
    out->is_character_device = S_ISCHR(st.stx_mode);
    out->major = st.stx_rdev_major;
    out->minor = st.stx_rdev_minor;
    return 0;
}

int cbio_loop_backing(int fd, cbio_place *out) {
    struct loop_info64 info;
    memset(&info, 0, sizeof info);
    if (ioctl(fd, LOOP_GET_STATUS64, &info) < 0) return -errno;
    memset(out, 0, sizeof *out);
    // The kernel fills both with its "huge" encoding, which is the one of dev_t here.
    out->device_major = major((dev_t)info.lo_device);
    out->device_minor = minor((dev_t)info.lo_device);
    out->is_block_device = info.lo_rdevice != 0;
    out->node_major = major((dev_t)info.lo_rdevice);
    out->node_minor = minor((dev_t)info.lo_rdevice);
    return 0;
}

int64_t cbio_read_at(int fd, void *buffer, size_t count, uint64_t offset) {
    ssize_t done;
    do {
        done = pread(fd, buffer, count, (off_t)offset);
    } while (done < 0 && errno == EINTR);
    return done < 0 ? -errno : done;
}

int64_t cbio_write_at(int fd, const void *buffer, size_t count, uint64_t offset) {
    ssize_t done;
    do {
        done = pwrite(fd, buffer, count, (off_t)offset);
    } while (done < 0 && errno == EINTR);
    return done < 0 ? -errno : done;
}

int cbio_flush(int fd) {
    int rc;
    do {
        rc = fsync(fd);
    } while (rc < 0 && errno == EINTR);
    return rc < 0 ? -errno : 0;
}

int cbio_clock_synchronised(void) {
    struct timex facts = {0};
    int state = adjtimex(&facts);
    if (state < 0) return -errno;
    return state != TIME_ERROR && !(facts.status & STA_UNSYNC);
}

void cbio_share_arenas(void) { mallopt(M_ARENA_MAX, 2); }

int cbio_write_back(int fd) {
    const unsigned int all = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    return sync_file_range(fd, 0, 0, all) == 0 ? 0 : -errno;
}
