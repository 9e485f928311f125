"""Drives that erase themselves under a policy that asks for it: those that do it are certified, and of none that lies, fails or goes silent a
record says so. The station's reading is compared with that of other programs, and the medium is judged on this machine."""

from erasers import Bridged, LoopedAta, LoopedSas, Nvme, Sas, Wires
from lab import Group
from station import codes, expect, expect_equal
from strangers import ata_status, expect_medium, sanitize_log, scsi_standing

HALF = 0x8000           # in 65,536ths: where each drive stands still until its story lets go of it
SECONDS = 0.5           # that an erase takes beside that
POLICY = "lab-sanitize"
PURGED = ("purged", "purged-with-exceptions")
MIB = 1 << 20


class Case:
    """One drive of a story, in its bay. `slot` numbers the bays of its kind."""

    KINDS = {Nvme: "F", Sas: "S", LoopedAta: "L", LoopedSas: "L", Bridged: "U"}

    def __init__(self, lab, make, slot, name, serial, policy=POLICY, **words):
        self.lab, self.station, self.slot, self.policy = lab, lab.station, slot, policy
        # Each of a model of its own: after one that failed, those of its model wait for a lead.
        words = {"erase_s": SECONDS, "hang_at": 0.5, "model": f"BENCH {name.upper()}"[:16], **words}
        self.drive = lab.eraser(make, name, serial, **words)
        self.bay = self.KINDS[make] + str(slot)

    def plug(self):
        self.drive.plug(self.slot)
        return self

    def start(self):
        media = self.station.await_verdict(self.bay, "hold")
        self.node = media["node"]
        self.job = self.lab.start(self.bay, self.drive.serial, "--policy", self.policy)

    def replug(self):
        self.drive.pull()
        self.station.await_gone(self.bay)
        self.plug()

    def await_half_way(self):
        """The drive is at it and stands still; gives what the station reads of it."""
        def reached():
            job = self.station.job(self.job)
            expect(job["state"] not in ("sanitized", "failed", "abandoned", "withdrawn"), f"{self.drive.name} ended {job['state']}: {job['reasons']}")
            return job if job["phase"] == "command" and job["fraction"] == HALF else None
        return self.station.until(f"{self.drive.name} is half way", reached)

    def end(self, *states):
        """The closed job and its record, the only one of this drive."""
        job = self.station.await_job(self.job, *states)
        record = self.station.record(job)
        about = [entry for entry in self.station.get("/v1/certificates")["certificates"] if entry["serial"] == self.drive.serial]
        expect_equal(len(about), 1, f"records about {self.drive.name}")
        return job, record

    def purged(self, kind, asked):
        """It ended as it should: certified as purged, erased in truth, and told once."""
        _, record = self.end("sanitized")
        expect(record["outcome"] in PURGED, f"{self.drive.name}: {record['outcome']} {record['reasons']}")
        expect("purge" in [claim["level"] for claim in record["claims"]], f"{self.drive.name} claims {record['claims']}")
        expect_equal(record["sanitization"]["purge"]["state"], "performed", f"purge of {self.drive.name}")
        expect_equal(self.drive.asked(), asked, f"erases that {self.drive.name} was asked for")
        if kind:
            expect_medium(self.drive, kind)
        else:
            expect(not self.drive.medium.holds_mark(), f"the donor's bytes are still on {self.drive.name}")
        return record

    def not_purged(self, states, *expected):
        """It ended in a record that claims nothing and names these reasons."""
        job, record = self.end(*states)
        expect_equal(record["outcome"], "not-sanitized", f"outcome of {self.drive.name}")
        expect_equal(record["claims"], [], f"claims of {self.drive.name}")
        said = [reason["code"] for reason in job["reasons"]]
        expect(set(expected) <= set(said), f"{self.drive.name} ended with {said}, expected {expected}")
        expect(set(expected) <= set(record["reasons"]), f"the record of {self.drive.name} says {record['reasons']}, expected {expected}")
        return record


def begun(cases):
    """All of them at it, side by side."""
    for case in cases:
        case.plug()
        case.start()
    return cases


