"""Drives that erase themselves, and the ways in and out of the guest for each: a process (drive.py) with one medium, judged from this machine.
Taking one out is its power cut: what it is and holds, and an erase that runs, is still there when it comes back."""

import glob
import os
import sys
import time

from machine import HERE, MachineFault
from media import Medium

MIB = 1 << 20
PROGRAM = os.path.join(HERE, "drive.py")
HOST_NAME = "nqn.2014-08.org.nvmexpress:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427"
SLOTS = "/sys/kernel/config/target"
# What a bay of an NVMe drive is matched by: the kernel gives one that comes over a wire no path of its own. A second namespace is in no bay.
RULE = 'SUBSYSTEM=="block", KERNEL=="nvme*n1", ATTRS{subsysnqn}=="nqn.2026-01.wipebench:slot-%d", ENV{ID_PATH}="nvme-slot-%d"'
SLOT_COUNT = 8
ADAPTER = b"tcm_loop_adapter_%d"
SIGNED = b"~Module signature appended~\n"


def machine_arguments():
    """A wire to this machine, for NVMe over TCP."""
    return ["-netdev", "user,id=wire", "-device", "virtio-net-pci,netdev=wire,addr=0x18"]


class Wires:
    """What the guest needs for them, as a thing that is in the machine from the start."""

    is_in = False

    def __init__(self, machine):
        self.machine = machine

    def arguments(self):
        return machine_arguments()

    def hide(self):
        rules = "\n".join(RULE % (slot, slot) for slot in range(1, SLOT_COUNT + 1))
        with open(os.path.join(self.machine.share, "90-slots.rules"), "w") as file:
            file.write(rules + "\n")
        self.machine.sh("cp /share/90-slots.rules /run/udev/rules.d/; udevadm control --reload; modprobe -a virtio_net nvme-tcp target_core_user")
        self.machine.sh("""for i in $(seq 100); do wire=$(ls /sys/class/net | grep -v '^lo$') && break; sleep 0.1; done
            ip addr add 10.0.2.15/24 dev "$wire"; ip link set "$wire" up""")
        self._load_adapter()

    def _load_adapter(self):
        """The kernel's loopback adapter, with its ports under the name that those of SAS adapters have: a station sends commands to no drive
        that is plugged in it does not know where."""
        version = self.machine.sh("uname -r")
        with open(glob.glob(f"{self.machine.guest}/kernel/lib/modules/{version}/**/tcm_loop.ko", recursive=True)[0], "rb") as file:
            module = file.read()
        if module.endswith(SIGNED):
            # What is signed is the module as it was; a kernel that does not insist takes one without a signature.
            end = len(module) - len(SIGNED)
            module = module[:end - 12 - int.from_bytes(module[end - 4:end], "big")]
        if module.count(ADAPTER) != 1:
            raise MachineFault("this kernel's loopback adapter has another name")
        with open(os.path.join(self.machine.share, "tcm_loop.ko"), "wb") as file:
            file.write(module.replace(ADAPTER, b"end_device-0:%d".ljust(len(ADAPTER), b"\0")))
        self.machine.sh("mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config; insmod /share/tcm_loop.ko")


