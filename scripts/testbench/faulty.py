"""nbdkit plugin: a drive with faults that a test can change while it runs.

    nbdkit python faulty.py file=BACKING [faults=FAULTS.json] [stats=STATS.json]

FAULTS.json is a list of rules, read again whenever it changes (write it beside and rename it). Every rule that fits a
request acts, in the order of the list:

    {"op": "read|write|flush|trim|zero|any", "do": ..., "from": BYTE, "len": BYTES,
     "times": N, "every": N, "after_bytes": N}

`from` and `len` limit it to a range, `times` to the first N requests, `every` to each Nth, `after_bytes` to those after
N bytes of that operation. `do` is one of:

    eio, enospc   the request fails and nothing is transferred
    partial       write: the first half is stored, then EIO (a torn write)
    tear          write: the first half is stored, and the whole is acknowledged
    drop          write, zero, trim: acknowledged and not stored; flush: acknowledged and not done (a drive that lies)
    misplace      write: stored "by" bytes further on (a fault of the drive's addressing)
    flip          the byte at "at" of the drive is changed by "mask" (default 1), in what is read or written
    zeros, stale  read: zeros, or the content of "stale_file"
    alias         addresses are taken modulo "capacity" (a counterfeit flash drive)
    delay         "ms" milliseconds each
    hang          until the rule is gone
    vanish        runs "cmd" (optional, detached), then nbdkit dies: the drive is gone
    volatile      writes stay in memory until a flush; trim and zero flush first
    powerloss     when it is read: what is in memory is lost

STATS.json counts bytes by operation, "nread" and "nwrite" requests, "flush" flushes and "faults"; it is written at
flush, at each failing fault and at close.
"""

import errno
import io
import json
import os
import signal
import subprocess
import threading
import time

import nbdkit

API_VERSION = 2
PIECE = 1 << 20

settings = {}
backing = None
rules = []
rules_stamp = None
cache = []  # volatile cache: (offset, bytes), oldest first
lock = threading.RLock()  # guards rules, cache and stats
stats = dict(read=0, write=0, flush=0, trim=0, zero=0, nread=0, nwrite=0, faults=0)


# What nbdkit asks for.


def thread_model():
    return nbdkit.THREAD_MODEL_PARALLEL


def config(key, value):
    settings[key] = value


def config_complete():
    if "file" not in settings:
        raise RuntimeError("file= is needed")


def get_ready():
    global backing
    backing = os.open(settings["file"], os.O_RDWR | os.O_CLOEXEC)


def open(readonly):  # noqa: A001 (the name is nbdkit's)
    return 1


def close(handle):
    save_stats()


def get_size(handle):
    return os.fstat(backing).st_size


def can_flush(handle):
    return True


def can_trim(handle):
    return True


def can_zero(handle):
    return True


def can_multi_conn(handle):
    return True


def can_fua(handle):
    return nbdkit.FUA_NATIVE


# Rules and counts.


def load():
    global rules, rules_stamp
    path = settings.get("faults")
    if not path:
        return rules
    try:
        status = os.stat(path)
    except FileNotFoundError:
        rules, rules_stamp = [], None
        return rules
    stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
    if stamp != rules_stamp:
        with lock:
            if stamp != rules_stamp:
                try:
                    with io.open(path) as file:
                        fresh = json.load(file)
                except ValueError:
                    return rules  # half written: taken at the next request
                for rule in fresh:
                    rule.setdefault("op", "any")
                    rule["_met"] = rule["_acted"] = 0
                if any(rule["do"] == "powerloss" for rule in fresh):
                    cache.clear()
                rules, rules_stamp = fresh, stamp
    return rules


def count(what, amount=1):
    with lock:
        stats[what] += amount


def save_stats():
    path = settings.get("stats")
    if not path:
        return
    with lock:
        with io.open(path + ".new", "w") as file:
            json.dump(stats, file)
        os.replace(path + ".new", path)


def fail(number):
    count("faults")
    save_stats()
    nbdkit.set_error(number)
    raise OSError(number, os.strerror(number))


