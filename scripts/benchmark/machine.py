"""What the machine is, what a command costs, and what is the middle of several runs."""

import os
import re
import resource
import statistics
import subprocess
import time

GIB = 1 << 30
TICK = os.sysconf("SC_CLK_TCK")


def run(*command, **more):
    """Runs a command to its end; its output, or an error that says what it said."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", **more)
    if done.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command)} ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-800:]}")
    return done.stdout


class Cost:
    """Seconds that passed, and processor seconds of a command or a process and of the whole machine."""

    def __init__(self, pid=None):
        self.pid = pid

    def __enter__(self):
        self.begun, self.machine_begun, self.own_begun = time.monotonic(), machine_seconds(), self.own()
        return self

    def __exit__(self, *_):
        self.wall = time.monotonic() - self.begun
        self.processor = self.own() - self.own_begun
        self.machine = machine_seconds() - self.machine_begun

    def own(self):
        if self.pid is not None:
            return process_seconds(self.pid)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


def process_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def machine_seconds():
    """User, nice, system and interrupts of all processors: also what the kernel's own threads do for a loop drive."""
    with open("/proc/stat") as file:
        fields = [int(word) for word in file.readline().split()[1:]]
    return sum(fields[i] for i in (0, 1, 2, 5, 6)) / TICK


def resident_bytes(pid):
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) * 1024


def middle(values):
    return statistics.median(values)


def description():
    with open("/proc/cpuinfo") as file:
        text = file.read()
    model = re.search(r"model name\s*:\s*(.*)", text)
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) * 1024
    return {
        "processor": model[1] if model else "unknown",
        "processors": os.cpu_count(),
        "memoryBytes": memory,
        "kernel": os.uname().release,
        "load": os.getloadavg()[0],
    }
