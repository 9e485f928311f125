"""Drives that are not what one drive in one bay should be: write-protected, of changing size, with a second namespace or unit, with the
serial of another or with none. What nobody has asked for stays byte for byte, and no record claims more than was done."""

import json

from lab import Group
from media import Medium
from ports import Dock, Halves, Namespaces
from station import codes, expect, expect_equal, refusal

MIB = 1 << 20
# What every certificate of a whole drive in this machine lists: QEMU's drives answer no question about health and hidden areas.
ORDINARY = {"flash-overprovisioning-not-addressed", "hidden-areas-unknown", "health-unknown", "weak-identity", "serial-shared"}


def plugged(lab, kind, port, name, serial, size=24 * MIB, rate=None, read_only=False, **properties):
    medium = lab.medium(name, size, rate, read_only)
    drive = lab.drive(kind, medium, serial, **properties)
    drive.plug(port)
    return drive, medium


def asked_in_vain(lab, bay, word, *expected):
    """`wipectl start` says no, with these codes."""
    code, output, errors = lab.station.wipectl("start", "bay:" + bay, "--confirm", word, "--json")
    expect_equal(code, 1, f"wipectl start {bay}: {output}{errors}")
    said = refusal(output)
    expect(set(expected) <= set(said), f"wipectl start {bay} says {said}, expected {expected}")


def certified(lab, job, medium, tag):
    record = lab.station.record(lab.station.await_job(job, "sanitized"))
    expect_equal(record["asset"]["assetTag"], tag, "tag on the record")
    expect(medium.is_stream(record["sanitization"]["passes"][-1]["key"]), "the medium is not the stream of the key on the record")
    return record


def write_protected(lab):
    _, medium = plugged(lab, "scsi", 1, "protected", "ZC31WK4T9D", read_only=True, product="ST4000NM0023")
    digest = medium.digest()
    media = lab.station.await_code("C1", "read-only")
    expect_equal(media["decision"]["verdict"], "refuse", "a write-protected drive")
    asked_in_vain(lab, "C1", "ZC31WK4T9D", "read-only")
    expect_equal(medium.digest(), digest, "a write-protected drive was written to")


def resized(new_size):
    def story(lab):
        serial = f"ZC32WK4T{new_size // MIB}X"
        _, medium = plugged(lab, "scsi", 1, "resized", serial, rate=6 * MIB, product="ST4000NM0023", rotation_rate=7200)
        lab.station.await_verdict("C1", "hold")
        job = lab.start("C1", serial, "--policy", "clear-random")
        lab.station.await_phase(job, "write", 6 * MIB)
        medium.resize(new_size)
        medium.set_rate(None)
        failed = lab.station.await_job(job, "failed")
        expect("capacity-changed" in [reason["code"] for reason in failed["reasons"]], f"reasons of the end: {failed['reasons']}")
        record = lab.station.record(failed)
        expect_equal(record["outcome"], "not-sanitized", "outcome of a drive that changed its size")
        expect("capacity-changed" in record["reasons"], f"reasons on the record: {record['reasons']}")
    return story


def resized_before_it_is_wiped(lab):
    _, medium = plugged(lab, "scsi", 1, "idle", "ZC33WK4T5M", product="ST4000NM0023")
    lab.station.await_verdict("C1", "hold")
    medium.resize(16 * MIB)
    digest = medium.digest()
    media = lab.station.await_code("C1", "identity-changed")
    expect_equal(media["capacityBytes"], 16 * MIB, "size that is shown")
    expect_equal(medium.digest(), digest, "a drive that nobody started was written to")


def one_of_two_namespaces(lab):
    """Only the first namespace is in a bay."""
    drive = lab.cold["namespaces"]
    drive.plug(3)
    one_part_of_a_drive(lab, "N3-1", drive.serial, drive.media[1])


def one_of_two_units(lab):
    """A SAS drive with two actuators, of which only the first is in a bay."""
    medium, other = [lab.medium(f"half{unit}", 24 * MIB) for unit in (0, 1)]
    drive = lab.pair(Halves, medium, other, "ZC35WK4T2A", product="ST14000NM0081", vendor="SEAGATE", rotation_rate=7200)
    drive.plug(None)
    one_part_of_a_drive(lab, "C6-0", drive.serial, other)


