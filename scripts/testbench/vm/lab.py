"""A story's workbench: the machine, the station in it, and the drives that the story plugs in. Stories are functions of one Lab."""

import json
import os

from media import Medium
from ports import Hot, machine_arguments, place
from station import Station, expect


class Group:
    """Stories that share one start of the machine. `cold`: by name, what makes a drive that is in from the start, given the machine."""

    def __init__(self, name, places, stories, cold=None, lines=()):
        self.name, self.places, self.stories, self.cold, self.lines = name, places, stories, cold or {}, lines


class Lab:
    def __init__(self, machine, programs, group):
        self.machine = machine
        self.cold = {name: make(machine) for name, make in group.cold.items()}
        bays = [(*place(kind, port), on_attach) for kind, port, on_attach in group.places]
        self.station = Station(machine, programs, bays, group.lines)
        self._plugged = []
        self._media = []
        self._undo = []

    def boot(self, guest):
        self.guest = os.path.abspath(guest)
        arguments = machine_arguments()
        for drive in self.cold.values():
            arguments += drive.arguments()
        self.machine.boot(guest, arguments)
        for drive in self.cold.values():
            drive.hide()
        self.machine.sh("udevadm settle -t 20")
        self.station.start()

    # What a story plugs in

    def medium(self, name, size=24 << 20, rate=None, read_only=False):
        medium = Medium(self.machine, name, size, rate)
        medium.attach(read_only)
        self._media.append(medium)
        return medium

    def drive(self, kind, medium, serial, **properties):
        drive = Hot(self.machine, kind, medium, serial, properties)
        self._plugged.append(drive)
        return drive

    def eraser(self, make, name, serial, **words):
        """A drive that erases itself. `make`: one of those in erasers.py."""
        drive = make(self.machine, name, serial, **words)
        self._plugged.append(drive)
        return drive

    def pair(self, make, medium, other, serial, **properties):
        """`make`: Dock or Halves."""
        drive = make(self.machine, medium, other, serial, properties)
        self._plugged.append(drive)
        return drive

    def smartctl_answers(self, answer):
        """Puts a recorded answer in smartctl's place until the story ends: QEMU's drives keep fewer counts than real ones."""
        with open(os.path.join(self.machine.share, "smartctl"), "w") as file:
            # The shell alone: what is in smartctl's place can start no other program.
            file.write(f"#!/bin/sh\necho '{json.dumps(answer)}'\n")
        program = "/usr/sbin/smartctl"
        self.machine.sh(f"[ -e {program} ] || touch {program}; chmod 755 /share/smartctl; cp /share/smartctl /run/smartctl; mount --bind /run/smartctl {program}")
        self.at_end(f"umount {program}")

    def at_end(self, script):
        """Runs in the guest when the story has ended, however it did; that there is nothing left to undo is no failure."""
        self._undo.append(script)

    def clear(self):
        """Takes away what a story left plugged in: the next one begins on an empty bench."""
        for script in reversed(self._undo):
            self.machine.run(script)
        self._undo = []
        for drive in [*self._plugged, *self.cold.values()]:
            if drive.is_in:
                drive.pull()
        for medium in self._media:
            medium.detach()
        self._plugged, self._media = [], []
        self.station.until("the bays are empty", lambda: not any(media["bay"] for media in self.station.media_list()))

    # What people do

    def tag(self, bay, tag):
        code, output, errors = self.station.wipectl("tag", "bay:" + bay, tag)
        expect(code == 0, f"tag {bay} {tag}: exit {code}: {errors}{output}")

    def start(self, bay, word, *more):
        """`wipectl start` with what confirms it; gives the job's id."""
        answer = self.station.ask("start", "bay:" + bay, "--confirm", word, *more)
        expect(answer["wipesStarted"] == 1, f"start {bay}: {answer}")
        return answer["job"]["id"]