def honest(lab):
    flash = {"rpm": 0}
    disk = {"rpm": 7200, "offers": "overwrite"}
    cases = begun([
        Case(lab, Nvme, 1, "nvme-block", "S4EVNX0R5001", **flash), Case(lab, Nvme, 2, "nvme-crypto", "S4EVNX0R5002", offers="crypto"),
        Case(lab, LoopedAta, 1, "ata-block", "WD-ERASE5001", **flash), Case(lab, Sas, 1, "sas-block", "ZC1ERASE51", **flash),
        Case(lab, LoopedSas, 2, "sas-over", "ZC1ERASE52", **disk)])
    for case in cases:
        case.await_half_way()
    as_strangers_read(lab, cases)
    for case in cases:
        case.drive.let_go()
    for case, kind, asked in zip(cases, ("zeros", "noise", "zeros", "zeros", None), ("block", "crypto", "block", "block", "overwrite")):
        record = case.purged(kind, [asked])
        expect_equal("key-erase-unexamined" in record["exceptions"], asked == "crypto", f"exceptions of {case.drive.name}: {record['exceptions']}")
        is_scsi = "sas" in case.drive.name
        expect_equal("completion-not-stated" in record["exceptions"], is_scsi, f"exceptions of {case.drive.name}: {record['exceptions']}")


def as_strangers_read(lab, cases):
    """What the station reads while a drive is at it is what other programs read."""
    nodes = {case.drive.name: case.node for case in cases}
    for name, word10 in (("nvme-block", 2), ("nvme-crypto", 4)):
        log = sanitize_log(lab, nodes[name])
        expect_equal((log["SPROG"], log["SCDW10"] & 7), (HALF, word10), f"nvme-cli's reading of {name}")
    expect("50%" in ata_status(lab, nodes["ata-block"]), f"hdparm's reading: {ata_status(lab, nodes['ata-block'])}")
    for name in ("sas-block", "sas-over"):
        expect("50.00%" in scsi_standing(lab, nodes[name]), f"sg_requests' reading: {scsi_standing(lab, nodes[name])}")


def lies(lab):
    """Success that is none is seen by the marks."""
    cases = begun([
        Case(lab, Nvme, 1, "nvme-lie", "S4EVNX0R5101", lie=True), Case(lab, Nvme, 2, "nvme-half", "S4EVNX0R5102", half=True),
        Case(lab, Nvme, 3, "nvme-instant", "S4EVNX0R5103", instant=True), Case(lab, LoopedAta, 1, "ata-lie", "WD-ERASE5101", lie=True),
        Case(lab, Sas, 1, "sas-half", "ZC1ERASE5B", half=True)])
    for case in cases:
        case.drive.let_go()
    for case in cases:
        case.not_purged(["failed"], "marks-survived")
        # Every sector was marked, so it is the marks that are left.
        expect(case.drive.is_marked(), "the story has shown nothing")


def shipped(lab):
    """The policy that ships, whose marks lie between the donor's bytes."""
    case, = begun([Case(lab, Nvme, 1, "nvme-shipped", "S4EVNX0R5901", policy="purge-sanitize")])
    case.drive.let_go()
    case.purged("zeros", ["block"])


def failures(lab):
    """A drive that says no, and one that fails at it."""
    cases = begun([
        Case(lab, Nvme, 1, "nvme-refuse", "S4EVNX0R5201", refuse=True), Case(lab, Nvme, 2, "nvme-fail", "S4EVNX0R5202", fail=True),
        Case(lab, LoopedAta, 1, "ata-refuse", "WD-ERASE5201", refuse=True), Case(lab, LoopedAta, 2, "ata-fail", "WD-ERASE5202", fail=True),
        Case(lab, Sas, 1, "sas-refuse", "ZC1ERASE5C", refuse=True), Case(lab, Sas, 2, "sas-fail", "ZC1ERASE5D", fail=True)])
    for case in cases:
        case.drive.let_go()
    for case in cases:
        case.not_purged(["failed"], "command-refused" if "refuse" in case.drive.name else "command-failed")


