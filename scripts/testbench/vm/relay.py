"""Runs in the guest: passes requests from the host's end of a virtio port to the station's socket. One line of JSON is one request,
{"path": …}; the answer is one line {"status": …, "body": …}. What it gets is what wipectl gets; it only spares a new process each time.

    python3 relay.py SOCKET PORT
"""

import http.client
import json
import os
import socket
import sys


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, request):
    connection = UnixConnection(path)
    try:
        connection.request("GET", request["path"])
        answer = connection.getresponse()
        return {"status": answer.status, "body": json.loads(answer.read() or b"null")}
    except (OSError, ValueError, http.client.HTTPException) as error:
        return {"status": 0, "body": str(error)}
    finally:
        connection.close()


def main():
    path, name = sys.argv[1:3]
    port = os.open(name, os.O_RDWR)      # once only: the kernel lets nobody open it twice
    pending = b""
    while True:
        piece = os.read(port, 4096)
        if not piece:
            return
        pending += piece
        while b"\n" in pending:
            line, pending = pending.split(b"\n", 1)
            left = json.dumps(ask(path, json.loads(line))).encode() + b"\n"
            while left:
                left = left[os.write(port, left):]


main()
