"""What a station costs while its drives erase themselves, and how much longer a job takes than its drive. The drives are simulated: what they
would do meanwhile is none of the machine's work."""

import json
import subprocess
import time
from datetime import datetime

from machine import process_seconds
from rows import Row
from station import PROJECT

ERASERS = ("erasing", "erase-overhead")
DRIVES, ERASE_SECONDS, WATCHED_SECONDS = 24, 60, 30
MEGABYTES, RATE = 16, 64


class SimulatedStation:
    """`wipesim serve` with drives that can all erase themselves."""

    def __init__(self, bench):
        self.bin, self.socket = bench.bin, bench.folder / "simulated.sock"
        self.process = subprocess.Popen(
            [self.bin / "wipesim", "serve", "--state", bench.folder / "simulated", "--socket", self.socket, "--policies", PROJECT / "policies",
             "--self-erasing", str(DRIVES), "--erase-seconds", str(ERASE_SECONDS), "--megabytes", str(MEGABYTES), "--rate", str(RATE)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=open(bench.folder / "simulated.log", "wb"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def ask(self, *words):
        done = subprocess.run([self.bin / "wipectl", "--socket", self.socket, "--json", *words], capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def until(self, what, condition, seconds):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise SystemExit(f"bench: not within {seconds} s: {what}")
            time.sleep(0.5)

    def jobs(self):
        return (self.ask("queue", "--all") or {"jobs": []})["jobs"]

    def begin(self):
        self.until("the drives are identified", lambda: len(self.jobs()) == DRIVES, 120)
        for number in range(1, DRIVES + 1):
            self.ask("tag", f"bay:E{number}", f"BENCH-{number}")
            if self.ask("start", f"bay:E{number}", "--policy", "purge-sanitize", "--confirm", f"SIM-E{number}") is None:
                raise SystemExit(f"bench: bay E{number} does not start")

    def record(self, job):
        return self.ask("certificate", "show", job["certificate"])


def seconds(earlier, later):
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()


def erasers(bench, wanted):
    with SimulatedStation(bench) as station:
        station.begin()
        station.until("all are at it", lambda: all(job["phase"] == "command" for job in station.jobs()), 60)
        before, begun = process_seconds(station.process.pid), time.monotonic()
        time.sleep(WATCHED_SECONDS)
        share = (process_seconds(station.process.pid) - before) / (time.monotonic() - begun)
        station.until("all are done", lambda: all(job["state"] == "sanitized" for job in station.jobs()), 600)
        jobs = station.jobs()
        beside = [beside_the_drive(station, job) for job in jobs]
    rows = [
        Row("erasing", f"share of a core while {DRIVES} simulated drives erase themselves", share, 0.02, at_most=True),
        Row("erase-overhead", "seconds of a job beside its drive's erase and the read back, the longest", max(beside), 5, at_most=True,
            facts={"all": beside}),
    ]
    return [row for row in rows if row.name in wanted]


def beside_the_drive(station, job):
    """From the first mark to the end of the read back, without the erase and the read back themselves."""
    row = station.record(job)["credentialSubject"]["sanitization"]["passes"][0]
    return seconds(job["startedAt"], job["endedAt"]) - ERASE_SECONDS - row["verification"]["readSeconds"]
