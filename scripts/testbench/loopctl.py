#!/usr/bin/python3
"""Loop devices beyond what losetup can do.

usage: loopctl.py add N            make the node /dev/loopN; fails when it is there
       loopctl.py add-from N [NOT] make the first free node from N on, leaving out number NOT; prints its number
       loopctl.py remove N         take the node away; fails while it is bound or open
       loopctl.py shrink N         the drive's capacity becomes 0 while its content stays, as on a drive that was pulled
"""

import fcntl
import os
import struct
import sys
import time

LOOP_CTL_ADD = 0x4C80
LOOP_CTL_REMOVE = 0x4C81
LOOP_SET_STATUS64 = 0x4C04
LOOP_GET_STATUS64 = 0x4C05
LOOP_INFO64_BYTES = 232
LO_OFFSET_AT = 24  # after lo_device, lo_inode, lo_rdevice, eight bytes each
BEHIND_ANY_FILE = 1 << 62


def control(request, number):
    fd = os.open("/dev/loop-control", os.O_RDWR | os.O_CLOEXEC)
    try:
        return fcntl.ioctl(fd, request, number)
    finally:
        os.close(fd)


def add_from(first, left_out):
    number = first
    while True:
        if number != left_out:
            try:
                return control(LOOP_CTL_ADD, number)
            except FileExistsError:
                pass
        number += 1


def shrink(number):
    """The offset goes behind the end of the file: capacity 0. The kernel changes the offset first and the capacity after,
    so that a write between the two lands behind the offset; it is put where it was meant to go."""
    node = f"/dev/loop{number}"
    with open(f"/sys/block/loop{number}/loop/backing_file") as file:
        backing = os.open(file.read().rstrip("\n"), os.O_RDWR | os.O_CLOEXEC)
    size = os.fstat(backing).st_size
    fd = os.open(node, os.O_RDONLY | os.O_CLOEXEC)
    try:
        info = bytearray(LOOP_INFO64_BYTES)
        fcntl.ioctl(fd, LOOP_GET_STATUS64, info)
        struct.pack_into("<Q", info, LO_OFFSET_AT, BEHIND_ANY_FILE)
        fcntl.ioctl(fd, LOOP_SET_STATUS64, bytes(info))
    finally:
        os.close(fd)
    for _ in range(3):
        time.sleep(0.02)
        if os.fstat(backing).st_size > size:
            bring_back(backing)
            os.ftruncate(backing, size)
    os.close(backing)


def bring_back(backing):
    at = BEHIND_ANY_FILE
    while True:
        try:
            at = os.lseek(backing, at, os.SEEK_DATA)
        except OSError:
            return  # no data any more
        end = os.lseek(backing, at, os.SEEK_HOLE)
        os.pwrite(backing, os.pread(backing, end - at, at), at - BEHIND_ANY_FILE)
        at = end


def main(arguments):
    match arguments:
        case ["add", number]:
            print(control(LOOP_CTL_ADD, int(number)))
        case ["add-from", first]:
            print(add_from(int(first), -1))
        case ["add-from", first, left_out]:
            print(add_from(int(first), int(left_out)))
        case ["remove", number]:
            control(LOOP_CTL_REMOVE, int(number))
        case ["shrink", number]:
            shrink(int(number))
        case ["--help"]:
            print(__doc__)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, ValueError) as error:
        print(f"loopctl.py: {error}", file=sys.stderr)
        sys.exit(1)
