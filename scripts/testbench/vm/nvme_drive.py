"""The commands of an NVMe drive that can sanitize itself: what a controller answers, without the wire. NVM Express base specification 2.0."""

import struct

from selferase import Refused

SECTOR = 512
IN_CAPSULE = 8192
SUCCESS, INVALID_OPCODE, INVALID_FIELD = 0, 1, 2
SANITIZE_FAILED, SANITIZE_RUNS, OUT_OF_RANGE = 0x1C, 0x1D, 0x80
DO_NOT_RETRY = 0x4000
KINDS = {2: "block", 3: "overwrite", 4: "crypto"}
SANICAP = {"crypto": 1, "block": 2, "overwrite": 4}
NOT_SAID = 0xFFFFFFFF


class NvmeDrive:
    """`answer`s are (status, completion word, data for the host)."""

    def __init__(self, eraser):
        self.eraser, self.options = eraser, eraser.options
        self.name = "nqn.2026-01.wipebench:slot-" + self.options["slot"]
        self.configuration = 0
        self.namespaces = [1, 2] if self.options["several"] else [1]

    # Admin commands

    def admin(self, command, data):
        opcode, namespace = command[0], struct.unpack_from("<I", command, 4)[0]
        word10, word11 = struct.unpack_from("<II", command, 40)
        if opcode == 0x06:
            page = self._identify(word10 & 0xFF, namespace)
            return (INVALID_FIELD | DO_NOT_RETRY, 0, b"") if page is None else (SUCCESS, 0, page.ljust(4096, b"\0"))
        if opcode == 0x02:
            count = ((word10 >> 16) | (word11 & 0xFFFF) << 16) * 4 + 4
            page = self._log(word10 & 0xFF)
            return (INVALID_FIELD | DO_NOT_RETRY, 0, b"") if page is None else (SUCCESS, 0, page.ljust(count, b"\0")[:count])
        if opcode in (0x09, 0x0A):
            # Set and get features: as many queues as are asked for, and the write cache is on.
            return SUCCESS, {7: 0x00030003, 6: 1}.get(word10 & 0xFF, 0), b""
        if opcode in (0x08, 0x18):
            return SUCCESS, 0, b""
        if opcode == 0x84:
            return self._sanitize(word10, word11), 0, b""
        return INVALID_OPCODE | DO_NOT_RETRY, 0, b""

    def _sanitize(self, word10, word11):
        action = word10 & 7
        try:
            if action == 1:
                self.eraser.leave_failure_mode()
            elif action in KINDS:
                pattern = struct.pack("<I", word11) if KINDS[action] == "overwrite" else b"\0"
                self.eraser.begin(KINDS[action], pattern, word10)
            else:
                return INVALID_FIELD | DO_NOT_RETRY
        except Refused as refused:
            return (SANITIZE_RUNS if refused.why == "running" else INVALID_FIELD) | DO_NOT_RETRY
        return SUCCESS

    # Pages

    def _identify(self, structure, namespace):
        if structure == 0:
            return self._identify_namespace() if namespace in self.namespaces else b""
        if structure == 1:
            return self._identify_controller()
        if structure == 2:
            return struct.pack(f"<{len(self.namespaces)}I", *self.namespaces) if namespace == 0 else \
                b"".join(struct.pack("<I", number) for number in self.namespaces if number > namespace)
        if structure == 3:
            return bytes([1, 8, 0, 0]) + self._mark_of(namespace) + bytes([4, 1, 0, 0, 0])
        return b"" if structure in (5, 6) else None

    def _identify_controller(self):
        page = bytearray(4096)
        options = self.options
        struct.pack_into("<HH20s40s8s", page, 0, 0x144D, 0x144D, options["serial"].ljust(20).encode(), options["model"].ljust(40).encode(),
                         options["firmware"].ljust(8).encode())
        page[77] = 8                                                # 1 MiB at most in one transfer
        struct.pack_into("<HI", page, 78, 1, 0x10400)               # id of the controller; version 1.4
        page[111] = 1                                               # an I/O controller
        page[258] = page[259] = 3
        page[260] = 2
        struct.pack_into("<H", page, 266, 353)                      # kelvins that it warns at
        struct.pack_into("<H", page, 320, 100)                      # keep alive, in tenths of a second
        struct.pack_into("<I", page, 328, sum(SANICAP[kind] for kind in self.eraser.offers))
        page[512], page[513] = 0x66, 0x44
        struct.pack_into("<HI", page, 514, 128, len(self.namespaces))
        page[525] = 1                                               # has a write cache
        struct.pack_into("<I", page, 536, 0x100001)                 # scatter lists, with data in the capsule
        page[768:768 + len(self.name)] = self.name.encode()
        struct.pack_into("<IIHBB", page, 1792, (64 + IN_CAPSULE) // 16, 1, 0, 0, 1)
        return bytes(page)

    def _identify_namespace(self):
        page = bytearray(4096)
        sectors = self.eraser.size // SECTOR // len(self.namespaces)
        struct.pack_into("<QQQ", page, 0, sectors, sectors, sectors)
        page[33] = 1
        page[130] = 9                                               # sectors of 2^9 bytes
        return bytes(page)

    def _mark_of(self, namespace):
        return self.options["serial"].encode()[-7:].rjust(7, b"0") + bytes([namespace])

    def _log(self, page):
        if page == 0x81:
            return self._sanitize_log()
        if page == 2:
            return struct.pack("<BHBBB", 0, 308, 100, 10, 1).ljust(512, b"\0")
        if page == 5:
            return self._effects()
        return bytes(512) if page in (1, 3) else None

    def _sanitize_log(self):
        with self.eraser.turn:
            state = {"never": 0, "done": 1, "running": 2, "failed": 3}[self.eraser.erase]
            progress = self.eraser.share if state == 2 else 0xFFFF
            return struct.pack("<HHI6I", progress, state | 0x100 * self.eraser.is_untouched, self.eraser.word, *([NOT_SAID] * 6))

    @staticmethod
    def _effects():
        words = [0] * 512
        for opcode in (2, 6, 9, 0xA, 8, 0xC, 0x18):
            words[opcode] = 1
        words[0x84] = 1 | 2 | 2 << 16
        for opcode in (0, 1, 2, 8, 9):
            words[256 + opcode] = 1
        return struct.pack("<512I", *words)

    # Commands of a namespace

    def io(self, command, data):
        opcode, namespace = command[0], struct.unpack_from("<I", command, 4)[0]
        first, word12 = struct.unpack_from("<QI", command, 40)
        if opcode == 0:
            return SUCCESS, 0, b""
        if self.eraser.is_running:
            return SANITIZE_RUNS | DO_NOT_RETRY, 0, b""
        if self.eraser.erase == "failed":
            return SANITIZE_FAILED | DO_NOT_RETRY, 0, b""
        share = self.eraser.size // len(self.namespaces)
        start, count = first * SECTOR, ((word12 & 0xFFFF) + 1) * SECTOR
        if opcode in (1, 2, 8) and start + count > share:
            return OUT_OF_RANGE | DO_NOT_RETRY, 0, b""
        start += share * (namespace - 1)
        if opcode == 2:
            return SUCCESS, 0, self.eraser.read(start, count)
        if opcode in (1, 8):
            self.eraser.write(start, data if opcode == 1 else bytes(count))
            return SUCCESS, 0, b""
        # A hint which blocks are no longer needed is taken, and changes nothing.
        return (SUCCESS, 0, b"") if opcode == 9 else (INVALID_OPCODE | DO_NOT_RETRY, 0, b"")

    # Properties of the controller, by their offset

    def property(self, offset):
        ready = self.configuration & 1
        done = 8 if self.configuration & 0xC000 else 0
        return {0: 127 | 1 << 16 | 15 << 24 | 1 << 37, 8: 0x10400, 0x14: self.configuration, 0x1C: ready | done}.get(offset, 0)

    def set_property(self, offset, value):
        if offset == 0x14:
            self.configuration = value
