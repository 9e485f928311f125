"""The wire of an NVMe drive: NVMe over TCP (NVM Express TCP transport specification 1.0)."""

import collections
import struct

from nvme_drive import DO_NOT_RETRY, INVALID_FIELD, SUCCESS

# Types of PDUs.
INITIALIZE, INITIALIZED, COMMAND, COMPLETION, DATA_OUT, DATA_IN, READY = 0, 1, 4, 5, 6, 7, 9
DATA_MAX = 1 << 18
FABRICS, ASYNC_EVENT = 0x7F, 0x0C
CONNECT, SET_PROPERTY, GET_PROPERTY = 1, 0, 4


class Queue:
    """One connection, which is one queue: number 0 is the admin queue."""

    def __init__(self, connection, drive):
        self.connection, self.drive = connection, drive
        self.number = 0
        # Commands that came while the data of another were awaited.
        self._waiting = collections.deque()

    def serve(self):
        try:
            while True:
                command, data = self._waiting.popleft() if self._waiting else self._next()
                self._execute(command, data)
        except (EOFError, OSError):
            self.connection.close()

    # PDUs

    def _take(self, count):
        taken = bytearray()
        while len(taken) < count:
            piece = self.connection.recv(count - len(taken))
            if not piece:
                raise EOFError
            taken += piece
        return bytes(taken)

    def _pdu(self):
        """Type, header after its first eight bytes, and data."""
        kind, _, header_bytes, data_at, whole = struct.unpack("<BBBBI", self._take(8))
        rest = self._take(whole - 8)
        return kind, rest[:header_bytes - 8], rest[max(data_at, header_bytes) - 8:]

    def _send(self, kind, flags, header, data=b""):
        size = 8 + len(header)
        self.connection.sendall(struct.pack("<BBBBI", kind, flags, size, size if data else 0, size + len(data)) + header + data)

    def _next(self):
        """The next command, with the data that came in its capsule."""
        while True:
            kind, header, data = self._pdu()
            if kind == INITIALIZE:
                self._send(INITIALIZED, 0, struct.pack("<HBBI", 0, 0, 0, 1 << 20) + bytes(112))
            elif kind == COMMAND:
                return header, data
            else:
                raise EOFError

    def _data_of(self, command):
        """Data that the host keeps until it is told that there is room."""
        identifier, = struct.unpack_from("<H", command, 2)
        count, = struct.unpack_from("<I", command, 32)
        self._send(READY, 0, struct.pack("<HHIII", identifier, identifier, 0, count, 0))
        data, taken = bytearray(count), 0
        while taken < count:
            kind, header, piece = self._pdu()
            if kind == COMMAND:
                self._waiting.append((header, piece))
            elif kind == DATA_OUT:
                offset, = struct.unpack_from("<I", header, 4)
                data[offset:offset + len(piece)] = piece
                taken += len(piece)
            else:
                raise EOFError
        return bytes(data)

    def _complete(self, identifier, status, word, data):
        for offset in range(0, len(data), DATA_MAX):
            piece = data[offset:offset + DATA_MAX]
            last = 4 if offset + len(piece) == len(data) else 0
            self._send(DATA_IN, last, struct.pack("<HHIII", identifier, 0, offset, len(piece), 0), piece)
        self._send(COMPLETION, 0, struct.pack("<QHHHH", word, 0, self.number, identifier, status << 1))

    # Commands

    def _execute(self, command, data):
        opcode, identifier = command[0], struct.unpack_from("<H", command, 2)[0]
        if opcode == ASYNC_EVENT and not self.number:
            return                  # answered when something happens, and nothing does
        if self._brings_data(command) and not data:
            data = self._data_of(command)
        if opcode == FABRICS:
            answer = self._fabrics(command)
        elif self.number:
            answer = self.drive.io(command, data)
        else:
            answer = self.drive.admin(command, data)
        self._complete(identifier, *answer)

    def _brings_data(self, command):
        opcode, count = command[0], struct.unpack_from("<I", command, 32)[0]
        if opcode == FABRICS:
            return command[4] == CONNECT
        # Bits 1:0 of an opcode name the way of its data: 1 is towards the drive.
        return count and opcode & 3 == 1

    def _fabrics(self, command):
        kind = command[4]
        offset, = struct.unpack_from("<I", command, 44)
        if kind == CONNECT:
            self.number, = struct.unpack_from("<H", command, 42)
            return SUCCESS, 1, b""
        if kind == GET_PROPERTY:
            return SUCCESS, self.drive.property(offset), b""
        if kind == SET_PROPERTY:
            self.drive.set_property(offset, struct.unpack_from("<Q", command, 48)[0])
            return SUCCESS, 0, b""
        return INVALID_FIELD | DO_NOT_RETRY, 0, b""
