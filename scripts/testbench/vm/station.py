"""The daemon under test, in the guest: started on a station file, asked over its socket and with wipectl, judged by its signed records."""

import json
import os
import re
import shlex
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../../.."))
FOLDER = "/run/station"
SOCKET = FOLDER + "/wiped.sock"
# Seconds that something may take on a machine that has other work; what comes is never waited for longer.
PATIENCE = 120
CLOSED = ("sanitized", "failed", "abandoned", "withdrawn")


class Failure(Exception):
    """What was expected did not come: the verdict about what is tested."""


def expect(condition, what):
    if not condition:
        raise Failure(what)


def expect_equal(found, expected, what):
    expect(found == expected, f"{what}: expected {expected!r}, found {found!r}")


class Station:
    """`bays`: (id, udev match, what happens on arrival) of each. `lines`: further lines of the station file."""

    def __init__(self, machine, programs, bays, lines=()):
        self.machine = machine
        self.programs = os.path.abspath(programs)
        text = ['station: { name: "Guest", organization: "Essai", location: "Montréal (Québec)" }']
        text += [f"state: {FOLDER}/state", f"socket: {SOCKET}", f"policies: {FOLDER}/policies", *lines, "bays:"]
        for bay, match, on_attach in bays:
            pairs = ", ".join(f'{key}: "{value}"' for key, value in match.items())
            text.append(f"  - {{ id: {bay}, match: {{ {pairs} }}, onAttach: {on_attach} }}")
        self.file = "\n".join(text) + "\n"
        self.records = os.path.join(machine.share, "records")

    # The daemon

    def start(self):
        with open(os.path.join(self.machine.share, "station.yaml"), "w") as file:
            file.write(self.file)
        folders = " ".join(shlex.quote(folder + "/policies/.") for folder in (ROOT, HERE))
        self.machine.sh(f"mkdir -p {FOLDER}/policies; cp -r {folders} {FOLDER}/policies; cp /share/station.yaml {FOLDER}/station.yaml")
        self._start_daemon()
        self.machine.start(f"exec python3 {shlex.quote(HERE + '/relay.py')} {SOCKET} /dev/virtio-ports/wipebench.api")
        self.until("the station answers", lambda: self.get("/v1/status"))

    def _start_daemon(self):
        wiped = shlex.quote(self.programs + "/wiped")
        self.daemon = self.machine.start(f"echo $$ >{FOLDER}/pid; exec {wiped} --config {FOLDER}/station.yaml 2>>/share/wiped.log")
        self.machine.sh(f"for i in $(seq 600); do [ -S {SOCKET} ] && exit 0; sleep 0.1; done; cat /share/wiped.log; exit 1", seconds=PATIENCE)

    def kill(self):
        """The daemon dies at once, in the middle of whatever it does; a command that the kernel carries out for it is still carried out."""
        self.machine.sh(f"kill -9 $(cat {FOLDER}/pid); rm -f {SOCKET}")

    def restart(self):
        self.machine.wait(self.daemon, PATIENCE)
        self._start_daemon()
        self.until("the station answers again", lambda: self.get("/v1/status"))

    def log(self):
        try:
            with open(os.path.join(self.machine.share, "wiped.log"), errors="replace") as file:
                return file.read()[-4000:]
        except OSError:
            return ""

    # Questions

    def get(self, path):
        answer = self.machine.ask_station({"path": path})
        return answer["body"] if answer["status"] == 200 else None

    def wipectl(self, *arguments, seconds=PATIENCE):
        """Exit code, output and errors of wipectl in the guest."""
        words = " ".join(shlex.quote(word) for word in arguments)
        return self.machine.run(f"WIPED_SOCKET={SOCKET} {shlex.quote(self.programs)}/wipectl --no-color {words}", seconds)

    def ask(self, *arguments):
        """The document that wipectl prints; it must have succeeded."""
        code, output, errors = self.wipectl(*arguments, "--json")
        expect(code == 0, f"wipectl {' '.join(arguments)}: exit {code}: {errors}{output}")
        return json.loads(output)

    def until(self, what, condition, seconds=PATIENCE):
        """Waits for something; where it does not come, says what there was instead."""
        deadline = time.monotonic() + seconds
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > deadline:
                raise Failure(f"not within {seconds} s: {what}\n{self.scene()}")
            time.sleep(0.1)

    def scene(self):
        lines = [f"  {media['node']} bay {media['bay']} serial {media['serial']} {media['decision']['verdict']} "
                 f"{[reason['code'] for reason in media['decision']['reasons']]}" for media in self.media_list()]
        lines += [f"  job {job['id']} {job['media']['serial']} {job['state']} {job['phase']} {job['bytesDone']} "
                  f"{[reason['code'] for reason in job['reasons'] + job['holds']]}" for job in self.jobs()]
        return "\n".join(lines)

    def media_list(self):
        return (self.get("/v1/media") or {"media": []})["media"]

    def media(self, bay):
        """What is in a bay now, None where nothing is; the only one there."""
        found = [media for media in self.media_list() if media["bay"] == bay]
        return found[0] if len(found) == 1 else None

    def bay(self, identifier):
        return next(bay for bay in self.get("/v1/bays")["bays"] if bay["id"] == identifier)

    def await_pull(self, bay, code, seconds=PATIENCE):
        """The bay, once it says this about taking its drive out."""
        def said():
            shown = self.bay(bay)
            return shown if shown["pull"] and shown["pull"]["code"] == code else None
        return self.until(f"{bay} says {code} of its drive", said, seconds)

    def jobs(self):
        return (self.get("/v1/jobs?all=1") or {"jobs": []})["jobs"]

    def job(self, identifier):
        return next((job for job in self.jobs() if job["id"] == identifier), None)

    # Waiting

    def await_verdict(self, bay, verdict, seconds=PATIENCE):
        """The media of a bay, once it is decided about in this way."""
        def decided():
            media = self.media(bay)
            return media if media and media["decision"]["verdict"] == verdict else None
        return self.until(f"{bay} is decided: {verdict}", decided, seconds)

    def await_identified(self, bay, seconds=PATIENCE):
        def identified():
            media = self.media(bay)
            return media if media and media["decision"]["verdict"] != "identifying" else None
        return self.until(f"{bay} is identified", identified, seconds)

    def await_code(self, bay, code, seconds=PATIENCE):
        def shown():
            media = self.media(bay)
            return media if media and code in codes(media) else None
        return self.until(f"{bay} shows {code}", shown, seconds)

    def await_gone(self, bay, seconds=PATIENCE):
        self.until(f"{bay} is empty", lambda: not any(media["bay"] == bay for media in self.media_list()), seconds)

    def await_job(self, identifier, *states, seconds=2 * PATIENCE):
        """The job, in one of these states; another end than these fails at once."""
        def reached():
            job = self.job(identifier)
            if job and job["state"] in CLOSED and job["state"] not in states:
                raise Failure(f"job {identifier} ended {job['state']}: {[reason['code'] for reason in job['reasons']]}")
            return job if job and job["state"] in states else None
        return self.until(f"job {identifier} is {' or '.join(states)}", reached, seconds)

    def await_phase(self, identifier, phase, bytes_done, seconds=PATIENCE):
        """The job, once it has done this much of a phase."""
        def reached():
            job = self.job(identifier)
            if job and job["state"] in CLOSED:
                raise Failure(f"job {identifier} ended {job['state']} before {phase} had done {bytes_done} bytes: {job['reasons']}")
            return job if job and job["state"] == "running" and job["phase"] == phase and job["bytesDone"] >= bytes_done else None
        return self.until(f"job {identifier} has done {bytes_done} bytes of {phase}", reached, seconds)

    # Records, read and verified on this machine

    def record(self, job):
        """The signed record of a closed job, once the checks of wipectl on this machine have believed it."""
        code, output, errors = self.wipectl("certificate", "export", "--to", "/share/records")
        expect(code == 0, f"certificate export: exit {code}: {errors}{output}")
        name = next((entry["fileName"] for entry in self.get("/v1/certificates")["certificates"] if entry["id"] == job["certificate"]), None)
        expect(name is not None, f"job {job['id']} has no record")
        path = os.path.join(self.records, name)
        verified = subprocess.run(
            [self.programs + "/wipectl", "certificate", "verify", path, "--trust", os.path.join(self.records, "keys.txt"), "--json"],
            capture_output=True, text=True, stdin=subprocess.DEVNULL)
        expect(verified.returncode == 0, f"the record does not verify: {verified.stdout}{verified.stderr}")
        with open(path) as file:
            return json.load(file)["credentialSubject"]


def codes(media):
    return [reason["code"] for reason in media["decision"]["reasons"]]


def refusal(output):
    """Codes of a `no` that wipectl gave as JSON: of the reasons that it lists, or of its error, whose message names all where there are more."""
    answer = json.loads(output)
    if "error" in answer:
        return [answer["error"]["code"], *re.findall(r"\(([a-z]+(?:-[a-z]+)*)\)", answer["error"]["message"])]
    return [reason["code"] for reason in answer["reasons"]]
