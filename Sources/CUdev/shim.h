// libudev for Swift, plus one call whose errno must not get lost on the way.
#ifndef WIPED_CUDEV_SHIM_H
#define WIPED_CUDEV_SHIM_H

#include <errno.h>
#include <libudev.h>

// Takes one event. NULL: `*error` says why (EAGAIN: nothing there, ENOBUFS: the kernel dropped events).
static inline struct udev_device *wiped_udev_receive(struct udev_monitor *monitor, int *error) {
    errno = 0;
    struct udev_device *device = udev_monitor_receive_device(monitor);
    *error = device ? 0 : errno;
    return device;
}

#endif
