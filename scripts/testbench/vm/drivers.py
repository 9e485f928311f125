"""Every driver of the kernel that a wipe station meets: a drive is identified, pulled while it is written and again while it is read
back, put into another port each time, wiped to its end and certified. What is on its medium is judged on this machine."""

import os

from lab import Group
from media import Medium
from ports import Cold, bay
from station import codes, expect, expect_equal

MIB = 1 << 20
SIZE = 16 * MIB         # an SD card's size is a power of two
RATE = 4 * MIB          # slow enough that a pull comes in the middle, on a busy machine too

NVME, BRIDGE, VPD = "NVMe Identify Controller", "USB bridge", "SCSI VPD page 80h"
ATA, CID = "ATA IDENTIFY DEVICE", "MMC CID register"

# What each kind of drive is made with, and what the station has to find out about it by itself.
MADE = {
    "nvme": ("S4EVNX0R7731", {"logical_block_size": 4096, "physical_block_size": 4096}),
    "usb": ("57584A314139", {"removable": False}),
    "uas": ("NAAQ3VJ8W2", {"logical_block_size": 4096, "physical_block_size": 4096}),
    "scsi": ("ZC18WK4T0000", {"product": "ST4000NM0023", "vendor": "SEAGATE", "ver": "GS0F", "rotation_rate": 7200,
                              "wwn": 0x5000C50084D1A3F7, "logical_block_size": 4096, "physical_block_size": 4096}),
    "sata": ("WD-WCC4E5HF3PN1", {"serial": "WD-WCC4E5HF3PN1", "model": "WDC WD40EFRX-68N32N0", "ver": "82.00A82",
                                 "wwn": "0x50014ee2b9c7d35a", "rotation_rate": 5400}),
    "sd": ("0xdeadbeef", {}),
}
FACTS = {
    "nvme": {"serialSource": NVME, "model": "QEMU NVMe Ctrl", "mediaType": "flash-ssd", "transport": "nvme", "logicalSectorBytes": 4096},
    "usb": {"serialSource": BRIDGE, "model": "QEMU HARDDISK", "mediaType": "unknown", "transport": "usb", "logicalSectorBytes": 512},
    "uas": {"serialSource": BRIDGE, "model": "QEMU HARDDISK", "mediaType": "unknown", "transport": "usb", "logicalSectorBytes": 4096},
    "scsi": {"serialSource": VPD, "model": "ST4000NM0023", "mediaType": "magnetic-hdd", "transport": "scsi", "logicalSectorBytes": 4096,
             "vendor": "SEAGATE", "firmware": "GS0F", "wwn": "0x5000c50084d1a3f7"},
    "sata": {"serialSource": ATA, "model": "WDC WD40EFRX-68N32N0", "mediaType": "magnetic-hdd", "transport": "sata",
             "logicalSectorBytes": 512, "firmware": "82.00A82", "wwn": "0x50014ee2b9c7d35a"},
    "sd": {"serialSource": CID, "model": "QEMU!", "mediaType": "flash-removable", "transport": "mmc", "logicalSectorBytes": 512},
}


# What smartctl reads off a used disk that replaced no sector and waits for none.
SOUND_DISK = {
    "ata_smart_attributes": {"table": [{"id": number, "raw": {"value": 0}} for number in (5, 197, 198)]},
    "power_cycle_count": 1204, "power_on_time": {"hours": 31204}, "temperature": {"current": 31}}


# What a bay says in the end of a drive that may be pulled: a disk behind AHCI has stopped by then, one on SCSI is left turning.
AT_REST = {"nvme": "record-on-file", "scsi": "turns-on", "sata": "record-on-file"}


