// What Swift's Glibc module cannot see: _GNU_SOURCE flags, _IOR() ioctl numbers, variadic open() and ioctl(), statx().
//
// Every function returns 0 (or a result >= 0) when it worked and -errno when it did not, so that errno is read
// before anything else can change it.
#ifndef WIPED_CBLOCKIO_H
#define WIPED_CBLOCKIO_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Opens a node to look at it: O_RDONLY | O_NONBLOCK | O_CLOEXEC. A close of it raises no udev event.
int cbio_open_to_read(const char *node);

// Opens a node read-only with O_EXCL: -EBUSY while anything in the kernel has claimed the device or one of its partitions.
int cbio_open_to_test_exclusive(const char *node);

// Opens a node for the wipe: O_RDWR | O_EXCL | O_DIRECT | O_CLOEXEC | O_NONBLOCK, and clears O_NONBLOCK again,
// which only keeps the open itself from waiting for a medium.
int cbio_open_exclusive(const char *node);

// Opens a node to compare what is on it: O_RDONLY | O_DIRECT | O_CLOEXEC, without waiting for a medium. Nothing can be written through it.
int cbio_open_to_recheck(const char *node);

// flock(LOCK_EX | LOCK_NB): 0, or -EWOULDBLOCK while another holds the lock.
int cbio_try_lock(int fd);

// Kind and numbers of an open file.
typedef struct {
    int is_block_device;
    uint32_t major;
    uint32_t minor;
} cbio_node;
int cbio_node_of(int fd, cbio_node *out);

// The facts that the open block device itself states.
int cbio_size_bytes(int fd, uint64_t *out);            // BLKGETSIZE64
int cbio_logical_sector_bytes(int fd, uint32_t *out);  // BLKSSZGET
int cbio_physical_sector_bytes(int fd, uint32_t *out); // BLKPBSZGET
int cbio_read_only(int fd, int *out);                  // BLKROGET
int cbio_disk_sequence(int fd, uint64_t *out);         // BLKGETDISKSEQ, kernel 5.15 and later

// What lies under a path. `mount_id` is 0 where the kernel does not tell it.
typedef struct {
    uint64_t mount_id;
    uint32_t device_major; // of the file system
    uint32_t device_minor;
    int is_block_device; // the path is itself a block device node: `node_*` then name it
    uint32_t node_major;
    uint32_t node_minor;
} cbio_place;
int cbio_place_of(const char *path, cbio_place *out);

// What an open descriptor of any process leads to, by its name in that process's `fd` folder, which is open as `folder`: kind and numbers of the
// node. Nothing is asked of the file's own file system, which may hang.
typedef struct {
    int is_block_device;
    int is_character_device;
    uint32_t major;
    uint32_t minor;
} cbio_descriptor;
int cbio_descriptor_of(int folder, const char *name, cbio_descriptor *out);

// The file or device behind an attached loop device (LOOP_GET_STATUS64); the same fields, mount_id 0. -ENXIO where it is not attached.
int cbio_loop_backing(int fd, cbio_place *out);

// pread/pwrite on a descriptor opened with O_DIRECT; bytes done or -errno, EINTR already retried.
int64_t cbio_read_at(int fd, void *buffer, size_t count, uint64_t offset);
int64_t cbio_write_at(int fd, const void *buffer, size_t count, uint64_t offset);
// fsync: for a block device also a flush of the device's own cache.
int cbio_flush(int fd);

// Whether the kernel's clock is disciplined (adjtimex without STA_UNSYNC): 1 yes, 0 no, or -errno.
int cbio_clock_synchronised(void);

// At most two arenas of glibc's allocator for all threads.
void cbio_share_arenas(void);

// At most so many descriptors are handed to a child.
#define CBIO_DESCRIPTORS_MAX 256

// Starts `argv[0]` (a path) with descriptors handed over, the first as standard input, the others from 3 on; nothing on standard error, an empty
// environment but for LC_ALL=C, every signal as a new program expects it, and a pipe on standard output whose reading end is returned. `*pid` is
// the child.
int cbio_start_with(char *const argv[], const int *descriptors, int count, pid_t *pid);

