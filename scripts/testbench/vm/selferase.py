"""A drive that can erase itself, without a wire: its medium, the erase that runs on it, and what is wrong with it.

What it holds and what it is are files: ending its process with SIGKILL is its power cut, and the next start goes on where it was.
"""

import json
import os
import random
import threading
import time

PIECE = 1 << 20
TICK = 0.02             # seconds between two looks at what runs


class Refused(Exception):
    """The drive does not take a command. `why`: refused, frozen, running, failure-mode."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


# What may be said of a drive, as `name` or `name=value`, with what holds where nothing is said.
FACTS = {"serial": "ER0000001", "model": "BENCH SELF ERASER", "firmware": "1.0", "size": 32, "rpm": 0, "file": None, "state": None,
         "offers": "block,crypto,overwrite", "log": None, "slot": "0"}
FAULTS = {
    "erase_s": 1.0,         # seconds that an erase takes
    "hang_at": None,        # it stands still at this share, for good
    "until": None,          # no longer than until there is this file
    "lie": False,           # it takes its time, does nothing, and reports success
    "half": False,          # it erases the first half, and reports success
    "instant": False,       # it reports success at once, and does nothing
    "fail": False,          # it does nothing, ends with an error, and waits in failure mode
    "refuse": False,        # it aborts the command
    "answer_s": 0.0,        # seconds that it keeps its answer to the command back
    "frozen": False,        # it takes none before its power has been off (ATA)
    "several": False,       # it has a second namespace (NVMe)
    "progressive": False,   # cells are cleared as the share grows, not all at acceptance
    "mute": False,          # the answer's registers do not come back (ATA)
}


def options_of(words):
    """What these words say of a drive. A name that nothing is known by ends the program: a fault that is misspelt would be none."""
    options = {**FACTS, **FAULTS}
    for word in words:
        name, given, value = word.partition("=")
        if name not in options:
            raise SystemExit(f"no such option: {name}; there are {', '.join(options)}")
        usual = options[name]
        if name == "hang_at":
            options[name] = float(value)
        elif isinstance(usual, bool):
            options[name] = True
        else:
            options[name] = value if usual is None else type(usual)(value)
    return options


class SelfEraser:
    """`options`: as `options_of` gives them; `file` is the medium."""

    def __init__(self, options):
        self.options = options
        self.size = int(options["size"]) * PIECE
        self.offers = [kind for kind in options["offers"].split(",") if kind]
        self.turn = threading.RLock()
        self._medium = os.open(options["file"], os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._medium).st_size < self.size:
            os.ftruncate(self._medium, self.size)
        # `erase`: never, running, done or failed. `untouched`: nothing was written since the newest one ended.
        self._held = {"erase": "never", "kind": None, "pattern": 0, "word": 0, "share": 0.0, "cleared": 0, "untouched": False}
        if options["state"] and os.path.exists(options["state"]):
            with open(options["state"]) as file:
                self._held = json.load(file)
        threading.Thread(target=self._go_on, daemon=True).start()

    # What a host may ask

    @property
    def erase(self):
        return self._held["erase"]

    @property
    def is_running(self):
        return self.erase == "running"

    @property
    def share(self):
        """Of what runs, in 65,536ths: never all of it before it has ended."""
        return min(int(self._held["share"] * 65536), 65535)

    @property
    def word(self):
        return self._held["word"]

    @property
    def is_untouched(self):
        return self._held["untouched"]

    # The medium

    def read(self, start, count):
        return os.pread(self._medium, count, start)

    def write(self, start, data):
        with self.turn:
            os.pwrite(self._medium, data, start)
            if self._held["untouched"]:
                self._held["untouched"] = False
                self._keep()

    # The erase

    def begin(self, kind, pattern=b"\0", word=0):
        """`kind`: block, crypto or overwrite. `word`: by which NVMe names the command afterwards."""
        self._note(kind)
        self._begin(kind, pattern, word)
        time.sleep(self.options["answer_s"])

    def _begin(self, kind, pattern, word):
        with self.turn:
            if self.options["refuse"] or kind not in self.offers:
                raise Refused("refused")
            if self.options["frozen"]:
                raise Refused("frozen")
            if self.is_running:
                raise Refused("running")
            self._held = {"erase": "running", "kind": kind, "pattern": pattern.hex(), "word": word, "share": 0.0, "cleared": 0,
                          "untouched": False}
            if self.options["instant"]:
                self._end()
            elif not self.options["progressive"]:
                self._clear(self.size)
            self._keep()

    def _note(self, kind):
        """Every erase that is asked for is written down, whatever becomes of it."""
        if self.options["log"]:
            with open(self.options["log"], "a") as file:
                file.write(kind + "\n")

    def leave_failure_mode(self):
        with self.turn:
            if self.is_running:
                raise Refused("running")
            if self.erase == "failed":
                self._held["erase"] = "never"
                self._keep()

    def _go_on(self):
        before = time.monotonic()
        while True:
            time.sleep(TICK)
            now = time.monotonic()
            with self.turn:
                if self.is_running:
                    self._advance((now - before) / max(self.options["erase_s"], TICK))
            before = now

    def _stands_still(self):
        """The share beyond which it does not come; None where it comes to its end."""
        until = self.options["until"]
        return None if until and os.path.exists(until) else self.options["hang_at"]

    def _advance(self, by):
        end = self._stands_still()
        self._held["share"] = min(self._held["share"] + by, 1.0 if end is None else end)
        if self.options["progressive"]:
            self._clear(int(self._held["share"] * self.size))
        if self._held["share"] >= 1:
            self._end()
        self._keep()

    def _end(self):
        failed = self.options["fail"]
        self._held.update(erase="failed" if failed else "done", share=1.0, untouched=not failed)

    def _clear(self, end):
        """Makes of every cell below this one what the erase leaves behind."""
        if self.options["lie"] or self.options["fail"]:
            return
        end = min(end, self.size // 2 if self.options["half"] else self.size)
        while self._held["cleared"] < end:
            start = self._held["cleared"]
            count = min(PIECE, end - start)
            os.pwrite(self._medium, self._left_behind(start, count), start)
            self._held["cleared"] = start + count

    def _left_behind(self, start, count):
        if self._held["kind"] == "crypto":
            # The same cells under another key.
            return random.randbytes(count)
        pattern = bytes.fromhex(self._held["pattern"])
        first = start % len(pattern)
        return (pattern * (count // len(pattern) + 2))[first:first + count]

    def _keep(self):
        if self.options["state"]:
            with open(self.options["state"] + ".new", "w") as file:
                json.dump(self._held, file)
            os.replace(self.options["state"] + ".new", self.options["state"])
