"""Other tools on the same drives. Every one gets its device by name."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from machine import GIB, Cost, run

ENGINES = {"psync": 1, "libaio": 4, "io_uring": 4}


def fio(node, direction, zeros=False, block="1M", engines=ENGINES):
    """The best engine's whole pass over a drive: bytes a second, and its own processor seconds per GiB."""
    best = None
    for engine, depth in engines.items():
        command = [
            "fio", "--name=bench", f"--filename={node}", "--direct=1", f"--rw={direction}", f"--bs={block}", f"--ioengine={engine}",
            f"--iodepth={depth}", "--size=100%", "--output-format=json", "--allow_mounted_write=0",
        ]
        command.append("--zero_buffers" if zeros else "--scramble_buffers=1")
        if direction == "write":
            command.append("--end_fsync=1")
        text = run(*command)
        job = json.loads(text[text.index("{"):])["jobs"][0]
        facts = job[direction]
        processor = (job["usr_cpu"] + job["sys_cpu"]) / 100 * facts["runtime"] / 1000
        found = {"engine": engine, "rate": facts["bw_bytes"], "processorPerGiB": processor / (facts["io_bytes"] / GIB)}
        if best is None or found["rate"] > best["rate"]:
            best = found
    return best


def aes_rate():
    """Bytes a second of one core's AES-256-CTR, as OpenSSL computes it."""
    text = run("openssl", "speed", "-elapsed", "-seconds", "1", "-bytes", "1048576", "-mr", "-evp", "aes-256-ctr")
    line = next(line for line in text.splitlines() if line.startswith("+F:"))
    return float(line.split(":")[-1])


def shred(drive):
    with Cost() as cost:
        run("shred", "-n", "1", drive.node)
    return {"rate": drive.size / cost.wall, "processorPerGiB": cost.processor / (drive.size / GIB)}


class Nwipe:
    """One nwipe. What it spends before its first byte is measured on a small drive and taken off."""

    def __init__(self, program):
        self.program = program
        # Its exit code says nothing here, and the text goes where the version pleases.
        self.version = re.search(r"version ([0-9.]+)", said_by(program, "-V"))[1]
        text = said_by(program, "--help")
        self.knows_pdf = "--PDFreportpath" in text
        # The one that its own benchmark finds fastest; named, so that this benchmark is not a part of what is timed.
        self.generator = "splitmix64" if "splitmix64" in text else None

    def wipe(self, drive, method, rounds):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            command = [self.program, "--autonuke", "--nogui", "--nowait", "--noblank", f"--method={method}", "--verify=all", f"--rounds={rounds}", "-l",
                       str(log)]
            if self.knows_pdf:
                command += ["-P", "noPDF"]
            if self.generator:
                command.append(f"--prng={self.generator}")
            disks = ",".join(disks_of_the_machine())
            if disks:
                command.append(f"--exclude={disks}")
            with Cost() as cost:
                # Naming the device is what keeps it from all the others.
                done = subprocess.run([*command, drive.node], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", cwd=folder)
            if done.returncode != 0:
                said = log.read_text()[-800:] if log.exists() else done.stderr
                raise SystemExit(f"bench: nwipe {self.version} ended with {done.returncode}: {said}")
        return cost

    def measured(self, drive, small, method, rounds=1):
        """Each round writes and verifies the whole drive. It looks for its end once a second, so a fast drive needs several."""
        start, whole = self.wipe(small, method, rounds), self.wipe(drive, method, rounds)
        size = (drive.size - small.size) * rounds
        return {
            "rate": size / max(whole.wall - start.wall, 1e-3),
            "rateWithStart": drive.size * rounds / whole.wall,
            "processorPerGiB": max(whole.processor - start.processor, 0) / (size / GIB),
            "machinePerGiB": max(whole.machine - start.machine, 0) / (size / GIB),
        }


def nwipes():
    """Debian's nwipe, and a newer one where somebody built one: WIPED_BENCH_NWIPE, or the one in the PATH."""
    debian = "/usr/sbin/nwipe" if os.access("/usr/sbin/nwipe", os.X_OK) else None
    newest = os.environ.get("WIPED_BENCH_NWIPE") or shutil.which("nwipe")
    if newest and debian and os.path.realpath(newest) == os.path.realpath(debian):
        newest = None
    return (Nwipe(debian) if debian else None), (Nwipe(newest) if newest else None)


def said_by(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False)
    return done.stdout + done.stderr


def disks_of_the_machine():
    text = run("lsblk", "-dnro", "PATH,TYPE")
    return [words[0] for words in map(str.split, text.splitlines()) if not words[0].startswith("/dev/loop")]


def settle():
    """Lets udevd finish with what the last tool's close has caused."""
    subprocess.run(["udevadm", "settle", "--timeout=10"], check=False)
    time.sleep(0.2)
