"""Runs the stories of the virtual machine: a start of the machine for each group, a line for each story, and a closing line.

    python3 run.py --guest FOLDER --programs FOLDER [--group NAME]... [--jobs N]

Two machines run side by side: most of a story is waiting.

exit 0: all went well · 1: one did not · 2: usage
"""

import argparse
import os
import signal
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import drivers
import erase
import inuse
import odd
import strangers
from lab import Lab
from machine import Machine, MachineFault
from station import Failure

USUAL = drivers.GROUPS + inuse.GROUPS + odd.GROUPS + erase.GROUPS
# Longer than a test run has time for: told where they are named.
GROUPS = USUAL + strangers.GROUPS + erase.LONG_GROUPS


class Count:
    def __init__(self):
        self.passed, self.failed, self.repeated = 0, 0, 0
        self._turn = threading.Lock()

    def line(self, name, began, failure=None):
        """One line a story; what a failed one has to say follows it at once, indented."""
        good = failure is None
        said = f"{'ok' if good else 'not ok'}  {name}  {time.monotonic() - began:.1f} s"
        if not good:
            said += "\n    " + failure.rstrip().replace("\n", "\n    ")
        with self._turn:
            self.passed, self.failed = self.passed + good, self.failed + (not good)
            print(said, flush=True)


    def again(self, name, why):
        """A story that is told once more says why the first time counts for nothing."""
        with self._turn:
            self.repeated += 1
            print(f"once more  {name}\n    " + why.rstrip().replace("\n", "\n    "), flush=True)


class Machines:
    """All that run, so that whoever ends this ends them too; none is started after that."""

    def __init__(self):
        self._all, self._turn = [], threading.Lock()
        self.is_over = False

    def start(self):
        with self._turn:
            if self.is_over:
                return None
            self._all.append(Machine())
            return self._all[-1]

    def end(self):
        with self._turn:
            self.is_over = True
        for machine in self._all:
            machine.close()


# Of one story, where QEMU itself ends (its UAS does so when a drive is pulled at the wrong moment): that is no verdict about the station.
ENDS_OF_QEMU_MAX = 4


def run_group(group, options, count, machines):
    """One start of the machine for all stories, and one more each time that QEMU itself ended in one, within reason.
    With --again every story that failed is told once more, in a machine of its own."""
    left = list(group.stories)
    repeated, ends = None, 0
    while left and (machine := machines.start()):
        began = time.monotonic()
        try:
            lab = Lab(machine, options.programs, group)
            try:
                lab.boot(options.guest)
            except (Failure, MachineFault) as fault:
                for name, _ in left:
                    count.line(f"{group.name}/{name}", began, f"the machine did not start: {fault}")
                return
            say(f"{group.name}: the station answers after {time.monotonic() - began:.1f} s")
            while left:
                name, story = left[0]
                began = time.monotonic()
                failure = run_story(story, lab)
                ended = failure and machine.qemu.poll() is not None
                ends += bool(ended)
                may_repeat = ends < ENDS_OF_QEMU_MAX if ended else options.again and repeated != name
                if failure and may_repeat and not machines.is_over:
                    count.again(f"{group.name}/{name}", "qemu itself ended: " + machine.log("qemu").strip()[-200:] if ended else failure)
                    repeated = repeated if ended else name
                    break
                count.line(f"{group.name}/{name}", began, failure)
                left.pop(0)
                ends = 0
                if ended:
                    break
        finally:
            machine.close()


def run_story(story, lab):
    """What went wrong, with what there is to see of it; None where nothing did."""
    failures = []
    for step in (story, Lab.clear):
        try:
            step(lab)
        except (Failure, MachineFault) as wrong:
            failures.append(str(wrong))
        except Exception:
            # A story that itself goes wrong has shown nothing: that is a failure with its place.
            failures.append(traceback.format_exc())
    if not failures:
        return None
    return "\n".join([*failures, lab.station.log(), lab.machine.log("console")[-1000:], lab.machine.log("qemu")[-1000:]])


def say(what):
    print("test-vm: " + what, file=sys.stderr, flush=True)


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="test-vm", description="Runs the stories of the virtual machine.")
    parser.add_argument("--guest", required=True, help="what make-guest made")
    parser.add_argument("--programs", required=True, help="folder with wiped and wipectl")
    parser.add_argument("--jobs", type=int, default=2, help="how many machines run at a time")
    parser.add_argument("--again", action="store_true", help="tell a story that failed once more: time passes unevenly in an emulated machine")
    parser.add_argument("--group", action="append", choices=[group.name for group in GROUPS], help="only this one; may be given again")
    options = parser.parse_args(arguments)
    for program in ("wiped", "wiped-look", "wipectl"):
        if not os.access(os.path.join(options.programs, program), os.X_OK):
            parser.error(f"there is no {program} in {options.programs}")
    return options


def main(arguments):
    options = options_of(arguments)
    # Both ways of being ended take the machine down: it is done where the group ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    count = Count()
    began = time.monotonic()
    machines = Machines()
    groups = [group for group in GROUPS if group.name in options.group] if options.group else USUAL
    with ThreadPoolExecutor(options.jobs) as pool:
        runs = [pool.submit(run_group, group, options, count, machines) for group in groups]
        try:
            for run in runs:
                run.result()
        finally:
            # Whoever ends this ends the machines too, and what waits for one of them.
            machines.end()
    say(f"{time.monotonic() - began:.0f} s")
    print(f"vm: {count.passed} passed, {count.failed} failed, {count.repeated} told twice", flush=True)
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
