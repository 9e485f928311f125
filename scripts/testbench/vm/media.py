"""Media: one file on this machine each, behind a drive of the guest. What is on them is judged here, outside of the machine that wipes."""

import hashlib
import json
import os
import subprocess

PIECE = 1 << 20


class Medium:
    """A file of `size` bytes full of a donor's known bytes."""

    def __init__(self, machine, name, size=24 * PIECE, rate=None):
        self.machine, self.name, self.size, self.rate = machine, name, size, rate
        self.path = os.path.join(machine.folder, name + ".img")
        self.mark = f"donor secret of {name}. ".encode()
        self.fill()

    def fill(self):
        block = (self.mark * (PIECE // len(self.mark) + 1))[:PIECE]
        with open(self.path, "wb") as file:
            for _ in range(self.size // PIECE):
                file.write(block)

    def move(self, folder):
        """Puts the file where the guest can reach it too."""
        path = os.path.join(folder, os.path.basename(self.path))
        os.rename(self.path, path)
        self.path = path

    # The node of QEMU's that a drive is attached to

    @property
    def group(self):
        return "rate-" + self.name

    def _limits(self):
        return {"bps-total": self.rate or 0}

    def layers(self, read_only=False):
        file = {"driver": "file", "filename": self.path, "read-only": read_only, "discard": "unmap"}
        raw = {"driver": "raw", "file": file, "read-only": read_only, "discard": "unmap", "node-name": "raw-" + self.name}
        return {"driver": "throttle", "node-name": self.name, "throttle-group": self.group, "file": raw, "read-only": read_only,
                # A flush has nothing to add: the file is read on this machine, from the same cache, and no power fails.
                "cache": {"no-flush": True}}

    def _throttle(self):
        return {"qom-type": "throttle-group", "id": self.group, "limits": self._limits()}

    def attach(self, read_only=False):
        """Makes the node, under the medium's name, that a drive is plugged in with."""
        self.machine.qmp("object-add", self._throttle())
        self.machine.qmp("blockdev-add", self.layers(read_only))

    def detach(self):
        """Takes the node away again; no drive may have it."""
        self.machine.qmp("blockdev-del", {"node-name": self.name})
        self.machine.qmp("object-del", {"id": self.group})

    def arguments(self):
        """The same for the command line of a machine that has it from the start."""
        return ["-object", json.dumps(self._throttle()), "-blockdev", json.dumps(self.layers())]

    def set_rate(self, rate):
        """Bytes a second, None for as fast as it goes; acts at once."""
        self.rate = rate
        self.machine.qmp("qom-set", {"path": "/objects/" + self.group, "property": "limits", "value": self._limits()})

    def resize(self, size):
        """The drive changes its size while it is in."""
        self.machine.qmp("block_resize", {"node-name": self.name, "size": size})
        self.size = size

    # The judgement

    def digest(self):
        with open(self.path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def holds_mark(self):
        with open(self.path, "rb") as file:
            return self.mark in file.read()

    def is_stream(self, key):
        """From its first byte to its last it is what OpenSSL, and not the station, makes of the key on the record."""
        made = subprocess.run(
            ["openssl", "enc", "-aes-256-ctr", "-K", key, "-iv", "0" * 32], input=bytes(self.size), capture_output=True, check=True).stdout
        with open(self.path, "rb") as file:
            return file.read() == made
