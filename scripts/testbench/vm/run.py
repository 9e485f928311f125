"""Runs the stories of the virtual machine: a start of the machine for each group, a line for each story, and a closing line.

    python3 run.py --guest FOLDER --programs FOLDER [--group NAME]...

exit 0: all went well · 1: one did not · 2: usage
"""

import argparse
import os
import signal
import sys
import time
import traceback

import drivers
import inuse
import odd
from lab import Lab
from machine import Machine, MachineFault
from station import Failure

GROUPS = drivers.GROUPS + inuse.GROUPS + odd.GROUPS


class Count:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def line(self, name, began, failure=None):
        """One line a story; what a failed one has to say follows it at once, indented."""
        good = failure is None
        self.passed, self.failed = self.passed + good, self.failed + (not good)
        print(f"{'ok' if good else 'not ok'}  {name}  {time.monotonic() - began:.1f} s", flush=True)
        if not good:
            print("    " + failure.rstrip().replace("\n", "\n    "), flush=True)


def run_group(group, options, count):
    machine = Machine()
    began = time.monotonic()
    try:
        lab = Lab(machine, options.programs, group)
        try:
            lab.boot(options.guest)
        except (Failure, MachineFault) as fault:
            for name, _ in group.stories:
                count.line(f"{group.name}/{name}", began, f"the machine did not start: {fault}")
            return
        print(f"test-vm: {group.name}: the station answers after {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
        for name, story in group.stories:
            run_story(f"{group.name}/{name}", story, lab, count)
    finally:
        machine.close()


def run_story(name, story, lab, count):
    began = time.monotonic()
    failures = []
    for step in (story, Lab.clear):
        try:
            step(lab)
        except (Failure, MachineFault) as wrong:
            failures.append(str(wrong))
        except Exception:
            # A story that itself goes wrong has shown nothing: that is a failure with its place.
            failures.append(traceback.format_exc())
    failure = None
    if failures:
        failure = "\n".join([*failures, lab.station.log(), lab.machine.log("console")[-1000:], lab.machine.log("qemu")[-1000:]])
    count.line(name, began, failure)


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="test-vm", description="Runs the stories of the virtual machine.")
    parser.add_argument("--guest", required=True, help="what make-guest made")
    parser.add_argument("--programs", required=True, help="folder with wiped and wipectl")
    parser.add_argument("--group", action="append", choices=[group.name for group in GROUPS], help="only this one; may be given again")
    options = parser.parse_args(arguments)
    for program in ("wiped", "wipectl"):
        if not os.access(os.path.join(options.programs, program), os.X_OK):
            parser.error(f"there is no {program} in {options.programs}")
    return options


def main(arguments):
    options = options_of(arguments)
    # Both ways of being ended take the machine down: it is done where the group ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    count = Count()
    began = time.monotonic()
    for group in GROUPS:
        if not options.group or group.name in options.group:
            run_group(group, options, count)
    print(f"test-vm: {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(f"vm: {count.passed} passed, {count.failed} failed", flush=True)
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
