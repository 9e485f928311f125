"""A drive that erases itself, as a process: an NVMe controller, a SCSI drive, or an ATA drive behind a translator. It says `at PORT`, or
`plugged`, when it is there; ending it with SIGKILL is its power cut.

    python3 drive.py nvme-tcp|scsi-iscsi|ata-iscsi|scsi-tcmu|ata-tcmu file=MEDIUM [serial=…] [size=MIB] [state=FILE] [lie] [erase_s=4] …

All that can be said of it: FACTS and FAULTS in selferase.py. With TCMU it is in the machine that it runs in, else it listens for one.
"""

import socket
import sys
import threading

from ata_drive import AtaDrive
from iscsi import Session
from nvme_drive import NvmeDrive
from nvme_tcp import Queue
from scsi_drive import ScsiDrive
from selferase import SelfEraser, options_of
from tcmu import Ring

DRIVES = {"nvme": NvmeDrive, "scsi": ScsiDrive, "ata": AtaDrive}


def listen(serve):
    listener = socket.create_server(("127.0.0.1", 0))
    print("at", listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


def serve_in_guest(drive):
    ring = Ring(drive)
    threading.Thread(target=ring.serve, daemon=True).start()
    ring.plug()
    print("plugged", flush=True)
    threading.Event().wait()


def main(kind, words):
    language, wire = kind.split("-")
    drive = DRIVES[language](SelfEraser(options_of(words)))
    if wire == "tcmu":
        serve_in_guest(drive)
    serving = {"tcp": Queue, "iscsi": Session}[wire]
    listen(lambda connection: serving(connection, drive).serve())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
