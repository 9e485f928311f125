"""The daemon under test: the real wiped, its real socket, its own state folder."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

from drives import bay_word
from machine import run

PROJECT = Path(__file__).resolve().parent.parent.parent


class Station:
    def __init__(self, bin_folder, folder, bays, slots=24, more=""):
        self.bin, self.folder = Path(bin_folder), Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket = self.folder / "socket"
        self.log = self.folder / "wiped.log"
        lines = [
            'station: { name: "Benchmark", organization: "Benchmark", location: "this machine" }', f"state: {self.folder}/state",
            f"socket: {self.socket}", f"policies: {PROJECT}/policies", f"slots: {slots}", "requireAssetTag: false", more, "bays:",
        ]
        for bay in range(bays):
            lines.append(f'  - {{ id: B{bay}, match: {{ BENCH_BAY: "{bay_word(bay)}" }}, onAttach: hold }}')
        self.file = self.folder / "station.yaml"
        self.file.write_text("\n".join(lines) + "\n")
        self.process = None

    def start(self):
        """Seconds from the start of the process to its first answer."""
        begun = time.monotonic()
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [self.bin / "wiped", "--config", self.file], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"bench: wiped ended at once: {self.log.read_text()[-800:]}")
            if subprocess.run(self.command("status"), capture_output=True, check=False).returncode == 0:
                return time.monotonic() - begun
            if time.monotonic() - begun > 60:
                raise SystemExit("bench: wiped does not answer")
            time.sleep(0.005)

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def command(self, *words):
        return [str(self.bin / "wipectl"), "--socket", str(self.socket), "--json", *words]

    def ask(self, *words):
        return json.loads(run(*self.command(*words)))

    def settle(self, drives):
        """Waits until every drive is identified and held."""
        serials = {drive.serial for drive in drives}
        for _ in range(600):
            seen = {m["serial"] for m in self.ask("media")["media"] if m["decision"]["verdict"] == "hold"}
            if serials <= seen:
                return
            time.sleep(0.05)
        raise SystemExit(f"bench: not all drives are held: {sorted(serials - seen)}")

    def begin(self, drive, policy):
        self.ask("start", f"serial:{drive.serial}", "--policy", policy, "--confirm", drive.serial)

    def open_jobs(self):
        return self.ask("queue")["jobs"]

    def wait(self, drives, every=0.1, seconds=900, watch=lambda: None):
        """Waits until none of these drives has an open job that runs; what is held by a hung drive is the caller's matter."""
        serials = {drive.serial for drive in drives}
        begun = time.monotonic()
        while any(job["media"]["serial"] in serials for job in self.open_jobs() if job["state"] != "held"):
            if time.monotonic() - begun > seconds:
                raise SystemExit("bench: the wipes do not end")
            watch()
            time.sleep(every)

    def passes(self, drive):
        """Of the last wipe of a drive: seconds of each write and verify. From the station's own clock, in its database."""
        store = sqlite3.connect(f"file:{self.folder}/state/wiped.sqlite?mode=ro", uri=True)
        row = store.execute(
            "SELECT job.state, checkpoint.value, job.id FROM job JOIN checkpoint ON checkpoint.job = job.id"
            " WHERE job.serial = ? AND job.closed = 1 ORDER BY job.closed_running_ms DESC LIMIT 1",
            (drive.serial,),
        ).fetchone()
        if row is None or row[0] != "sanitized":
            raise SystemExit(f"bench: the wipe of {drive.serial} ended {row and row[0]}")
        passes = json.loads(row[1])["passes"]
        # A fast last verify phase leaves no checkpoint: it begins where the write ended, and the journal has the end of the run.
        for (text,) in store.execute("SELECT value FROM act WHERE job = ?", (row[2],)):
            act = json.loads(text)
            if act["code"] == "certifying" and passes[-1].get("verifyEnded") is None:
                passes[-1]["verifyEnded"] = act["at"]
        if passes[-1].get("verifyStarted") is None:
            passes[-1]["verifyStarted"] = passes[-1]["writeEnded"]
        store.close()
        return [
            {"write": seconds(p, "writeStarted", "writeEnded"), "verify": seconds(p, "verifyStarted", "verifyEnded")} for p in passes
        ]


def seconds(facts, start, end):
    if facts.get(start) is None or facts.get(end) is None:
        return None
    return (facts[end]["runningMilliseconds"] - facts[start]["runningMilliseconds"]) / 1000

