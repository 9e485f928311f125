"""The places where drives are plugged in, and the ways in and out of each.

A `Place` is one port as a station file names it: a bay and the udev property that shows it. QEMU takes NVMe, USB, UAS and SCSI drives
out by itself. AHCI and SD it cannot: there the kernel is told to let go of what is at a port and to look again, and a drive "in two
ports" is one file behind two ports of which the kernel sees one at a time.
"""

# Device numbers on the first PCI bus, fixed because the paths that udev shows are made of them.
ROOT_PORTS = [0x04, 0x05, 0x06, 0x07]
SCSI, USB, SD = 0x10, 0x11, [0x14, 0x15]
AHCI = "0000:00:1f.2"


def machine_arguments():
    """What every machine has to plug drives into."""
    arguments = []
    for number, address in enumerate(ROOT_PORTS):
        arguments += ["-device", f"pcie-root-port,id=root{number + 1},chassis={number + 1},addr={address:#x}"]
    return arguments + ["-device", f"virtio-scsi-pci,id=scsi,addr={SCSI:#x}", "-device", f"qemu-xhci,id=usb,addr={USB:#x},p2=8,p3=8"]


def place(kind, port):
    """Bay and udev match of one port of a kind."""
    if kind == "nvme":
        return f"N{port}", {"ID_PATH": f"pci-0000:{port:02x}:00.0-nvme-*"}
    if kind in ("usb", "uas"):
        return f"U{port}", {"ID_PATH": f"pci-0000:00:{USB:02x}.0-usb-0:{port}:*"}
    if kind == "namespace":
        return f"N3-{port}", {"ID_PATH": f"pci-0000:03:00.0-nvme-{port}"}
    if kind == "scsi":
        return f"C{port}", {"ID_PATH": f"pci-0000:00:{SCSI:02x}.0-scsi-0:0:{port}:*"}
    if kind == "unit":
        return f"C6-{port}", {"ID_PATH": f"pci-0000:00:{SCSI:02x}.0-scsi-0:0:6:{port}"}
    if kind == "sata":
        return f"A{port}", {"ID_PATH": f"pci-{AHCI}-ata-{port}.0"}
    if kind == "sd":
        # A reader on PCI has no ID_PATH of udev's making.
        return f"D{port}", {"DEVPATH": f"/devices/pci0000:00/0000:00:{SD[port - 1]:02x}.0/*"}
    if kind == "slot":
        return f"F{port}", {"ID_PATH": f"nvme-slot-{port}"}
    if kind == "sas":
        return f"S{port}", {"ID_PATH": f"pci-0000:{port:02x}:00.0-sas-*"}
    if kind == "loop":
        return f"L{port}", {"DEVPATH": f"/devices/tcm_loop_0/*/target*:0:{port}/*"}
    raise ValueError(kind)


def bay(kind, port):
    return place(kind, port)[0]


class Hot:
    """A drive that QEMU plugs in and pulls. `properties`: of the device that holds the medium, as QEMU names them."""

    def __init__(self, machine, kind, medium, serial, properties):
        self.machine, self.kind, self.medium, self.serial, self.properties = machine, kind, medium, serial, properties
        self.name = "drive-" + medium.name
        self.is_in = False

    def plug(self, port):
        self._add(port, {"drive": self.medium.name, **({} if self.serial is None else {"serial": self.serial}), **self.properties})
        self.is_in = True

    def _add(self, port, facts):
        def add(driver, name, bus, **more):
            self.machine.qmp("device_add", {"driver": driver, "id": name, "bus": bus, **more})
        if self.kind == "nvme":
            add("nvme", self.name, f"root{port}", **facts)
        elif self.kind == "usb":
            add("usb-storage", self.name, "usb.0", port=str(port), **facts)
        elif self.kind == "uas":
            add("usb-uas", self.name, "usb.0", port=str(port), **({"serial": self.serial} if self.serial else {}))
            add("scsi-hd", self.name + "-0", self.name + ".0", **{"scsi-id": 0, "lun": 0}, **facts)
            self.machine.qmp("qom-set", {"path": "/machine/peripheral/" + self.name, "property": "attached", "value": True})
        elif self.kind == "scsi":
            add("scsi-hd", self.name, "scsi.0", **{"scsi-id": port, "lun": 0}, **facts)

    def pull(self):
        # QEMU 7.2 ends with an assertion where a UAS bridge goes with requests on their way. A machine that stands still has none in QEMU;
        # the guest's kernel is as much in the middle of its writing as before.
        stands_still = self.kind == "uas"
        if stands_still:
            self.machine.qmp("stop")
        self.machine.remove_device(self.name)
        if stands_still:
            self.machine.qmp("cont")
        self.is_in = False


