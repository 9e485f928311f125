"""The commands of a SCSI drive that can sanitize itself: what a target answers, without the wire. SPC-4 and SBC-4."""

import hashlib
import struct

from selferase import Refused

SECTOR = 512
GOOD, CHECK = 0, 2
READS, WRITES = (0x08, 0x28, 0xA8, 0x88), (0x0A, 0x2A, 0xAA, 0x8A)
ACTIONS = {1: "overwrite", 2: "block", 3: "crypto"}
LEAVE_FAILURE_MODE = 0x1F
# Lengths of the command blocks that it takes, by operation code.
LENGTHS = {0x00: 6, 0x03: 6, 0x08: 6, 0x0A: 6, 0x12: 6, 0x1A: 6, 0x1B: 6, 0x25: 10, 0x28: 10, 0x2A: 10, 0x35: 10, 0x48: 10, 0x5A: 10,
           0x88: 16, 0x8A: 16, 0x91: 16, 0x9E: 16, 0xA3: 12, 0xA8: 12, 0xAA: 12}
# What is answered while it erases itself.
ALWAYS = (0x03, 0x12, 0xA3)


class Sense(Exception):
    """Ends a command with CHECK CONDITION."""

    def __init__(self, key, code, qualifier=0, share=None):
        super().__init__(key, code, qualifier)
        self.bytes = fixed_sense(key, code, qualifier, share)


def fixed_sense(key, code, qualifier, share=None):
    sense = bytearray(18)
    sense[0], sense[2], sense[7], sense[12], sense[13] = 0x70, key, 10, code, qualifier
    if share is not None:
        sense[15] = 0x80
        sense[16:18] = struct.pack(">H", share)
    return bytes(sense)


INVALID_OPCODE, INVALID_FIELD, OUT_OF_RANGE = (5, 0x20), (5, 0x24), (5, 0x21)


