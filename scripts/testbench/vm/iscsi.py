"""The wire of a SCSI drive: iSCSI (RFC 7143), with one session at a time and data only after an R2T. QEMU takes the drive from here and puts
it behind an adapter of its own."""

import struct

NAME = "iqn.2026-01.wipebench:drive"
# What initiators and targets send, by the low six bits of the first byte.
NOP_OUT, COMMAND, TASK, LOGIN, TEXT, DATA_OUT, LOGOUT = 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
NOP_IN, RESPONSE, TASK_DONE, LOGGED_IN, TEXT_BACK, DATA_IN, LOGGED_OUT, READY = 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x31
FINAL, WITH_STATUS, OVERFLOW, UNDERFLOW = 0x80, 0x01, 0x04, 0x02
DATA_MAX = 1 << 17
WINDOW = 64
NO_TAG = 0xFFFFFFFF
READ_CAPACITY = 0x9E
KEYS = {"HeaderDigest": "None", "DataDigest": "None", "AuthMethod": "None", "InitialR2T": "Yes", "ImmediateData": "No",
        "MaxRecvDataSegmentLength": str(DATA_MAX), "MaxBurstLength": str(DATA_MAX), "FirstBurstLength": str(DATA_MAX),
        "MaxConnections": "1", "MaxOutstandingR2T": "1", "ErrorRecoveryLevel": "0", "DefaultTime2Wait": "0", "DefaultTime2Retain": "0",
        "DataPDUInOrder": "Yes", "DataSequenceInOrder": "Yes", "IFMarker": "No", "OFMarker": "No"}
DECLARED = {"TargetPortalGroupTag": "1"}


class Write:
    """A command whose data are on their way."""

    def __init__(self, header, count):
        self.header, self.data, self.taken = header, bytearray(count), 0


class Session:
    def __init__(self, connection, drive):
        self.connection, self.drive = connection, drive
        self.status_number, self.expected = 1, 1
        self.writes = {}
        # The adapter asks for the capacity once before anybody else can ask for anything.
        self.is_opening = True

    def serve(self):
        try:
            while True:
                header = self._take(48)
                size = int.from_bytes(header[5:8], "big")
                data = self._take(4 * header[4] + size + -size % 4)[4 * header[4]:][:size]
                if not self._handle(header[0] & 0x3F, header, data):
                    return
        except (EOFError, OSError):
            return
        finally:
            self.connection.close()

    def _take(self, count):
        taken = bytearray()
        while len(taken) < count:
            piece = self.connection.recv(count - len(taken))
            if not piece:
                raise EOFError
            taken += piece
        return bytes(taken)

    def _handle(self, kind, header, data):
        """False where the session is over."""
        if kind in (COMMAND, TASK, LOGIN, TEXT, NOP_OUT, LOGOUT) and not header[0] & 0x40:
            self.expected = struct.unpack(">I", header[24:28])[0] + 1
        tag = header[16:20]
        if kind == LOGIN:
            self._login(header, data)
        elif kind == COMMAND:
            self._command(header)
        elif kind == DATA_OUT:
            self._data(header, data)
        elif kind == NOP_OUT and tag != struct.pack(">I", NO_TAG):
            self._send(NOP_IN, FINAL, tag, data=data)
        elif kind == TASK:
            self._send(TASK_DONE, FINAL, tag)
        elif kind == TEXT:
            self._send(TEXT_BACK, FINAL, tag)
        elif kind == LOGOUT:
            self._send(LOGGED_OUT, FINAL, tag)
        return kind != LOGOUT

    def _send(self, kind, flags, tag, word=0, status=0, tail=bytes(12), data=b"", counts=True):
        """`word`: bytes 20 to 23. `tail`: bytes 36 to 47."""
        header = bytes([kind, flags, 0, status, 0]) + len(data).to_bytes(3, "big") + bytes(8) + tag
        header += struct.pack(">IIII", word, self.status_number, self.expected, self.expected + WINDOW) + tail
        self.connection.sendall(header + data + bytes(-len(data) % 4))
        if counts:
            self.status_number += 1

    def _login(self, header, data):
        asked = dict(entry.split("=", 1) for entry in data.decode().split("\0") if "=" in entry)
        answers = {key: KEYS[key] for key in asked if key in KEYS}
        if "TargetName" in asked:
            answers |= DECLARED
        text = "".join(f"{key}={value}\0" for key, value in answers.items()).encode()
        # As it was asked for, in one step each; a session number of ours in bytes 14 and 15.
        reply = bytes([LOGGED_IN, header[1], 0, 0, 0]) + len(text).to_bytes(3, "big") + header[8:14] + b"\0\1" + header[16:20] + bytes(4)
        reply += struct.pack(">III", self.status_number, self.expected, self.expected + WINDOW) + bytes(12)
        self.connection.sendall(reply + text + bytes(-len(text) % 4))
        self.status_number += 1

    # Commands

    def _command(self, header):
        count, = struct.unpack(">I", header[20:24])
        if header[1] & 0x20 and count:
            tag, = struct.unpack(">I", header[16:20])
            self.writes[tag] = Write(header, count)
            self._ask_for_data(tag)
        else:
            self._execute(header, b"", count)

    def _ask_for_data(self, tag):
        write = self.writes[tag]
        count = min(DATA_MAX, len(write.data) - write.taken)
        tail = struct.pack(">III", write.taken // DATA_MAX, write.taken, count)
        self._send(READY, FINAL, write.header[16:20], word=tag, tail=tail, counts=False)

    def _data(self, header, data):
        tag, = struct.unpack(">I", header[20:24])
        write, offset = self.writes[tag], struct.unpack(">I", header[40:44])[0]
        write.data[offset:offset + len(data)] = data
        write.taken += len(data)
        if write.taken == len(write.data):
            del self.writes[tag]
            self._execute(write.header, bytes(write.data), 0)
        elif header[1] & FINAL:
            self._ask_for_data(tag)

    def _execute(self, header, data, expected):
        status, answer, sense = self.drive.answer(header[32:48], data, self.is_opening)
        if header[32] == READ_CAPACITY and not status:
            self.is_opening = False
        tag, taken = header[16:20], answer[:expected]
        for number, offset in enumerate(range(0, len(taken), DATA_MAX)):
            piece = taken[offset:offset + DATA_MAX]
            flags = FINAL if offset + len(piece) == len(taken) else 0
            self._send(DATA_IN, flags, tag, word=NO_TAG, tail=struct.pack(">III", number, offset, 0), data=piece, counts=False)
        left, more = max(expected - len(taken), 0), max(len(answer) - expected, 0)
        flags = FINAL | UNDERFLOW * (left > 0) | OVERFLOW * (more > 0)
        packets = -(-len(taken) // DATA_MAX)
        self._send(RESPONSE, flags, tag, status=status, tail=struct.pack(">III", packets, 0, left or more),
                   data=struct.pack(">H", len(sense)) + sense if sense else b"")