class Pair(Hot):
    """Two units under one serial. `properties` are of both, `other` is the second medium."""

    def __init__(self, machine, medium, other, serial, properties):
        super().__init__(machine, type(self).__name__, medium, serial, properties)
        self.other = other


class Dock(Pair):
    """A USB bridge with two drives behind it."""

    def _add(self, port, facts):
        self.machine.qmp("device_add", {"driver": "usb-bot", "id": self.name, "bus": "usb.0", "port": str(port), "serial": self.serial})
        for unit, medium in enumerate((self.medium, self.other)):
            self.machine.qmp("device_add", {**facts, "driver": "scsi-hd", "id": f"{self.name}-{unit}", "bus": self.name + ".0", "scsi-id": 0,
                                            "lun": unit, "drive": medium.name})
        self.machine.qmp("qom-set", {"path": "/machine/peripheral/" + self.name, "property": "attached", "value": True})


class Halves(Pair):
    """A SAS drive with two actuators: two units of one target, a World Wide Name of each unit's own."""

    TARGET = 6

    def _add(self, port, facts):
        # The kernel looks for further units when the first is there; the second is then found with it.
        for unit, medium in ((1, self.other), (0, self.medium)):
            self.machine.qmp("device_add", {**facts, "driver": "scsi-hd", "id": f"{self.name}-{unit}", "bus": "scsi.0", "scsi-id": self.TARGET,
                                            "lun": unit, "drive": medium.name, "wwn": 0x5000C500A4D1A300 + unit})

    def pull(self):
        for unit in (0, 1):
            self.machine.remove_device(f"{self.name}-{unit}")
        self.is_in = False


class Cold:
    """A drive on AHCI or in an SD reader: in both ports of its kind from the start, seen by the guest in the one it was plugged in last."""

    def __init__(self, machine, kind, medium, properties):
        self.machine, self.kind, self.medium, self.properties = machine, kind, medium, properties
        self.port = None

    @property
    def is_in(self):
        return self.port is not None

    def arguments(self):
        """Command line of a machine that has this drive in two ports."""
        facts = f"drive={self.medium.name}" + "".join(f",{key}={value}" for key, value in self.properties.items())
        words = self.medium.arguments()
        for number in (0, 1):
            if self.kind == "sata":
                words += ["-device", f"ide-hd,bus=ide.{number},share-rw=on,{facts}"]
            else:
                words += ["-device", f"sdhci-pci,id=reader{number + 1},addr={SD[number]:#x}", "-device", f"sd-card,bus=sd-bus,{facts}"]
        return words

    def hide(self):
        """Out of both ports, before anybody looks."""
        for port in (1, 2):
            self._let_go(port)

    def plug(self, port):
        if self.kind == "sata":
            self.machine.sh(f'for scan in /sys/bus/pci/devices/{AHCI}/ata{port}/host*/scsi_host/host*/scan; do echo "- - -" >"$scan"; done')
        else:
            self.machine.sh(f"echo 0000:00:{SD[port - 1]:02x}.0 >/sys/bus/pci/drivers/sdhci-pci/bind")
        self.port = port

    def pull(self):
        self._let_go(self.port)
        self.port = None

    def _let_go(self, port):
        if self.kind == "sata":
            self.machine.sh(f'for gone in /sys/bus/pci/devices/{AHCI}/ata{port}/host*/target*/*:*/delete; do echo 1 >"$gone"; done')
        else:
            self.machine.sh(f"echo 0000:00:{SD[port - 1]:02x}.0 >/sys/bus/pci/drivers/sdhci-pci/unbind")


class Namespaces(Cold):
    """An NVMe drive with two namespaces, in the third slot from the start: QEMU cannot add a namespace to a running machine. It is pulled
    and returned as a whole, by way of the kernel."""

    SLOT, FUNCTION = f"0000:00:{ROOT_PORTS[2]:02x}.0", "0000:03:00.0"

    def __init__(self, machine, media, serial):
        super().__init__(machine, "namespace", media[0], {})
        self.media, self.serial = media, serial

    def arguments(self):
        words = [word for medium in self.media for word in medium.arguments()]
        words += ["-device", f"nvme,id=drive-namespaces,bus=root3,serial={self.serial}"]
        for number, medium in enumerate(self.media):
            words += ["-device", f"nvme-ns,bus=drive-namespaces,nsid={number + 1},drive={medium.name}"]
        return words

    def hide(self):
        self._let_go(None)

    def plug(self, port):
        self.machine.sh(f"echo 1 >/sys/bus/pci/devices/{self.SLOT}/rescan")
        self.port = port

    def _let_go(self, port):
        self.machine.sh(f"echo 1 >/sys/bus/pci/devices/{self.FUNCTION}/remove")