def not_offered(lab):
    """What is known before anything is sent: nothing is sent."""
    frozen = Case(lab, LoopedAta, 1, "ata-frozen", "WD-ERASE5301", frozen=True).plug()
    refused = {
        "status-unreadable": Case(lab, LoopedAta, 2, "ata-mute", "WD-ERASE5302", mute=True),
        "several-namespaces": Case(lab, Nvme, 1, "nvme-two", "S4EVNX0R5301", several=True),
        "behind-a-bridge": Case(lab, Bridged, 1, "bridged", "WD-ERASE5303")}
    for reason, case in refused.items():
        case.plug()
        lab.station.await_identified(case.bay)
        code, output, errors = lab.station.wipectl("start", "bay:" + case.bay, "--confirm", case.drive.serial, "--policy", POLICY)
        expect_equal(code, 1, f"start of {case.drive.name}: {output}{errors}")
        expect("PURGE UNAVAILABLE" in output + errors and reason in output + errors, f"start of {case.drive.name}: {output}{errors}")
    lab.station.await_verdict(frozen.bay, "hold")
    code, output, errors = lab.station.wipectl("start", "bay:" + frozen.bay, "--confirm", frozen.drive.serial, "--policy", POLICY)
    expect("frozen" in output + errors, f"start of a frozen drive: exit {code}: {output}{errors}")
    for case in [frozen, *refused.values()]:
        expect_equal(case.drive.asked(), [], f"erases that {case.drive.name} was asked for")
        expect(case.drive.medium.holds_mark(), f"{case.drive.name} was written to")


def fallback(lab):
    """The policy names what is done instead: the record says that it was, and claims no purge."""
    case = Case(lab, Nvme, 1, "nvme-none", "S4EVNX0R5401", policy="purge-or-clear", offers="")
    case.plug()
    case.start()
    _, record = case.end("sanitized")
    expect_equal(record["sanitization"]["purge"]["state"], "unavailable", "purge under a fallback")
    expect("purge" not in [claim["level"] for claim in record["claims"]] and record["outcome"] not in PURGED, f"{record['claims']}")
    expect(case.drive.medium.is_stream(record["sanitization"]["passes"][-1]["key"]), "the medium is not the stream of the key on the record")
    expect_equal(case.drive.asked(), [], "erases that it was asked for")


def power_cuts(lab):
    """The drive's power is cut in the middle of its erase: it goes on when it is back, and so does its job."""
    cases = begun([
        Case(lab, Nvme, 1, "nvme-cut", "S4EVNX0R5501", progressive=True), Case(lab, LoopedAta, 1, "ata-cut", "WD-ERASE5501", progressive=True),
        Case(lab, Sas, 1, "sas-cut", "ZC1ERASE5E", progressive=True)])
    for case in cases:
        case.await_half_way()
        case.drive.pull()
    for case in cases:
        case.station.await_job(case.job, "suspended")
        case.station.await_gone(case.bay)
        case.drive.let_go()
        case.plug()
    for case in cases:
        record = case.purged("zeros", ["block"])
        expect_equal(len(record["sanitization"]["interruptions"]), 1, f"interruptions of {case.drive.name}")


def killed_afterwards(lab):
    """The station dies while drives are at it: the next one asks them how they stand."""
    cases = begun([Case(lab, Nvme, 1, "nvme-kill", "S4EVNX0R5601"), Case(lab, LoopedAta, 1, "ata-kill", "WD-ERASE5601"),
                   Case(lab, Sas, 1, "sas-kill", "ZC1ERASE5F")])
    for case in cases:
        case.await_half_way()
    lab.station.kill()
    for case in cases:
        case.drive.let_go()
    lab.station.restart()
    for case in cases:
        # With the station its lock is gone: udev has the kernel look at a drive that is at it, which then may have no size any more.
        if case.station.until(f"{case.drive.name} goes on", lambda: has_gone_on(case) or is_left_out(case)) == "left out":
            case.replug()
        case.purged("zeros", ["block"])


def has_gone_on(case):
    return case.station.job(case.job)["state"] != "suspended" and "goes on"


