"""The wire of a SCSI drive in the guest itself: TCM-user and the kernel's loopback adapter. Every byte that the drive answers reaches the
kernel as it is, and data go either way: QEMU's own adapters turn descriptor sense into fixed sense, and know no SANITIZE with a pattern.

Runs in the guest. The ring is that of Documentation/target/tcmu-design.rst.
"""

import glob
import mmap
import os
import struct

from scsi_drive import fixed_sense

CORE = "/sys/kernel/config/target/core/user_0"
LOOPBACK = "/sys/kernel/config/target/loopback"
# Operation codes that bring something from the drive; ATA's pass-through says in its third byte which way it goes.
INWARD = (0x03, 0x08, 0x12, 0x1A, 0x25, 0x28, 0x5A, 0x88, 0x9E, 0xA3, 0xA8)
COMMAND, READ_LENGTH = 1, 2
SENSE_BYTES = 96
BLOCK_BYTES = {0: 6, 1: 10, 2: 10, 4: 16, 5: 12}


def put(path, text):
    with open(path, "w") as file:
        file.write(text)


class Ring:
    """The commands of one drive, in memory that is shared with the kernel."""

    def __init__(self, drive):
        self.drive, options = drive, drive.options
        self.core = f"{CORE}/{options['serial']}"
        os.makedirs(self.core)
        put(self.core + "/control", f"dev_config=wipebench/{options['serial']}")
        put(self.core + "/control", f"dev_size={drive.eraser.size}")
        put(self.core + "/control", "hw_block_size=512")
        put(self.core + "/control", "nl_reply_supported=-1")
        put(self.core + "/enable", "1")
        self._device, self._memory = self._opened()
        self._commands, self._size = struct.unpack_from("<II", self._memory, 4)

    def _opened(self):
        for name in glob.glob("/sys/class/uio/uio*"):
            with open(name + "/name") as file:
                if file.read().strip().endswith("/wipebench/" + self.drive.options["serial"]):
                    break
        device = os.open("/dev/" + os.path.basename(name), os.O_RDWR)
        with open(name + "/maps/map0/size") as file:
            return device, mmap.mmap(device, int(file.read(), 16))

    def plug(self):
        """Behind the loopback adapter, at the target that is the drive's slot."""
        number = self.drive.world_wide_name.hex()
        group = f"{LOOPBACK}/naa.{number}/tpgt_{self.drive.options['slot']}"
        os.makedirs(group + "/lun/lun_0")
        put(group + "/nexus", f"naa.{int(number, 16) ^ 1:016x}")
        os.symlink(self.core, group + "/lun/lun_0/port")

    def serve(self):
        while True:
            served = False
            while self._tail() != self._head():
                self._entry(self._commands + self._tail())
                served = True
            if served:
                os.write(self._device, bytes(4))
            os.read(self._device, 4)

    def _head(self):
        return struct.unpack_from("<I", self._memory, 12)[0]

    def _tail(self):
        return struct.unpack_from("<I", self._memory, 64)[0]

    def _entry(self, place):
        word, = struct.unpack_from("<I", self._memory, place)
        if word & 7 == COMMAND:
            self._command(place)
        struct.pack_into("<I", self._memory, 64, (self._tail() + (word & ~7)) % self._size)

    def _command(self, place):
        memory = self._memory
        count, _, _, block_at = struct.unpack_from("<III4xQ", memory, place + 8)
        block = memory[block_at:block_at + BLOCK_BYTES.get(memory[block_at] >> 5, 16)]
        pieces = [struct.unpack_from("<QQ", memory, place + 48 + 16 * number) for number in range(count)]
        is_inward = block[0] in INWARD or block[0] in (0x85, 0xA1) and block[2] & 8
        data = b"" if is_inward else b"".join(memory[start:start + size] for start, size in pieces)
        try:
            status, answer, sense = self.drive.answer(block, data, False)
        except (IndexError, struct.error):
            status, answer, sense = 2, b"", fixed_sense(5, 0x24, 0)
        if is_inward:
            self._hand_over(place, pieces, answer)
        memory[place + 8] = status
        memory[place + 16:place + 16 + SENSE_BYTES] = sense.ljust(SENSE_BYTES, b"\0")

    def _hand_over(self, place, pieces, answer):
        room = offset = 0
        for start, size in pieces:
            self._memory[start:start + size] = answer[offset:offset + size].ljust(size, b"\0")
            offset += size
            room += size
        self._memory[place + 7] = READ_LENGTH
        struct.pack_into("<I", self._memory, place + 12, min(room, len(answer)))
