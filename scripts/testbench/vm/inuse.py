"""Whatever stands on a drive keeps it from being wiped: real stacks of a kernel that has device-mapper, md and btrfs, on SCSI drives in
bays. Each is refused with its own code, also when asked for with the right confirmation, and its medium stays byte for byte."""

import itertools

from lab import Group
from station import codes, expect, expect_equal, refusal

OUTSIDE = 20            # a target that no bay is made for
stories = itertools.count(11)


class Stack:
    """The drives of a story, by target: `node[1]` is the drive in bay C1."""

    def __init__(self, lab, *targets):
        self.lab = lab
        # Serials of its own: that a drive was in use is remembered, and would hold it in the next story before anything stands on it.
        story = next(stories)
        self.serial = {target: f"ZC{story}WK4T{target:02d}7Q" for target in targets}
        lab.at_end(f"rm -f /run/mounted; umount -q /mnt/*; swapoff -a; dmsetup remove_all --retry; {lab.guest}/tools/sbin/mdadm --quiet --stop /dev/md127")
        self.media = {target: lab.medium(f"disk{target}", 128 << 20) for target in targets}
        self.drive = {target: lab.drive("scsi", self.media[target], self.serial[target], product="ST4000NM0023", vendor="SEAGATE",
                                        rotation_rate=7200) for target in targets}
        self._plug()

    def _plug(self):
        for target, drive in self.drive.items():
            drive.plug(target)
        self.node = {target: self.lab.station.until(f"{self.serial[target]} is there", lambda: self._seen(target))["node"]
                     for target in self.drive}

    def plugged_anew(self):
        """Out and in again: as drives arrive that were something before."""
        for drive in self.drive.values():
            drive.pull()
        self.lab.station.until("the drives are out", lambda: not any(media["serial"] in self.serial.values() for media in self.lab.station.media_list()))
        self._plug()

    def _seen(self, target):
        found = [media for media in self.lab.station.media_list() if media["serial"] == self.serial[target]]
        return found[0] if found and found[0]["decision"]["verdict"] != "identifying" else None

    def build(self, script):
        """Runs it in the guest with $A and $B as the drives in the first bays, $OUTSIDE as the one outside."""
        names = {1: "A", 2: "B", OUTSIDE: "OUTSIDE"}
        words = "".join(f"{names[target]}={node}; " for target, node in self.node.items())
        return self.lab.machine.sh(words + script, seconds=120)

    def digests(self):
        return {target: medium.digest() for target, medium in self.media.items()}

    def refused(self, *expected, targets=(1, 2)):
        """Each of the drives shows all of these codes, is asked for in vain, and is what it was."""
        station = self.lab.station
        for target in targets:
            station.until(f"C{target} is refused: {expected}", lambda: self._shows(target, expected))
        self.lab.machine.sh("sync")
        before = self.digests()
        for target in targets:
            code, output, errors = station.wipectl("start", self.node[target], "--confirm", self.serial[target], "--json")
            expect_equal(code, 1, f"wipectl start of a drive in use: {output}{errors}")
            said = refusal(output)
            expect(set(expected) <= set(said), f"wipectl start says {said}, expected {expected}")
            expect(not any(job["media"]["serial"] == self.serial[target] and job["state"] in ("running", "queued") for job in station.jobs()),
                   "a wipe of a drive in use is queued")
        expect_equal(self.digests(), before, "a drive in use was written to")

    def _shows(self, target, expected):
        media = self._seen(target)
        return media and media["decision"]["verdict"] == "refuse" and set(expected) <= set(codes(media))

    def held_after(self, *expected, targets=(1, 2)):
        """What was in use is no longer, and waits for a person."""
        for target in targets:
            for code in expected:
                self.lab.station.await_code(f"C{target}", code)


# The station looks at what is new by itself, and keeps it open for that moment: then it cannot be taken down yet.
RETRY = "again() { for i in $(seq 100); do if \"$@\" 2>/run/again; then return 0; fi; sleep 0.2; done; cat /run/again; return 1; }; "
LVM = 'lvm="--config devices{use_devicesfile=0} -q -y"; modprobe dm-mod; '


