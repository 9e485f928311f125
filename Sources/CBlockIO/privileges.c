// What the daemon may do besides its work: nothing. Separate from blockio.c since no device is touched here.

#define _GNU_SOURCE
#include "CBlockIO.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int read_capabilities(struct __user_cap_data_struct data[2])
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    return syscall(SYS_capget, &header, data) < 0 ? -errno : 0;
}

int cbio_give_up_privileges(uint64_t keep)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
    struct __user_cap_data_struct data[2];
    int rc = read_capabilities(data);
    if (rc < 0) return rc;
    // The bounding set first: dropping from it needs a capability that goes with the rest.
    int may_drop = (data[CAP_SETPCAP / 32].effective >> (CAP_SETPCAP % 32)) & 1;
    for (int cap = 0; may_drop && cap < 64 && prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++) {
        if ((keep >> cap) & 1 || prctl(PR_CAPBSET_READ, cap, 0, 0, 0) == 0) continue;
        if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0) return -errno;
    }
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 && errno != EINVAL) return -errno;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    for (int word = 0; word < 2; word++) {
        uint32_t mask = (uint32_t)(keep >> (32 * word));
        data[word].permitted &= mask;
        data[word].effective &= mask;
        data[word].inheritable = 0;
    }
    return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

int cbio_privileges(uint64_t *effective, uint64_t *bounding, int *no_new_privileges)
{
    struct __user_cap_data_struct data[2];
    int rc = read_capabilities(data);
    if (rc < 0) return rc;
    *effective = (uint64_t)data[1].effective << 32 | data[0].effective;
    *bounding = 0;
    for (int cap = 0; cap < 64; cap++) {
        if (prctl(PR_CAPBSET_READ, cap, 0, 0, 0) == 1) *bounding |= (uint64_t)1 << cap;
    }
    *no_new_privileges = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
    return *no_new_privileges < 0 ? -errno : 0;
}