class Eraser:
    """`words`: what is said of the drive beside its serial, as drive.py takes it."""

    kind = None

    def __init__(self, machine, name, serial, size=16 * MIB, **words):
        self.machine, self.name, self.serial, self.words = machine, name, serial, words
        self.medium = Medium(machine, name, size)
        self.state, self.log = [os.path.join(machine.folder, f"{name}.{what}") for what in ("state", "commands")]
        # Where it stands still: until the story lets go of it, however busy this machine is.
        self.gate = os.path.join(machine.share, name + ".go")
        self.is_in = False

    def let_go(self):
        open(self.gate, "w").close()

    def hold(self):
        if os.path.exists(self.gate):
            os.remove(self.gate)

    def command(self, slot, **places):
        places = {"file": self.medium.path, "state": self.state, "log": self.log, "until": self.gate, **places}
        facts = {"serial": self.serial, "size": self.medium.size // MIB, "slot": slot, **places, **self.words}
        return [sys.executable, "-B", PROGRAM, self.kind] + \
            [name if value is True else f"{name}={value}" for name, value in facts.items() if value is not False]

    def plug(self, slot):
        self.slot = slot
        self._start(slot)
        self.is_in = True

    def pull(self):
        self._leave()
        self.process.kill()
        self.process.wait()
        self.is_in = False

    def _start(self, slot):
        self.process = self.machine.child(self.name, self.command(slot))
        self.port = self.said("at ").split()[1]

    def said(self, beginning, seconds=60):
        """The line that the process begins so."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in self.machine.log(self.name).splitlines(keepends=True):
                if line.startswith(beginning) and line.endswith("\n"):
                    return line
            time.sleep(0.02)
        raise MachineFault(f"{self.name} does not say '{beginning}': " + self.machine.log(self.name))

    def is_marked(self):
        """Its end is neither the donor's nor erased."""
        with open(self.medium.path, "rb") as file:
            end = file.read()[-4096:]
        return any(end) and self.medium.mark not in end

    def asked(self):
        """Every erase that it was asked for, in order."""
        if not os.path.exists(self.log):
            return []
        with open(self.log) as file:
            return file.read().split()


class Nvme(Eraser):
    """A controller over TCP. It goes at once where its power is cut, as one in a slot does."""

    kind = "nvme-tcp"

    def plug(self, slot):
        super().plug(slot)
        self.machine.sh(f"echo transport=tcp,traddr=10.0.2.2,trsvcid={self.port},nqn=nqn.2026-01.wipebench:slot-{slot},ctrl_loss_tmo=0,"
                        f"hostnqn={HOST_NAME},hostid={HOST_NAME[-36:]} >/dev/nvme-fabrics")

    def _leave(self):
        pass


class Sas(Eraser):
    """A SCSI drive behind a SAS adapter: QEMU's, which is pulled with it. It knows no pattern (see tcmu.py)."""

    kind = "scsi-iscsi"

    def plug(self, slot):
        super().plug(slot)
        self._add_node()
        # The adapter looks at its ports once: when it is found.
        self.machine.qmp("stop")
        self.machine.qmp("device_add", {"driver": "mptsas1068", "id": self.name + "-adapter", "bus": f"root{slot}"})
        self.machine.qmp("device_add", {"driver": "scsi-generic", "id": self.name + "-drive", "bus": self.name + "-adapter.0", "drive": self.name})
        self.machine.qmp("cont")

    def _add_node(self):
        self.machine.qmp("blockdev-add", {"driver": "iscsi", "node-name": self.name, "transport": "tcp", "portal": "127.0.0.1:" + self.port,
                                          "target": "iqn.2026-01.wipebench:drive", "lun": 0})

    def _leave(self):
        self.machine.remove_device(self.name + "-adapter")
        self.machine.qmp("blockdev-del", {"node-name": self.name})


class Bridged(Sas):
    """An ATA drive behind a USB bridge."""

    kind = "ata-iscsi"

    def plug(self, slot):
        Eraser.plug(self, slot)
        self._add_node()
        bridge = self.name + "-adapter"
        self.machine.qmp("device_add", {"driver": "usb-bot", "id": bridge, "bus": "usb.0", "port": str(slot), "serial": "57584A3141" + str(slot)})
        self.machine.qmp("device_add", {"driver": "scsi-generic", "id": self.name + "-drive", "bus": bridge + ".0", "scsi-id": 0, "lun": 0,
                                        "drive": self.name})
        self.machine.qmp("qom-set", {"path": "/machine/peripheral/" + bridge, "property": "attached", "value": True})


class Looped(Eraser):
    """A drive in the guest itself (tcmu.py), whose every byte reaches the kernel as it is."""

    def __init__(self, machine, name, serial, size=16 * MIB, **words):
        super().__init__(machine, name, serial, size, **words)
        self.medium.move(machine.share)

    def _start(self, slot):
        words = self.command(slot, file="/share/" + os.path.basename(self.medium.path), state=f"/share/{self.name}.state",
                             log=f"/share/{self.name}.commands", until=f"/share/{self.name}.go")
        self.log = os.path.join(self.machine.share, self.name + ".commands")
        quoted = " ".join(f"'{word}'" for word in words[1:])
        self.run = self.machine.start(f"echo $$ >/share/{self.name}.pid; exec python3 {quoted} >/share/{self.name}.said 2>&1")
        self.machine.sh(f"""for i in $(seq 600); do grep -q plugged /share/{self.name}.said && exit 0; sleep 0.1; done
            cat /share/{self.name}.said; exit 1""")

    def pull(self):
        group = f"{SLOTS}/loopback/*/tpgt_{self.slot}"
        self.machine.sh(f"""rm {group}/lun/lun_0/port; rmdir {group}/lun/lun_0; whole=$(dirname {group}); rmdir {group} "$whole"
            kill -9 $(cat /share/{self.name}.pid); core={SLOTS}/core/user_0/{self.serial}
            for i in $(seq 100); do rmdir $core 2>/run/busy && exit 0; sleep 0.1; done; cat /run/busy; exit 1""")
        self.machine.wait(self.run)
        self.is_in = False


class LoopedAta(Looped):
    kind = "ata-tcmu"


class LoopedSas(Looped):
    kind = "scsi-tcmu"