// Ends for good what a program that parses a stranger's bytes could do besides: descriptors from `descriptors` on are closed and none can be made,
// no capability, no new privileges, no core, bounded memory and processor time, no path (Landlock), no call but those to read, to answer on standard
// output and to end (seccomp). Call it while there is one thread. Which of the two walls that not every kernel has do stand (CBIO_LANDLOCK |
// CBIO_SECCOMP), or -errno where one of the others does not: the program must then end. Without CBIO_SECCOMP it must parse nothing: files could
// still be removed, renamed and opened to others by their paths, which takes no descriptor.
#define CBIO_LANDLOCK 1
#define CBIO_SECCOMP 2
int cbio_confine(int descriptors, uint64_t memory_bytes, uint32_t cpu_seconds);

// What a program has that asks a drive.
typedef struct {
    const char *node;      // the one drive that it may open, for reading
    const char *also;      // a further folder with programs and libraries; NULL where there is none
    uint64_t capabilities; // a bit for each, as in linux/capability.h
    uint64_t memory_bytes;
    uint32_t cpu_seconds;
} cbio_asking;

// Starts `argv[0]` (a path) as cbio_start_with does, without descriptors, behind walls of its own: no capability but these and no new privileges,
// bounded memory and processor time, no file that is made or changed, no path but the drive, the programs and libraries of the system and what the
// kernel says of devices (Landlock), no process, no signal, no address, no command but questions to drives (seccomp). Without one of the last two
// walls nothing is started, and `*missing` names it (CBIO_LANDLOCK or CBIO_SECCOMP).
int cbio_start_asking(char *const argv[], const cbio_asking *limits, pid_t *pid, int *missing);

// Gives up what this process never needs, for itself and for every thread and program that it starts from here on: no new privileges by
// exec, and no capability outside `keep` (a bit for each, as in linux/capability.h). Call it before there is a second thread: capabilities
// are a thread's own. A capability that the process does not have is passed over.
int cbio_give_up_privileges(uint64_t keep);

// Effective capabilities, bounding set and no_new_privs of the calling thread, as they are now.
int cbio_privileges(uint64_t *effective, uint64_t *bounding, int *no_new_privileges);

// Writes back what lies dirty in the page cache of an open device, and waits for it; asks the device for no flush. 0 or -errno.
int cbio_write_back(int fd);

// Answer of a SCSI command. `data_count` is how many bytes of the buffer the drive filled, `sense_count` how many of `sense`; `host_status` and
// `driver_status` are the kernel's own words, 0 where it has nothing to say.
typedef struct {
    uint8_t status;
    uint16_t host_status;
    uint16_t driver_status;
    uint8_t sense_count;
    uint32_t data_count;
    uint8_t sense[64];
} cbio_sg_answer;

// Sends one SCSI command (`cdb_count` bytes, at most 16) on an open block device and waits for its end, at most so many milliseconds (SG_IO).
// Data come in only: `data_count` 0 is a command without data. 0, or -errno where nobody can
// say whether the drive got the command; a drive that refuses is no error here. ATA PASS-THROUGH needs CAP_SYS_RAWIO: -EPERM without it.
int cbio_sg_io(
    int fd, const uint8_t *cdb, uint8_t cdb_count, void *data, uint32_t data_count, uint32_t timeout_milliseconds, cbio_sg_answer *out);

// The same with bytes for the drive, for the one command that has any: SANITIZE by overwrite with its list of 8 bytes. -EINVAL, and nothing sent,
// for every other command.
int cbio_sg_overwrite(
    int fd, const uint8_t *cdb, uint8_t cdb_count, const uint8_t *list, uint32_t list_count, uint32_t timeout_milliseconds,
    cbio_sg_answer *out);

// Sends one NVMe admin command on an open namespace and waits for its end (NVME_IOCTL_ADMIN_CMD). The completion's status, 0 for success, or
// -errno; -EINVAL, and nothing sent, where the opcode is not one whose data come from the controller, or Sanitize without data, with namespace 0
// and one of its actions block erase, overwrite or crypto erase: no other command that changes anything is sent.
// The command is not tied to the namespace of the descriptor; `nsid` alone says which. Get Log Page needs CAP_SYS_ADMIN.
int cbio_nvme_admin(
    int fd, uint8_t opcode, uint32_t nsid, uint32_t cdw10, uint32_t cdw11, void *data, uint32_t data_count, uint32_t timeout_milliseconds);

// Id (from 1) of the namespace behind an open descriptor (NVME_IOCTL_ID), or -errno: -ENOTTY where it is none.
int cbio_nvme_nsid(int fd);

#endif