def volume_group(lab):
    stack = Stack(lab, 1, 2)
    stack.build(LVM + """pvcreate $lvm $A $B; vgcreate $lvm donor $A $B; lvcreate $lvm -i 2 -L 64M -n data donor
        mke2fs -q -t ext4 /dev/donor/data; mkdir -p /mnt/data; mount -o ro /dev/donor/data /mnt/data""")
    stack.refused("has-holders", "mounted")
    stack.build("umount /mnt/data")
    stack.refused("has-holders")
    stack.build(LVM + RETRY + "again vgchange $lvm -an donor")
    stack.held_after("was-in-use", "array-member")


def swap_on_a_volume(lab):
    stack = Stack(lab, 1)
    stack.build(LVM + """pvcreate $lvm $A; vgcreate $lvm swapping $A; lvcreate $lvm -L 64M -n swap swapping
        mkswap -q /dev/swapping/swap; swapon /dev/swapping/swap""")
    stack.refused("has-holders", "swap-in-use", "running-system", targets=[1])
    stack.build(LVM + RETRY + "swapoff /dev/swapping/swap; again vgchange $lvm -an swapping")
    stack.held_after("was-in-use", targets=[1])


def mirror(lab):
    stack = Stack(lab, 1, 2)
    mdadm = lab.guest + "/tools/sbin/mdadm"
    # An array that is only read writes nothing about itself while it is looked at.
    stack.build(f"modprobe raid1; {mdadm} --quiet --create /dev/md127 --readonly --level=1 --raid-devices=2 --metadata=1.2 --assume-clean --run $A $B")
    stack.refused("has-holders")
    stack.build(RETRY + f"again {mdadm} --quiet --stop /dev/md127")
    stack.held_after("was-in-use", "array-member")


def encrypted(lab):
    stack = Stack(lab, 1)
    stack.build("""echo secret >/run/key
        cryptsetup luksFormat -q --pbkdf pbkdf2 --pbkdf-force-iterations 1000 $A /run/key; cryptsetup open --key-file /run/key $A donorcrypt""")
    stack.refused("has-holders", targets=[1])
    stack.build(RETRY + "again cryptsetup close donorcrypt")
    stack.held_after("was-in-use", targets=[1])


def btrfs_over_two(lab):
    stack = Stack(lab, 1, 2)
    stack.build("modprobe btrfs; mkfs.btrfs -q -f -d raid1 -m raid1 $A $B; btrfs -q device scan $A $B; mkdir -p /mnt/tree; mount -o ro $A /mnt/tree")
    # The table of mounts names one of the two; the other is in use just as much.
    stack.refused("mounted")
    stack.build("umount /mnt/tree")
    stack.held_after("was-in-use", "array-member")


def hidden_mount(lab):
    stack = Stack(lab, 1)
    stack.build("mke2fs -q -t ext4 $A; rm -f /run/mounted")
    lab.machine.start(f"""exec unshare -m --propagation private sh -c 'mkdir -p /mnt/hidden; mount -o ro {stack.node[1]} /mnt/hidden
        touch /run/mounted; for i in $(seq 1200); do [ -e /run/mounted ] || exit 0; sleep 0.1; done'""")
    stack.build("for i in $(seq 200); do [ -e /run/mounted ] && break; sleep 0.1; done; [ -e /run/mounted ]; ! grep -q hidden /proc/self/mountinfo")
    stack.refused("opened-exclusively", targets=[1])
    stack.build("rm -f /run/mounted")
    stack.held_after("was-in-use", targets=[1])


def other_half_outside(lab):
    stack = Stack(lab, 1, OUTSIDE)
    stack.build(LVM + "pvcreate $lvm $A $OUTSIDE; vgcreate $lvm halves $A $OUTSIDE")
    stack.plugged_anew()
    stack.refused("array-member-elsewhere", targets=[1])


GROUPS = [
    Group("in-use", [("scsi", port, "hold") for port in (1, 2)], [
        ("volume group, mounted and not", volume_group),
        ("swap on a volume", swap_on_a_volume),
        ("RAID 1", mirror),
        ("dm-crypt", encrypted),
        ("btrfs over two drives", btrfs_over_two),
        ("mount in another namespace", hidden_mount),
        ("volume group with its other half outside the bays", other_half_outside),
    ], lines=["requireAssetTag: false"]),
]