def is_left_out(case):
    """The station tells people that they have to take it out and put it back."""
    told = [alarm["message"] for alarm in case.station.get("/v1/status")["alarms"] if alarm["code"] == "drive-left-out"]
    return any("put it back" in message and case.drive.serial in message for message in told) and "left out"


def killed_before(lab):
    """The station dies while a drive keeps its answer to the command back: whether it ran at all the next one finds out."""
    cases = begun([Case(lab, Nvme, 1, "nvme-late", "S4EVNX0R5701", answer_s=4), Case(lab, LoopedAta, 1, "ata-late", "WD-ERASE5701", answer_s=4)])
    for case in cases:
        case.station.until(f"{case.drive.name} was told", case.drive.asked)
    lab.station.kill()
    for case in cases:
        case.drive.let_go()
    lab.station.restart()
    for case in cases:
        job, record = case.end("sanitized", "failed")
        expect_equal(job["state"] == "sanitized", record["outcome"] in PURGED, f"{case.drive.name}: {job['state']} and {record['outcome']}")
        expect(len(case.drive.asked()) <= 2, f"{case.drive.name} was told {len(case.drive.asked())} times")
        if record["outcome"] in PURGED:
            expect(not case.drive.medium.holds_mark(), f"the donor's bytes are still on {case.drive.name}")


def stands_still(lab):
    """One that never ends is given up by a person; the record says where it stood."""
    case, = begun([Case(lab, Nvme, 1, "nvme-hang", "S4EVNX0R5801")])
    case.await_half_way()
    code, output, errors = lab.station.wipectl("pause", case.job, "--json")
    expect(code != 0 and "command-cannot-pause" in output + errors, f"pause: exit {code}: {output}{errors}")
    code, output, errors = lab.station.wipectl("cancel", case.job)
    expect_equal(code, 0, f"cancel: {output}{errors}")
    record = case.not_purged(["abandoned"])
    expect_equal(record["sanitization"]["passes"][0]["state"], "accepted", "how far the erase had come, on the record")
    media = lab.station.until("it is refused", lambda: refused_now(case))
    expect("erasing-by-itself" in codes(media), f"a drive that goes on by itself: {codes(media)}")


def refused_now(case):
    media = case.station.media(case.bay)
    return media if media and media["decision"]["verdict"] == "refuse" else None


def size_zero(lab):
    """Somebody has the kernel look again while the drive is at it: it finds a size of 0, and keeps that until the drive comes again."""
    case, = begun([Case(lab, Sas, 1, "sas-zero", "ZC1ERASE5G")])
    case.await_half_way()
    name = case.node.removeprefix("/dev/")
    lab.machine.sh(f"echo 1 >/sys/block/{name}/device/rescan; [ $(cat /sys/block/{name}/size) = 0 ]")
    case.drive.let_go()
    # Who sees it first is not always the same: the run, whose drive is gone, or the station, whose bay is empty.
    case.station.until("it is to be plugged in anew", lambda: is_left_out(case) or "media-gone" in case.station.scene())
    case.replug()
    case.purged("zeros", ["block"])


def places():
    return [("slot", port, "hold") for port in range(1, 5)] + [("sas", port, "hold") for port in (1, 2)] + \
        [("loop", port, "hold") for port in (1, 2)] + [("usb", 1, "hold")]


LINES = ["requireAssetTag: false", "deviceCommands: { allow: [sanitize-block, sanitize-crypto, sanitize-overwrite], firstOfModel: go }"]

GROUPS = [
    Group("erase", places(), [
        ("drives that erase themselves", honest), ("what is done instead", fallback), ("the policy that ships", shipped),
    ], cold={"wires": Wires}, lines=LINES),
]
LONG_GROUPS = [
    Group("erase-faults", places(), [
        ("drives that lie", lies), ("drives that refuse or fail", failures), ("drives that are told nothing", not_offered),
        ("one that stands still", stands_still),
    ], cold={"wires": Wires}, lines=LINES),
    Group("erase-broken-off", places(), [
        ("the drive's power is cut", power_cuts), ("the station is killed afterwards", killed_afterwards),
        ("the station is killed before the answer", killed_before), ("a size of 0", size_zero),
    ], cold={"wires": Wires}, lines=LINES),
]