def identify(lab, kind, bay_id, medium):
    """The station knows what was plugged in, holds it, and has not touched it."""
    digest = medium.digest()
    media = lab.station.await_verdict(bay_id, "hold")
    expect_equal(media["serial"], MADE[kind][0], "serial")
    for fact, expected in FACTS[kind].items():
        expect_equal(media[fact], expected, fact)
    expect_equal(media["capacityBytes"], medium.size, "capacity")
    expect("waiting-for-start" in codes(media) and "asset-tag-missing" in codes(media), f"holds: {codes(media)}")
    # The daemon finds the driver beside the fact of QEMU: which one the kernel took is no word of the station's.
    driver = lab.machine.sh(f"udevadm info -q property {media['node']} | sed -n 's/^ID_USB_DRIVER=//p'")
    expect_equal(driver, {"usb": "usb-storage", "uas": "uas"}.get(kind, ""), "driver of the kernel")
    expect_equal(medium.digest(), digest, "a drive that is held was written to")
    return media


def recorded(lab, kind, bay_id):
    """What the drive answered can be taken along, without its serial."""
    folder = "pages-" + kind
    code, output, errors = lab.station.wipectl("media", "show", "bay:" + bay_id, "--pages", "/share/" + folder)
    expect_equal(code, 0, f"media show --pages: {output}{errors}")
    folder = os.path.join(lab.machine.share, folder)
    files = {name: open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder)}
    expect("answers.txt" in files and len(files) > 1, f"files of a recording: {sorted(files)}")
    serial = MADE[kind][0].encode()
    swapped = bytes(byte for pair in zip(serial[1::2], serial[::2]) for byte in pair)
    for name, content in files.items():
        expect(serial not in content and swapped not in content, f"{name} names the drive")


def made(lab, kind):
    """A drive of a kind, not plugged in yet."""
    drive = lab.cold.get(kind)
    if drive is None:
        return lab.drive(kind, lab.medium(kind, SIZE, RATE), MADE[kind][0], **MADE[kind][1])
    drive.medium.set_rate(RATE)
    return drive


def tagged_and_started(lab, kind, bay_id, media, tag):
    lab.tag(bay_id, tag)
    # Of a drive behind a bridge the serial names the bridge: it is confirmed by its tag.
    weak = media["serialProblem"] is not None or media["serialSource"] == BRIDGE
    return lab.start(bay_id, tag if weak else media["serial"], "--policy", "clear-random")


