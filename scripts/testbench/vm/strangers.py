"""The drives that erase themselves, judged by programs of others: what nvme-cli, hdparm and sg3_utils send is done and what they read is so,
and each thing that may be wrong with a drive shows. No station has a part in this: the drives are in no bay."""

import json
import re
import time

from erasers import Bridged, LoopedAta, LoopedSas, Nvme, Sas, Wires
from lab import Group
from station import PATIENCE, expect, expect_equal

SECONDS = 0.5           # that an erase takes, once the story has looked at it half way
SURE = "--yes-i-know-what-i-am-doing"
NEVER, DONE, RUNNING, FAILED, ERASED = 0, 1, 2, 3, 0x100


def plugged(lab, make, slot, name, serial, **words):
    """A drive of this kind, and its node in the guest."""
    drive = lab.eraser(make, name, serial, **{"erase_s": SECONDS, "hang_at": 0.5, **words})
    return drive, put_in(lab, drive, slot)


def put_in(lab, drive, slot):
    drive.plug(slot)
    # udev has named it by then.
    return "/dev/" + lab.machine.sh(f"""for i in $(seq 600); do
        name=$(lsblk -dnro NAME,SERIAL | sed -n 's/ *{drive.serial}$//p' | head -n 1); [ -n "$name" ] && [ -b /dev/$name ] && break; sleep 0.1; done
        udevadm settle; echo $name""")


def patiently(what, look, wanted=lambda found: found, seconds=PATIENCE):
    """Looks until what is found is wanted; where that does not come, says what there was instead."""
    deadline = time.monotonic() + seconds
    while not wanted(found := look()):
        expect(time.monotonic() < deadline, f"not within {seconds} s: {what}, but {found}")
        time.sleep(0.2)


def has(words):
    return lambda found: words in found


def stands(state):
    return lambda found: found["SSTAT"] == state