class ScsiDrive:
    vendor = "SEAGATE"

    def __init__(self, eraser):
        self.eraser, self.options = eraser, eraser.options
        self.sectors = eraser.size // SECTOR
        number = int.from_bytes(hashlib.sha256(self.options["serial"].encode()).digest()[:8], "big")
        self.world_wide_name = (number & 0x0FFFFFFFFFFFFFFF | 5 << 60).to_bytes(8, "big")

    def answer(self, block, data, is_opening):
        """(status, data for the host, sense). `is_opening`: asked by the adapter itself, which takes no drive that is not ready."""
        try:
            return self._answer(block, data, is_opening)
        except Sense as sense:
            return CHECK, b"", sense.bytes

    def _answer(self, block, data, is_opening):
        if not is_opening and block[0] not in ALWAYS:
            self._must_be_ready(block[0])
        command = {0x03: self._request_sense, 0x12: self._inquiry, 0x25: self._capacity, 0x9E: self._service, 0x1A: self._mode_sense,
                   0x5A: self._mode_sense, 0x48: self._sanitize, 0xA3: self._maintenance}.get(block[0])
        if command:
            return GOOD, command(block, data), b""
        if block[0] in READS:
            return GOOD, self.eraser.read(*self._extent(block)), b""
        if block[0] in WRITES:
            start, count = self._extent(block)
            self.eraser.write(start, data[:count])
            return GOOD, b"", b""
        # Ready?, start and stop, flush: nothing to do.
        if block[0] in (0x00, 0x1B, 0x35, 0x91):
            return GOOD, b"", b""
        raise Sense(*INVALID_OPCODE)

    def _standing(self):
        """Sense of how its own erase stands; None where nothing runs and none has failed."""
        with self.eraser.turn:
            if self.eraser.is_running:
                return 2, 0x04, 0x1B, self.eraser.share
            return (3, 0x31, 0x03) if self.eraser.erase == "failed" else None

    def _must_be_ready(self, code):
        standing = self._standing()
        # Failure mode is left by another erase, or by the command that leaves it.
        if standing and not (code == 0x48 and self.eraser.erase == "failed"):
            raise Sense(*standing)

    def _request_sense(self, block, _):
        return fixed_sense(*(self._standing() or (0, 0, 0)))[:block[4]]

    # Who it is

    def _inquiry(self, block, _):
        wanted, = struct.unpack(">H", block[3:5])
        if not block[1] & 1:
            return self._standard_inquiry()[:wanted]
        content = self._page(block[2])
        if content is None:
            raise Sense(*INVALID_FIELD)
        return (bytes([0, block[2]]) + struct.pack(">H", len(content)) + content)[:wanted]

    def _standard_inquiry(self):
        product, revision = self.options["model"][:16].ljust(16), self.options["firmware"][-4:].ljust(4)
        # SAM-5, SAS, SPC-4, SBC-4.
        return bytes([0, 0, 6, 2, 91, 0, 0, 2]) + (self.vendor.ljust(8) + product + revision).encode() + bytes(22) + \
            bytes([0x00, 0xA0, 0x0C, 0x00, 0x04, 0x60, 0x06, 0x00]) + bytes(30)

    def pages(self):
        return [0x00, 0x80, 0x83, 0xB0, 0xB1, 0xB2]

    def _page(self, number):
        if number == 0x00:
            return bytes(self.pages())
        if number == 0x80:
            return self.options["serial"].encode()
        if number == 0x83:
            return bytes([1, 3, 0, 8]) + self.world_wide_name
        if number == 0xB0:
            return struct.pack(">BBHIIIIII", 0, 0, 8, 2048, 2048, 0, 0, 0, 0) + bytes(32)
        if number == 0xB1:
            return struct.pack(">H", self.options["rpm"] or 1) + bytes(58)
        return bytes([0, 0, 2, 0]) if number == 0xB2 else None

    def _capacity(self, *_):
        return struct.pack(">II", self.sectors - 1, SECTOR)

    def _service(self, block, _):
        if block[1] & 31 != 0x10:
            raise Sense(*INVALID_FIELD)
        return struct.pack(">QI", self.sectors - 1, SECTOR) + bytes(20)

    def _mode_sense(self, block, _):
        pages = {1: bytes([1, 10, 0x80]) + bytes(9), 8: bytes([8, 18, 4]) + bytes(17), 10: bytes([10, 10, 2]) + bytes(9)}
        wanted = block[2] & 0x3F
        content = b"".join(pages.values()) if wanted == 0x3F else pages.get(wanted)
        if content is None:
            raise Sense(*INVALID_FIELD)
        if block[0] == 0x1A:
            return bytes([3 + len(content), 0, 0x10, 0]) + content
        return struct.pack(">H", 6 + len(content)) + bytes([0, 0x10, 0, 0, 0, 0]) + content

    def _extent(self, block):
        """Bytes from the first and how many, of a command that reads or writes."""
        if block[0] < 0x20:
            first, count = int.from_bytes(block[1:4], "big") & 0x1FFFFF, block[4] or 256
        elif block[0] < 0x60:
            first, count = struct.unpack(">IxH", block[2:9])
        elif block[0] < 0xA0:
            first, count = struct.unpack(">QI", block[2:14])
        else:
            first, count = struct.unpack(">II", block[2:10])
        if first + count > self.sectors:
            raise Sense(*OUT_OF_RANGE)
        return first * SECTOR, count * SECTOR

    # Its own erase

    def _sanitize(self, block, data):
        action = block[1] & 31
        try:
            if action == LEAVE_FAILURE_MODE:
                self.eraser.leave_failure_mode()
            elif action in ACTIONS:
                self.eraser.begin(ACTIONS[action], self._pattern(data) if ACTIONS[action] == "overwrite" else b"\0")
            else:
                raise Sense(*INVALID_FIELD)
        except Refused as refused:
            standing = self._standing() if refused.why == "running" else None
            raise Sense(*(standing or INVALID_FIELD)) from None
        return b""

    @staticmethod
    def _pattern(data):
        if len(data) < 5:
            raise Sense(*INVALID_FIELD)
        count, = struct.unpack(">H", data[2:4])
        return bytes(data[4:4 + count])

    def _maintenance(self, block, _):
        """REPORT SUPPORTED OPERATION CODES."""
        if block[1] & 31 != 0x0C:
            raise Sense(*INVALID_FIELD)
        return self._one_code(block) if block[2] & 7 else self._all_codes()

    def _actions(self):
        return [number for number, kind in ACTIONS.items() if kind in self.eraser.offers] + [LEAVE_FAILURE_MODE]

    def _one_code(self, block):
        code, action = block[3], struct.unpack(">H", block[4:6])[0]
        length = LENGTHS.get(code)
        if length is None or code == 0x48 and action not in self._actions():
            return bytes([0, 1, 0, 0])
        return bytes([0, 3, 0, length, code]) + b"\xff" * (length - 1)

    def _all_codes(self):
        entries = [bytes([code, 0, 0, 0, 0, 0, 0, length]) for code, length in LENGTHS.items() if code != 0x48]
        entries += [bytes([0x48, 0, 0, action, 0, 1, 0, LENGTHS[0x48]]) for action in self._actions()]
        return struct.pack(">I", 8 * len(entries)) + b"".join(entries)
