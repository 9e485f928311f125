"""Drives of the benchmark: loop devices that this run makes, and nothing else."""

import contextlib
import json
import os
import subprocess
from pathlib import Path

from machine import run

BENCH = Path(__file__).resolve().parent.parent / "testbench"
PREFIX = f"bench-{os.getpid()}"
BLKIO = Path("/sys/fs/cgroup/blkio")


class Room:
    """A folder of its own: memory in huge pages, or a disk's file system. Taken away at the end."""

    def __init__(self, path, memory_bytes=None):
        self.path = Path(path)
        self.is_mounted = memory_bytes is not None
        self.path.mkdir(parents=True)
        if self.is_mounted:
            run("mount", "-t", "tmpfs", "-o", f"huge=always,size={memory_bytes}", "none", str(self.path))

    def remove(self):
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.path)], check=False)
        subprocess.run(["rm", "-rf", str(self.path)], check=False)


class Drive:
    """One loop drive with direct I/O in its bay."""

    def __init__(self, room, name, size_bytes, bay, faulty=False, sector=512):
        self.name, self.size, self.bay = name, size_bytes, bay
        self.serial = f"{PREFIX}-{name}"
        command = [
            str(BENCH / "make-drive"), name, "--size", str(size_bytes), "--dir", str(room.path), "--prefix", PREFIX, "--owner",
            str(os.getpid()), "--serial", self.serial, "--model", "LOOP", "--bay", bay_word(bay), "--rpm", "7200", "--sector", str(sector),
            "--synth-add", "--json",
        ]
        if faulty:
            command.append("--faulty")
        made = json.loads(run(*command))
        self.node, self.state, self.backing = made["node"], Path(made["state"]), Path(made["backing"])
        assert self.node.startswith("/dev/loop"), self.node

    def touch(self):
        """Pages of a file in memory are made at its first writing, which takes several times as long."""
        run("dd", "if=/dev/zero", f"of={self.backing}", "bs=4M", "conv=notrunc,fsync", f"count={self.size // (4 << 20)}", "status=none")

    def faults(self, rules):
        (self.state / "faults.json").write_text(json.dumps(rules))

    def drop(self):
        run(str(BENCH / "drop-drive"), self.name, "--prefix", PREFIX)


def bay_word(bay):
    return f"{PREFIX}-{bay}"


class Throttle:
    """A group of processes whose transfers to some drives are held to a rate, each drive for itself."""

    def __init__(self, name):
        if not (BLKIO / "blkio.throttle.write_bps_device").exists():
            raise SystemExit(f"bench: no cgroup v1 blkio at {BLKIO}: the rows with throttled drives cannot be measured here")
        self.folder = BLKIO / f"{PREFIX}-{name}"
        self.folder.mkdir()

    def add(self, pid):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(ProcessLookupError):  # a thread that has just ended
                (self.folder / "tasks").write_text(task.name)

    def limit(self, drive, bytes_per_second):
        number = Path(f"/sys/block/{Path(drive.node).name}/dev").read_text().strip()
        for direction in ("read", "write"):
            (self.folder / f"blkio.throttle.{direction}_bps_device").write_text(f"{number} {bytes_per_second}")

    def remove(self):
        for task in (self.folder / "tasks").read_text().split():
            (BLKIO / "tasks").write_text(task)
        self.folder.rmdir()


def drop_all():
    subprocess.run([str(BENCH / "drop-drive"), "--all", "--prefix", PREFIX], check=False, stdout=subprocess.DEVNULL)