def expect_medium(drive, kind):
    """What is on the medium, looked at from outside."""
    with open(drive.medium.path, "rb") as file:
        content = file.read()
    mark, middle = drive.medium.mark, len(content) // 2
    found = {"donor": content.startswith(mark) and mark in content[-len(mark) * 3:], "zeros": not any(content),
             "half": not any(content[:middle]) and mark in content[middle:middle + 3 * len(mark)],
             "noise": mark not in content and len(set(content[:4096])) > 200, "pattern": content == b"\xAA\xBB\xCC\xDD" * (len(content) // 4)}
    expect(found[kind], f"the medium of {drive.name} is not {kind} but {[name for name, is_so in found.items() if is_so]}")


# NVMe

def sanitize_log(lab, node):
    """Progress, state and command of nvme-cli's reading."""
    said, = json.loads(lab.machine.sh(f"nvme sanitize-log -o json {node}")).values()
    state = int(said["sstat"]["status"].strip("(").split(")")[0])
    return {"SPROG": said["sprog"], "SSTAT": state | ERASED * said["sstat"]["global_erased"], "SCDW10": said["cdw10_info"]}


def sanitized(lab, node, words):
    code, output, errors = lab.machine.run(f"nvme sanitize {node} {words}")
    return code == 0, output + errors


def nvme_honest(lab):
    drive, node = plugged(lab, Nvme, 1, "honest", "S4EVNX0R0001")
    expect_equal(sanitize_log(lab, node)["SSTAT"], NEVER, "state of a drive that never erased itself")
    for action, kind, word10 in (("-a 2", "zeros", 2), ("-a 3 --ovrpat=0xddccbbaa --owpass=1", "pattern", 0x13), ("-a 4", "noise", 4)):
        drive.medium.fill()
        drive.hold()
        expect(sanitized(lab, node, action)[0], f"nvme sanitize {action}")
        patiently("it is half way", lambda: sanitize_log(lab, node), lambda found: found == {"SPROG": 0x8000, "SSTAT": RUNNING, "SCDW10": word10})
        code, *_ = lab.machine.run(f"dd if={node} of=/dev/null bs=4k count=1 iflag=direct")
        expect(code != 0, "it is read from while it erases itself")
        drive.let_go()
        patiently(f"{action} ends", lambda: sanitize_log(lab, node), stands(DONE | ERASED))
        expect_medium(drive, kind)
    lab.machine.sh(f"dd if=/dev/zero of={node} bs=4k count=1 oflag=direct")
    expect_equal(sanitize_log(lab, node)["SSTAT"], DONE, "state after something was written")


def nvme_faults(lab):
    cases = [("lie", {"lie": True}), ("half", {"half": True}), ("instant", {"instant": True}), ("fail", {"fail": True}),
             ("refuse", {"refuse": True}), ("slow", {"progressive": True}), ("two", {"several": True})]
    drives = {}
    for slot, (name, words) in enumerate(cases, 1):
        serial = f"S4EVNX0R1{slot:02d}"
        drives[name] = plugged(lab, Nvme, slot, name, serial, **words)
    nodes = {name: node for name, (_, node) in drives.items()}
    expect_equal(lab.machine.sh(f"nvme list-ns {re.sub('n[0-9]+$', '', nodes['two'])} | grep -c 0x"), "2", "namespaces of a drive with two")
    for name, node in nodes.items():
        good, said = sanitized(lab, node, "-a 2")
        expect_equal(good, name != "refuse", f"nvme sanitize of {name}: {said}")
        if name == "instant":
            expect_equal(sanitize_log(lab, node)["SSTAT"], DONE | ERASED, "state of a drive that is done at once")
    patiently("half of it is cleared", lambda: half_cleared(drives["slow"][0]))
    expect_equal(sanitize_log(lab, nodes["slow"])["SSTAT"], RUNNING, "state where half is cleared")
    for drive, _ in drives.values():
        drive.let_go()
    ends = {"lie": (DONE | ERASED, "donor"), "half": (DONE | ERASED, "half"), "instant": (DONE | ERASED, "donor"), "fail": (FAILED, "donor"),
            "refuse": (NEVER, "donor"), "slow": (DONE | ERASED, "zeros")}
    for name, (state, kind) in ends.items():
        patiently(f"{name} ends", lambda: sanitize_log(lab, nodes[name]), stands(state))
        expect_medium(drives[name][0], kind)
    expect(lab.machine.run(f"dd if=/dev/zero of={nodes['fail']} bs=4k count=1 oflag=direct")[0] != 0, "it is written to in failure mode")
    expect(sanitized(lab, nodes["fail"], "-a 1")[0], "leaving failure mode")
    lab.machine.sh(f"dd if=/dev/zero of={nodes['fail']} bs=4k count=1 oflag=direct")


def half_cleared(drive):
    """Cells are cleared as the share grows: there is a moment with the first gone and the last still there."""
    with open(drive.medium.path, "rb") as file:
        first = file.read(4096)
        file.seek(-4096, 2)
        last = file.read()
    return not any(first) and drive.medium.mark in last


# ATA

def ata_status(lab, node):
    return lab.machine.sh(f"hdparm --sanitize-status {node}")


def ata_sanitized(lab, node, words):
    """hdparm's exit says nothing: what it prints does."""
    _, output, errors = lab.machine.run(f"hdparm {SURE} {words} {node}")
    return "Operation started in background" in output, output + errors


def ata_honest(lab):
    drive, node = plugged(lab, LoopedAta, 1, "ata", "WD-ERASE0001", model="WDC WDS100T1R0A")
    expect("Idle" in ata_status(lab, node) and "Without Error" not in ata_status(lab, node), "a drive that never erased itself")
    for words, kind in (("--sanitize-block-erase", "zeros"), ("--sanitize-overwrite hex:ddccbbaa", "pattern"),
                        ("--sanitize-crypto-scramble", "noise")):
        drive.medium.fill()
        drive.hold()
        good, said = ata_sanitized(lab, node, words)
        expect(good, f"hdparm {words}: {said}")
        expect("In Process" in ata_status(lab, node), f"while {words} runs")
        drive.let_go()
        patiently(f"{words} ends", lambda: ata_status(lab, node), has("Completed Without Error"))
        expect_medium(drive, kind)


def ata_faults(lab):
    cases = [("lie", {"lie": True}), ("fail", {"fail": True}), ("refuse", {"refuse": True}), ("frozen", {"frozen": True}), ("mute", {"mute": True})]
    drives = {name: plugged(lab, LoopedAta, slot, "ata-" + name, f"WD-ERASE1{slot:02d}", **words)
              for slot, (name, words) in enumerate(cases, 1)}
    for name, (_, node) in drives.items():
        good, said = ata_sanitized(lab, node, "--sanitize-block-erase")
        expect_equal(good, name not in ("refuse", "frozen"), f"hdparm --sanitize-block-erase of {name}: {said}")
    expect_equal(drives["mute"][0].asked(), ["block"], "erases that one was asked for which keeps its registers back")
    expect("In Process" not in ata_status(lab, drives["mute"][1]), "its registers come through")
    expect("Frozen" in ata_status(lab, drives["frozen"][1]), "a frozen drive says so")
    for drive, _ in drives.values():
        drive.let_go()
    patiently("lie ends", lambda: ata_status(lab, drives["lie"][1]), has("Completed Without Error"))
    expect_medium(drives["lie"][0], "donor")
    patiently("fail ends", lambda: lab.machine.run(f"hdparm --sanitize-status {drives['fail'][1]} 2>&1")[1], has("Operation Failed"))


# SCSI

def scsi_standing(lab, node):
    return lab.machine.sh(f"sg_requests {node} 2>&1 || true")


def scsi_sanitized(lab, node, words):
    code, output, errors = lab.machine.run(f"sg_sanitize {words} -Q --early {node}")
    return code == 0, output + errors


def scsi_honest(lab):
    drives = [plugged(lab, make, 1, name, serial, model="ST4000NM0025", rpm=7200) for make, name, serial in (
        (Sas, "sas", "ZC1ERASE01"), (LoopedSas, "looped", "ZC1ERASE02"))]
    lab.machine.sh(r"printf '\xaa\xbb\xcc\xdd' >/run/pattern")
    # QEMU's adapter hands no pattern over.
    for number, words, kind in ((0, "--block", "zeros"), (0, "--crypto", "noise"), (1, "--overwrite --ipl=4 --pattern=/run/pattern", "pattern")):
        drive, node = drives[number]
        expect("No Sense" in scsi_standing(lab, node), f"before {words}: {scsi_standing(lab, node)}")
        drive.medium.fill()
        drive.hold()
        good, said = scsi_sanitized(lab, node, words)
        expect(good, f"sg_sanitize {words}: {said}")
        standing = scsi_standing(lab, node)
        expect("sanitize in progress" in standing and "Progress indication" in standing, f"while {words} runs: {standing}")
        drive.let_go()
        patiently(f"{words} ends", lambda: scsi_standing(lab, node), has("No Sense"))
        expect_medium(drive, kind)


def scsi_faults(lab):
    cases = [("lie", {"lie": True}), ("fail", {"fail": True}), ("refuse", {"refuse": True})]
    drives = {name: plugged(lab, Sas, slot, "sas-" + name, f"ZC1ERASE1{slot}", **words) for slot, (name, words) in enumerate(cases, 1)}
    for name, (_, node) in drives.items():
        good, said = scsi_sanitized(lab, node, "--block")
        expect_equal(good, name != "refuse", f"sg_sanitize of {name}: {said}")
    patiently("half way", lambda: scsi_standing(lab, drives["lie"][1]), has("50.00%"))
    for drive, _ in drives.values():
        drive.let_go()
    patiently("lie ends", lambda: scsi_standing(lab, drives["lie"][1]), has("No Sense"))
    expect_medium(drives["lie"][0], "donor")
    patiently("fail ends", lambda: scsi_standing(lab, drives["fail"][1]), has("anitize command failed"))
    lab.machine.sh(f"sg_sanitize --fail -Q {drives['fail'][1]}")
    patiently("failure mode is left", lambda: scsi_standing(lab, drives["fail"][1]), has("No Sense"))


# Power

def power_cuts(lab):
    """An erase goes on where it was when the power comes back, and what was not yet cleared is then."""
    makes = [(Nvme, 1, "cut-nvme", "S4EVNX0R3001"), (Sas, 1, "cut-sas", "ZC1ERASE31"), (LoopedAta, 1, "cut-ata", "WD-ERASE3001")]
    drives = [(*plugged(lab, make, slot, name, serial, progressive=True), slot) for make, slot, name, serial in makes]
    expect(sanitized(lab, drives[0][1], "-a 2")[0] and scsi_sanitized(lab, drives[1][1], "--block")[0]
           and ata_sanitized(lab, drives[2][1], "--sanitize-block-erase")[0], "an erase does not begin")
    for drive, _, _ in drives:
        patiently(f"{drive.name} has begun", lambda: half_cleared(drive))
        drive.pull()
        patiently(f"{drive.name} is gone", lambda: lab.machine.run(f"lsblk -dnro SERIAL | grep -qx {drive.serial}")[0] != 0)
        expect(half_cleared(drive), f"{drive.name} erases itself without power")
        drive.let_go()
    nodes = [put_in(lab, drive, slot) for drive, _, slot in drives]
    patiently("NVMe goes on to its end", lambda: sanitize_log(lab, nodes[0]), stands(DONE | ERASED))
    patiently("SCSI goes on to its end", lambda: scsi_standing(lab, nodes[1]), has("No Sense"))
    patiently("ATA goes on to its end", lambda: ata_status(lab, nodes[2]), has("Completed Without Error"))
    for drive, _, _ in drives:
        expect_medium(drive, "zeros")
        expect_equal(drive.asked(), ["block"], f"erases that {drive.name} was asked for")


def bridged(lab):
    drive, node = plugged(lab, Bridged, 1, "bridged", "WD-ERASE4001", model="WDC WDS100T1R0A")
    expect_equal(lab.machine.sh(f"udevadm info -q property {node} | sed -n 's/^ID_USB_DRIVER=//p'"), "usb-storage", "driver")
    expect("SANITIZE feature set" in lab.machine.sh(f"hdparm -I {node} 2>&1"), "an ATA drive behind a USB bridge that lets its identity through")
    expect("missing sense" in lab.machine.run(f"hdparm --sanitize-status {node} 2>&1")[1], "its registers do not come through")


GROUPS = [
    Group("strangers", [("slot", 8, "hold")], [
        ("NVMe", nvme_honest), ("NVMe drives with faults", nvme_faults), ("ATA", ata_honest), ("ATA drives with faults", ata_faults),
        ("SCSI", scsi_honest), ("SCSI drives with faults", scsi_faults), ("power cuts", power_cuts), ("USB bridge", bridged),
    ], cold={"wires": Wires}),
]