def in_the_middle_of(lab, job, phase, medium):
    """Waits until a wipe has come to the middle of writing or of reading back."""
    if phase == "write":
        lab.station.await_phase(job, "write", SIZE // 4)
        return
    # Never without a limit: on a busy machine the whole wipe is over before anybody looks again.
    lab.station.await_phase(job, "write", SIZE // 4)
    medium.set_rate(RATE // 2)
    lab.station.await_phase(job, "verify", SIZE + SIZE // 8)


def whole_way(kind):
    """Of a drive whose serial is its own the wipe goes on in whatever bay it comes back to."""
    def story(lab):
        if kind == "sata":
            lab.smartctl_answers(SOUND_DISK)
        drive = made(lab, kind)
        medium, station = drive.medium, lab.station
        first, second = bay(kind, 1), bay(kind, 2)
        drive.plug(1)
        media = identify(lab, kind, first, medium)
        # A drive of QEMU's SCSI adapter comes by a way that is none of those on which drives are asked.
        if kind != "scsi":
            recorded(lab, kind, first)
        tag = "OPEQ-VM-" + kind.upper()
        job = tagged_and_started(lab, kind, first, media, tag)

        in_the_middle_of(lab, job, "write", medium)
        station.await_pull(first, "wipe-runs")
        drive.pull()
        station.await_job(job, "suspended")
        station.await_gone(first)
        drive.plug(2)
        in_the_middle_of(lab, job, "verify", medium)
        drive.pull()
        station.await_job(job, "suspended")
        station.await_gone(second)
        drive.plug(1)
        medium.set_rate(None)
        record = certified(lab, station.await_job(job, "sanitized"), medium, tag, MADE[kind][0])

        expect(station.await_pull(first, AT_REST[kind])["safeToPull"], "a drive whose record is on file may not be pulled")

        interruptions = record["sanitization"]["interruptions"]
        expect_equal(len(interruptions), 2, f"interruptions on the record {interruptions}")
        expect(all(entry["reason"] in ("detached", "media-gone") and entry["resumedAt"] for entry in interruptions), f"{interruptions}")
        # A break of custody is noted where a checkpoint of the read-back had been stored before the pull: every ten seconds.
        breaks = record["sanitization"]["custody"]["breaks"]
        expect(all((entry["phase"], entry["reason"]) == ("verify", "released") for entry in breaks), f"breaks of custody: {breaks}")
        if kind == "sata":
            # The disk itself has answered that it hides nothing.
            expect_equal((record["outcome"], record["exceptions"]), ("cleared", []), "outcome of a magnetic disk without hidden areas")
    return story


def unsure_way(kind):
    """Where the serial is a USB bridge's, or that of all QEMU's SD cards, nobody knows whether what comes back is what was pulled: the wipe
    ends with a record that says so, and what comes back is held, with nothing of the other's, until a person has looked at it."""
    def story(lab):
        drive = made(lab, kind)
        medium, station = drive.medium, lab.station
        drive.plug(1)
        media = identify(lab, kind, bay(kind, 1), medium)
        for number, phase in enumerate(("write", "verify")):
            here, there = bay(kind, 1 + number), bay(kind, 2 - number)
            job = tagged_and_started(lab, kind, here, media, f"OPEQ-VM-{kind.upper()}-{phase.upper()}")
            in_the_middle_of(lab, job, phase, medium)
            drive.pull()
            record = station.record(station.await_job(job, "abandoned"))
            expect_equal(record["outcome"], "not-sanitized", f"outcome of a drive that was pulled in {phase}")
            station.await_gone(here)
            digest = medium.digest()
            drive.plug(2 - number)
            media = station.await_verdict(there, "hold")
            expect_equal(media["assetTag"], None, "tag of what came back")
            expect_equal(medium.digest(), digest, "what came back was written to before anybody said so")
        medium.set_rate(None)
        tag = "OPEQ-VM-" + kind.upper()
        job = tagged_and_started(lab, kind, bay(kind, 1), media, tag)
        record = certified(lab, station.await_job(job, "sanitized"), medium, tag, MADE[kind][0])
        expect("weak-identity" in record["exceptions"], f"exceptions of a drive that its serial does not identify: {record['exceptions']}")
    return story


def certified(lab, job, medium, tag, serial):
    """The record says what was done, and the medium is what the record says."""
    record = lab.station.record(job)
    expect_equal(record["media"]["serialNumber"], serial, "serial on the record")
    expect_equal(record["asset"]["assetTag"], tag, "tag on the record")
    expect(record["outcome"] in ("cleared", "cleared-with-exceptions"), f"outcome: {record['outcome']} {record['reasons']}")
    expect_equal(record["sanitization"]["unwrittenSectors"], 0, "unwritten sectors: a pull is no fault of the drive")
    expect_equal(record["sanitization"]["unreadableRanges"], [], "unreadable ranges: a pull is no fault of the drive")
    read = record["sanitization"]["passes"][-1]["verification"]
    expect_equal((read["type"], read["bytesRead"]), ("full", medium.size), "what the sitting that counts has read back")
    expect(not medium.holds_mark(), "the donor's bytes are still on the medium")
    expect(medium.is_stream(record["sanitization"]["passes"][-1]["key"]), "the medium is not the stream of the key on the record")
    return record


def places(*kinds):
    return [(kind, port, "hold") for kind in kinds for port in (1, 2)]


def cold(kind, properties):
    return lambda machine: Cold(machine, kind, Medium(machine, kind, SIZE), properties)


GROUPS = [
    Group("hot-plug", places("nvme", "usb", "scsi"), [
        ("nvme", whole_way("nvme")), ("scsi", whole_way("scsi")), ("usb", unsure_way("usb")), ("uas", unsure_way("uas"))]),
    Group("fixed", places("sata", "sd"), [("sata", whole_way("sata")), ("sd", unsure_way("sd"))],
          cold={"sata": cold("sata", MADE["sata"][1]), "sd": cold("sd", {})}),
]