def fitting(op, offset, length):
    """The rules that act on this request."""
    found = []
    for rule in load():
        if rule["op"] not in ("any", op):
            continue
        start = rule.get("from", 0)
        if length and offset + length <= start:
            continue
        if "len" in rule and offset >= start + rule["len"]:
            continue
        if rule["do"] == "flip" and not offset <= rule["at"] < offset + length:
            continue
        with lock:
            if stats[op] < rule.get("after_bytes", 0):
                continue
            rule["_met"] += 1
            if rule["_met"] % rule.get("every", 1):
                continue
            if rule["_acted"] >= rule.get("times", 1 << 62):
                continue
            rule["_acted"] += 1
        found.append(rule)
    return found


def act(acting):
    """What is the same for every operation."""
    for rule in acting:
        match rule["do"]:
            case "delay":
                time.sleep(rule["ms"] / 1000)
            case "hang":
                count("faults")
                save_stats()
                while any(other["do"] == "hang" for other in load()):
                    time.sleep(0.05)
            case "eio":
                fail(errno.EIO)
            case "enospc":
                fail(errno.ENOSPC)
            case "vanish":
                if rule.get("cmd"):
                    subprocess.Popen(["setsid", "sh", "-c", rule["cmd"]])
                save_stats()
                os.kill(os.getpid(), signal.SIGKILL)


def address(acting, offset):
    for rule in acting:
        if rule["do"] == "alias":
            return offset % rule["capacity"]
    return offset


# The content.


def read_all(buffer, offset):
    done = 0
    while done < len(buffer):
        got = os.preadv(backing, [memoryview(buffer)[done:]], offset + done)
        if got == 0:
            raise OSError(errno.EIO, "read behind the end")
        done += got


def write_all(data, offset):
    view = memoryview(data)
    while view:
        put = os.pwrite(backing, view, offset)
        view, offset = view[put:], offset + put


def write_back():
    with lock:
        for offset, data in cache:
            write_all(data, offset)
        cache.clear()


def pread(handle, buffer, offset, flags):
    length = len(buffer)
    acting = fitting("read", offset, length)
    act(acting)
    source = address(acting, offset)
    with lock:
        kept = list(cache)
        if kept:
            read_all(buffer, source)
    if not kept:
        read_all(buffer, source)
    for at, data in kept:
        first, last = max(source, at), min(source + length, at + len(data))
        if first < last:
            buffer[first - source : last - source] = data[first - at : last - at]
    with lock:
        stats["read"] += length
        stats["nread"] += 1
    for rule in acting:
        match rule["do"]:
            case "flip":
                buffer[rule["at"] - offset] ^= rule.get("mask", 1)
            case "zeros":
                buffer[:] = bytes(length)
            case "stale":
                with io.open(rule["stale_file"], "rb") as file:
                    file.seek(offset)
                    old = file.read(length)
                buffer[: len(old)] = old
            case _:
                continue
        count("faults")


def pwrite(handle, buffer, offset, flags):
    length = len(buffer)
    acting = fitting("write", offset, length)
    act(acting)
    target = address(acting, offset)
    keep = stored = False
    for rule in acting:
        match rule["do"]:
            case "drop":
                stored = True
            case "partial":
                write_all(bytes(buffer[: length // 2]), target)
                fail(errno.EIO)
            case "tear":
                buffer = bytes(buffer[: length // 2])
            case "misplace":
                target = (target + rule["by"]) % get_size(handle)
            case "flip":
                buffer = bytearray(buffer)
                buffer[rule["at"] - offset] ^= rule.get("mask", 1)
            case "volatile":
                keep = not flags & nbdkit.FLAG_FUA
                continue
            case _:
                continue
        count("faults")
    if not stored:
        if keep:
            with lock:
                cache.append((target, bytes(buffer)))
        else:
            if cache:
                write_back()
            write_all(buffer, target)
    with lock:
        stats["write"] += length
        stats["nwrite"] += 1


def flush(handle, flags):
    acting = fitting("flush", 0, 0)
    act(acting)
    if any(rule["do"] == "drop" for rule in acting):
        count("faults")
        return
    write_back()
    count("flush")
    save_stats()


def clear(handle, op, length, offset):
    acting = fitting(op, offset, length)
    act(acting)
    if any(rule["do"] == "drop" for rule in acting):
        count("faults")
    else:
        write_back()
        offset = address(acting, offset)
        zeros = bytes(min(length, PIECE))
        for at in range(offset, offset + length, PIECE):
            write_all(zeros[: min(PIECE, offset + length - at)], at)
    count(op, length)


def trim(handle, length, offset, flags):
    clear(handle, "trim", length, offset)


def zero(handle, length, offset, flags):
    clear(handle, "zero", length, offset)