def one_part_of_a_drive(lab, bay, serial, unseen):
    """Whatever people do with the part that is in a bay, no record may speak of the drive as if the other were not there."""
    media = lab.station.await_identified(bay)
    other = lab.station.until("the other part is shown", lambda: [
        entry for entry in lab.station.media_list() if entry["serial"] == serial and entry["bay"] is None])[0]
    digest = unseen.digest()
    if media["decision"]["verdict"] == "refuse":
        said = [reason["message"] for reason in media["decision"]["reasons"]]
        expect(any(other["node"] in message for message in said), f"refused, with no word of {other['node']}: {said}")
    else:
        tag = "OPEQ-VM-" + bay
        lab.tag(bay, tag)
        # Two that show one serial are confirmed by their tags; a station that sees one drive in them asks for its serial.
        for word in (tag, serial):
            code, output, errors = lab.station.wipectl("start", "bay:" + bay, "--confirm", word, "--json")
            if code == 0:
                break
        if code != 0:
            expect(other["node"] in output + errors, f"not started, with no word of {other['node']}: {output}{errors}")
        else:
            job = lab.station.await_job(json.loads(output)["job"]["id"], "sanitized", "failed")
            record = lab.station.record(job)
            expect(record["outcome"] == "not-sanitized" or set(record["exceptions"]) - ORDINARY,
                   f"the record of {serial} says {record['outcome']} with {record['exceptions']}, and no word of {other['node']}, "
                   "which still holds the donor's bytes")
    expect_equal(unseen.digest(), digest, "the part outside the bays was written to")
    expect(unseen.holds_mark(), "the story has shown nothing")


def sticks_with_one_serial(lab):
    """Two sticks that show the same serial, as sticks of one make do: each is known by its own tag, and has its own record."""
    serial = "123456789012"
    drive, medium = plugged(lab, "usb", 1, "stick1", serial, removable=True)
    expect("weak-identity" in codes(lab.station.await_verdict("U1", "hold")), "a counted serial is believed")
    lab.tag("U1", "OPEQ-VM-ST1")
    twin, other = plugged(lab, "usb", 2, "stick2", serial, removable=True)
    digest = other.digest()
    lab.station.await_identified("U2")
    asked_in_vain(lab, "U2", serial)
    asked_in_vain(lab, "U2", "OPEQ-VM-ST1")
    twin.pull()
    lab.station.await_gone("U2")
    certified(lab, lab.start("U1", "OPEQ-VM-ST1"), medium, "OPEQ-VM-ST1")
    drive.pull()
    lab.station.await_gone("U1")

    twin.plug(1)
    shown = lab.station.await_verdict("U1", "hold")
    said = [reason["message"] for reason in shown["decision"]["reasons"] if reason["code"] == "already-certified"]
    expect(all("something else" in message for message in said), f"a stick that was never wiped is said to be certified: {said}")
    expect(shown["assetTag"] is None, f"it has taken the other's tag {shown['assetTag']}")
    expect_equal(other.digest(), digest, "the second stick was written to")
    lab.tag("U1", "OPEQ-VM-ST2")
    certified(lab, lab.start("U1", "OPEQ-VM-ST2"), other, "OPEQ-VM-ST2")


def drives_with_one_identity(lab):
    """Two SCSI drives that show the same to the last fact: a second path or a copy, never wiped side by side."""
    media = [plugged(lab, "scsi", port, f"same{port}", "ZC34WK4T8P", product="ST4000NM0023")[1] for port in (1, 2)]
    digests = [medium.digest() for medium in media]
    lab.station.await_code("C2", "second-path")
    asked_in_vain(lab, "C2", "ZC34WK4T8P", "second-path")
    expect_equal([medium.digest() for medium in media], digests, "a drive beside its twin was written to")


