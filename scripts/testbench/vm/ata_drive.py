"""An ATA drive that can sanitize itself, behind an adapter that translates SCSI (SAT-3): ATA PASS-THROUGH beside what a SCSI drive answers.
ACS-3."""

import struct

from scsi_drive import CHECK, GOOD, ScsiDrive
from selferase import Refused

ERROR, READY = 0x51, 0x50
ABORTED = 4
SUCCEEDED, RUNNING, FROZEN = 0x8000, 0x4000, 0x2000
FEATURES = {0x11: ("crypto", 0x43727970), 0x12: ("block", 0x426B4572), 0x14: ("overwrite", 0x4F57)}
WORD_59 = {"block": 0x8000, "overwrite": 0x4000, "crypto": 0x2000}
# Why a sanitize command is aborted, as it stands in LBA(7:0).
REASONS = {"refused": 0, "running": 0, "failure-mode": 1, "frozen": 3}


class Registers:
    """What an ATA command ends with."""

    def __init__(self, error=0, count=0, lba=0, data=b""):
        self.error, self.count, self.lba, self.data = error, count, lba, data

    def sense(self):
        """Descriptor sense with an ATA Status Return descriptor."""
        def byte(shift):
            return self.lba >> shift & 255
        head = [0x72, 0x0B if self.error else 0x01, 0, 0 if self.error else 0x1D, 0, 0, 0, 14, 0x09, 0x0C, 1]
        return bytes(head + [self.error, self.count >> 8, self.count & 255, byte(24), byte(0), byte(32), byte(8), byte(40), byte(16),
                             0x40, ERROR if self.error else READY])


class AtaDrive(ScsiDrive):
    vendor = "ATA"

    def _answer(self, block, data, is_opening):
        if block[0] not in (0x85, 0xA1):
            return super()._answer(block, data, is_opening)
        registers = self._execute(*self._parts(block))
        if self.options["mute"] and not registers.data:
            return GOOD, b"", b""
        if registers.error or block[2] & 0x20:
            return CHECK, registers.data, registers.sense()
        return GOOD, registers.data, b""

    @staticmethod
    def _parts(block):
        """Command, feature, count and address of a pass-through of either length."""
        if block[0] == 0xA1:
            return block[9], block[3], block[4], block[5] | block[6] << 8 | block[7] << 16
        address = sum(block[place] << shift for place, shift in ((8, 0), (10, 8), (12, 16), (7, 24), (9, 32), (11, 40)))
        return block[14], block[3] << 8 | block[4], block[5] << 8 | block[6], address

    def _execute(self, command, feature, count, address):
        if command == 0xEC:
            return Registers(data=self.identify())
        if command == 0xB4:
            return self._sanitize_device(feature, count, address)
        if self.eraser.is_running or self.eraser.erase == "failed":
            return Registers(ABORTED)
        if command == 0xE5:
            return Registers(count=0xFF)
        # Flush, stand by, idle.
        return Registers() if command in (0xE7, 0xEA, 0xE0, 0xE1) else Registers(ABORTED)

    # Its own erase

    def _sanitize_device(self, feature, count, address):
        if feature == 0:
            if self.eraser.erase == "failed" and count & 1:
                self.eraser.leave_failure_mode()
            return self._standing_registers()
        kind, signature = FEATURES.get(feature, (None, None))
        if (address >> 32 if kind == "overwrite" else address) != signature:
            return Registers(ABORTED)
        try:
            self.eraser.begin(kind, struct.pack("<I", address & 0xFFFFFFFF) if kind == "overwrite" else b"\0")
        except Refused as refused:
            return Registers(ABORTED, self._flags(), REASONS[refused.why])
        return self._standing_registers()

    def _flags(self):
        return SUCCEEDED * (self.eraser.erase == "done") | RUNNING * self.eraser.is_running | FROZEN * self.options["frozen"]

    def _standing_registers(self):
        with self.eraser.turn:
            if self.eraser.erase == "failed":
                return Registers(ABORTED, self._flags(), REASONS["failure-mode"])
            return Registers(count=self._flags(), lba=self.eraser.share if self.eraser.is_running else 0xFFFF)

    # Who it is

    def pages(self):
        return sorted([*super().pages(), 0x89])

    def _page(self, number):
        if number == 0x80:
            return self.options["serial"].rjust(20).encode()
        if number == 0x83:
            return super()._page(number) + bytes([2, 1, 0, 68]) + b"ATA     " + self.options["model"].ljust(40).encode() + \
                self.options["serial"].rjust(20).encode()
        if number == 0x89:
            return bytes(4) + b"BENCH   SAT translator  0001" + bytes([0x34, 0, 0x40, 0x50, 1]) + bytes(15) + bytes([0xEC, 0, 0, 0]) + \
                self.identify()
        return super()._page(number)

    def identify(self):
        words = [0] * 256
        words[0], words[49], words[53] = 0x0040, 0x2F00, 6
        words[60], words[61] = self.sectors & 0xFFFF, self.sectors >> 16
        words[75], words[76], words[80] = 31, 0x0E0E, 0x07F0
        words[82], words[83], words[84] = 0x7020, 0x7400, 0x4120
        words[85], words[86], words[87], words[88] = 0x7020, 0xB400, 0x4120, 0x407F
        words[59] = 0x1000 | sum(WORD_59[kind] for kind in self.eraser.offers)
        words[100:104] = [self.sectors >> 16 * place & 0xFFFF for place in range(4)]
        words[106] = 0x4000
        words[108:112] = struct.unpack(">4H", self.world_wide_name)
        words[217], words[222] = self.options["rpm"] or 1, 0x107F
        page = bytearray(struct.pack("<256H", *words))
        for start, text, size in ((20, "serial", 20), (46, "firmware", 8), (54, "model", 40)):
            page[start:start + size] = self._swapped(self.options[text], size)
        page[510] = 0xA5
        page[511] = -sum(page[:511]) & 255
        return bytes(page)

    @staticmethod
    def _swapped(text, size):
        field = text.ljust(size)[:size].encode()
        return bytes(byte for pair in zip(field[1::2], field[::2]) for byte in pair)
