"""One virtual machine: QEMU without KVM whose root is this machine's own files, read-only, under a layer in memory.

The programs that were just built run in it as they are. Drives come and go over QMP; commands run through an agent (guest-init) on a
virtio port, their output lies in a folder that both sides see. Nothing here knows what is tested.
"""

import json
import os
import queue
import shutil
import socket
import subprocess
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# Beside QEMU's plainest processor what Swift's libraries have fast code for: without it a debug build makes its random stream at a crawl.
PROCESSOR = "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+aes,+pclmulqdq"
VIRTIOFSD = ["/usr/lib/qemu/virtiofsd", "/usr/libexec/virtiofsd"]
MEMORY = "1280M"


class MachineFault(Exception):
    """The machine itself did not do what was asked of it: no verdict about what is tested."""


class Machine:
    """Has a folder from the start; `boot` starts it and waits for the guest, `close` ends everything that was started."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="wipe-vm.")
        self.share = os.path.join(self.folder, "share")
        os.mkdir(self.share)
        self.children = []
        self.qemu = None
        self.deleted = set()
        self._agent = None
        self._count = 0
        self._done = {}
        self._changed = threading.Condition()
        self._answers = queue.Queue()
        self._ready = threading.Event()

    # Starting

    def boot(self, guest, arguments=(), seconds=180):
        """`guest`: what make-guest made. `arguments`: what QEMU gets beside what every machine has."""
        self.guest = os.path.abspath(guest)
        self._start_virtiofsd()
        self.qemu = self.child("qemu", self._command(self.guest) + list(arguments))
        self._qmp = self._connect("qmp")
        lines = self._qmp.makefile("r")
        lines.readline()
        threading.Thread(target=self._read_qmp, args=(lines,), daemon=True).start()
        self._agent = self._connect("agent")
        threading.Thread(target=self._read_agent, args=(self._agent.makefile("r"),), daemon=True).start()
        self._api = self._connect("api")
        self._answered = self._api.makefile("r")
        self.qmp("qmp_capabilities")
        self._until(lambda: self._ready.is_set() or self.qemu.poll() is not None, seconds, "the guest did not start: " + self.log("console"))
        if not self._ready.is_set():
            raise MachineFault("qemu ended: " + self.log("qemu") + self.log("console"))

    def child(self, name, command):
        """A process beside the machine; what it says goes to `log` under its name."""
        with open(os.path.join(self.folder, name + ".log"), "w") as log:
            # A session of its own: an interrupt at the terminal reaches the driver, which then ends its children in good order.
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self.children.append(child)
        return child

    def _start_virtiofsd(self):
        program = next((path for path in VIRTIOFSD if os.path.exists(path)), None)
        if program is None:
            raise MachineFault("virtiofsd is not installed: scripts/setup vm")
        path = os.path.join(self.folder, "root")
        self.child("virtiofsd", [program, "--socket-path=" + path, "-o", "source=/", "-o", "sandbox=chroot", "-o", "cache=always"])
        self._until(lambda: os.path.exists(path), 10, "virtiofsd does not listen: " + self.log("virtiofsd"))

    def _command(self, guest):
        kernel = os.path.join(guest, "kernel")
        version = os.listdir(os.path.join(kernel, "lib/modules"))[0]
        # The kernel's own test of its timer gives up on an emulated processor that has to wait for its turn, and panics.
        words = ["no_timer_check", "console=ttyS0", "panic=-1", "quiet", "loglevel=4", "net.ifnames=0", "tsc=reliable",
                 "rootvirtiofs", "guestinit=" + os.path.join(HERE, "guest-init"), "guestkernel=" + kernel]
        return [
            "qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", PROCESSOR, "-smp", "2", "-m", MEMORY,
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-kernel", f"{kernel}/boot/vmlinuz-{version}", "-initrd", os.path.join(guest, "initrd.gz"), "-append", " ".join(words),
            "-serial", f"file:{self.folder}/console.log",
            "-qmp", f"unix:{self.folder}/qmp,server=on,wait=off",
            "-object", f"memory-backend-memfd,id=memory,size={MEMORY},share=on", "-numa", "node,memdev=memory",
            "-chardev", f"socket,id=root,path={self.folder}/root", "-device", "vhost-user-fs-pci,chardev=root,tag=hostroot",
            "-virtfs", f"local,path={self.share},mount_tag=share,security_model=none,multidevs=remap",
            "-device", "virtio-serial-pci", "-chardev", f"socket,id=agent,path={self.folder}/agent,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=wipebench.agent",
            "-chardev", f"socket,id=api,path={self.folder}/api,server=on,wait=off",
            "-device", "virtserialport,chardev=api,name=wipebench.api",
        ]

    def _connect(self, name):
        end = socket.socket(socket.AF_UNIX)
        def connected():
            if self.qemu.poll() is not None:
                raise MachineFault("qemu ended: " + self.log("qemu"))
            try:
                end.connect(os.path.join(self.folder, name))
                return True
            except OSError:
                return False
        self._until(connected, 20, "qemu does not listen: " + self.log("qemu"))
        return end

    @staticmethod
    def _until(condition, seconds, what):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise MachineFault(what)
            time.sleep(0.02)

    def log(self, name):
        """The end of what a child, or the guest's console, has written."""
        try:
            with open(os.path.join(self.folder, name + ".log"), errors="replace") as file:
                return file.read()[-3000:]
        except OSError:
            return ""

    # QMP

    def _read_qmp(self, lines):
        for line in _lines(lines):
            message = json.loads(line)
            if "event" not in message:
                self._answers.put(message)
            elif message["event"] == "DEVICE_DELETED" and "device" in message["data"]:
                self.deleted.add(message["data"]["device"])

    def qmp(self, command, arguments=None):
        """One QMP command and its answer."""
        self._send(self._qmp, json.dumps({"execute": command, "arguments": arguments or {}}))
        try:
            answer = self._answers.get(timeout=60)
        except queue.Empty:
            raise MachineFault(f"qemu does not answer {command}: " + self.log("qemu")) from None
        if "error" in answer:
            raise MachineFault(f"{command} {arguments}: {answer['error']['desc']}")
        return answer["return"]

    def _send(self, end, line):
        try:
            end.sendall(line.encode() + b"\n")
        except OSError:
            raise MachineFault(f"qemu ended with {self.qemu.wait(10)}: " + self.log("qemu") + self.log("console")) from None

    def remove_device(self, name, seconds=30):
        """Pulls a device and waits until QEMU has let go of it."""
        self.deleted.discard(name)
        self.qmp("device_del", {"id": name})
        self._until(lambda: name in self.deleted, seconds, f"the guest does not let go of {name}")

    # Commands in the guest

    def _read_agent(self, lines):
        for line in _lines(lines):
            words = line.split()
            if words[:1] == ["READY"]:
                self._ready.set()
            elif words[:1] == ["DONE"]:
                with self._changed:
                    self._done[words[1]] = int(words[2])
                    self._changed.notify_all()

    def start(self, script):
        """Runs a script in the guest and waits for nothing; `wait` takes what this gives."""
        self._count += 1
        name = str(self._count)
        with open(os.path.join(self.share, name + ".sh"), "w") as file:
            file.write(script + "\n")
        self._send(self._agent, name)
        return name

    def wait(self, name, seconds=120):
        """Exit code, output, errors."""
        with self._changed:
            if not self._changed.wait_for(lambda: name in self._done or self.qemu.poll() is not None, seconds) or name not in self._done:
                raise MachineFault(f"no answer within {seconds} s to: " + self._text(name + ".sh") + self._text(name + ".err"))
        return self._done[name], self._text(name + ".out"), self._text(name + ".err")

    def _text(self, name):
        with open(os.path.join(self.share, name), errors="replace") as file:
            return file.read()

    def run(self, script, seconds=120):
        return self.wait(self.start(script), seconds)

    def sh(self, script, seconds=120):
        """Output of a script that must succeed."""
        code, output, errors = self.run("set -e\n" + script, seconds)
        if code != 0:
            raise MachineFault(f"exit {code} of: {script}\n{output}{errors}")
        return output.strip()

    def ask_station(self, request):
        """One request to the relay that runs in the guest, and its answer."""
        self._send(self._api, json.dumps(request))
        line = self._answered.readline()
        if not line:
            raise MachineFault("qemu ended: " + self.log("qemu") + self.log("console"))
        return json.loads(line)

    # The end

    def close(self):
        """Ends what was started here, by its own number, and takes the folder away. Running it twice does no harm."""
        if self._agent is not None and self.qemu.poll() is None:
            try:
                self._agent.sendall(b"poweroff\n")
                self.qemu.wait(3)
            except (OSError, subprocess.TimeoutExpired):
                pass
        for child in reversed(self.children):
            if child.poll() is None:
                child.kill()
            child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _lines(file):
    """Lines until the other end is gone, however it went."""
    while True:
        try:
            line = file.readline()
        except (OSError, ValueError):
            return
        if not line:
            return
        yield line