def stick_without_a_serial(lab):
    """The host makes one up out of its port: that is none."""
    _, medium = plugged(lab, "usb", 1, "nameless", None, removable=True)
    media = lab.station.await_verdict("U1", "hold")
    expect("weak-identity" in codes(media), f"the serial {media['serial']!r}, made of the port, is believed: {codes(media)}")
    expect(media["serialProblem"], "no problem is shown with a serial that is made of the port")
    lab.tag("U1", "OPEQ-VM-NONE1")
    record = certified(lab, lab.start("U1", "OPEQ-VM-NONE1"), medium, "OPEQ-VM-NONE1")
    expect("weak-identity" in record["exceptions"], f"exceptions: {record['exceptions']}")


def scsi_without_a_serial(lab):
    _, medium = plugged(lab, "scsi", 1, "blank", "", product="ST4000NM0023")
    media = lab.station.await_verdict("C1", "hold")
    expect_equal(media["serial"], None, "serial of a drive that gives none")
    expect("weak-identity" in codes(media), f"holds: {codes(media)}")
    lab.tag("C1", "OPEQ-VM-NONE2")
    record = certified(lab, lab.start("C1", "OPEQ-VM-NONE2"), medium, "OPEQ-VM-NONE2")
    expect("weak-identity" in record["exceptions"], f"exceptions: {record['exceptions']}")


def nvme_without_a_serial(lab):
    _, medium = plugged(lab, "nvme", 1, "spaces", " ")
    digest = medium.digest()
    media = lab.station.await_verdict("N1", "hold")
    expect_equal(media["serial"], None, "serial of a drive that gives blanks")
    expect("weak-identity" in codes(media), f"holds: {codes(media)}")
    expect_equal(medium.digest(), digest, "a drive that is held was written to")


def dock_with_two_units(lab):
    """Both drives of a dock meet one bay that wipes on arrival: which of them is meant nobody has said, and neither is touched."""
    media = [lab.medium(f"unit{unit}", 24 * MIB, 8 * MIB) for unit in (0, 1)]
    digests = [medium.digest() for medium in media]
    lab.pair(Dock, media[0], media[1], "5758DOCK3141").plug(4)

    def both():
        found = [entry for entry in lab.station.media_list() if entry["bay"] == "U4"]
        return found if len(found) == 2 and all("ambiguous-bay" in codes(entry) for entry in found) else None
    found = lab.station.until("both units are refused: ambiguous-bay", both)
    code, output, errors = lab.station.wipectl("start", "bay:U4", "--confirm", "5758DOCK3141")
    expect_equal(code, 1, f"wipectl start bay:U4: {output}{errors}")
    expect(all(entry["node"] in output + errors for entry in found), f"the answer does not name both: {output}{errors}")
    expect_equal([medium.digest() for medium in media], digests, "a drive in a dock was written to before anybody chose")


def namespaces(machine):
    return Namespaces(machine, [Medium(machine, f"namespace{number}", number * 16 * MIB) for number in (1, 2)], "S4EVNX0R2202")


PLACES = [("scsi", 1, "hold"), ("scsi", 2, "hold"), ("usb", 1, "hold"), ("usb", 2, "hold"), ("usb", 4, "wipe"), ("nvme", 1, "hold"),
          ("namespace", 1, "hold"), ("unit", 0, "hold")]

GROUPS = [
    Group("odd", PLACES, [
        ("write-protected", write_protected),
        ("smaller while it is wiped", resized(16 * MIB)),
        ("larger while it is wiped", resized(32 * MIB)),
        ("smaller before it is wiped", resized_before_it_is_wiped),
        ("one of two namespaces in a bay", one_of_two_namespaces),
        ("one of two units in a bay", one_of_two_units),
        ("two sticks with one serial", sticks_with_one_serial),
        ("two drives with one identity", drives_with_one_identity),
        ("a stick without a serial", stick_without_a_serial),
        ("a SCSI drive without a serial", scsi_without_a_serial),
        ("an NVMe drive without a serial", nvme_without_a_serial),
        ("two units behind one bridge", dock_with_two_units),
    ], cold={"namespaces": namespaces}, lines=["requireAssetTag: false"]),
]
