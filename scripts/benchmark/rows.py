"""The rows of the table. Each measures itself and its peers in turn on the same drives, several times."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import peers
from drives import Drive, Room, Throttle, drop_all
from machine import GIB, Cost, middle, resident_bytes
from station import Station

RATE = 150_000_000


class Row:
    """One line: what was reached, what is to be reached, and what both are made of."""

    def __init__(self, name, what, reached, goal, at_most=False, note="", facts=None):
        self.name, self.what, self.reached, self.goal, self.at_most = name, what, reached, goal, at_most
        self.note, self.facts = note, facts or {}

    @property
    def is_met(self):
        return self.goal is None or (self.reached <= self.goal if self.at_most else self.reached >= self.goal)

    def json(self):
        return {
            "row": self.name, "what": self.what, "reached": round(self.reached, 4), "goal": self.goal,
            "atMost": self.at_most, "met": self.is_met, "note": self.note, "facts": self.facts,
        }


@contextmanager
def workshop(bench, room, bays, more=""):
    """A station with its drives' room; everything is taken away again."""
    station = Station(bench.bin, bench.folder / "station", bays, slots=max(24, bays), more=more)
    try:
        yield station
    finally:
        station.stop()
        drop_all()
        room.remove()
        shutil.rmtree(station.folder)  # the next station begins without a past


def wipe(station, drive, policy):
    """One wipe by the daemon: seconds of each phase, processor seconds of the daemon and of the machine, resident bytes."""
    peers.settle()
    with Cost(station.pid) as cost:
        station.begin(drive, policy)
        station.wait([drive], every=0.05)
    phases = station.passes(drive)[-1]
    gib = drive.size / GIB
    return {
        "write": drive.size / phases["write"], "verify": drive.size / phases["verify"],
        "both": drive.size / (phases["write"] + phases["verify"]),
        "processorPerGiB": cost.processor / gib, "machinePerGiB": cost.machine / gib,
        "resident": resident_bytes(station.pid),
    }


def fast(bench, wanted):
    """One fast drive: loop with direct I/O on huge pages in memory."""
    size = bench.fast_bytes
    room = Room(bench.folder / "fast", size + GIB + (256 << 20))
    with workshop(bench, room, 3) as station:
        drive, small, medium = Drive(room, "fast", size, 0), Drive(room, "small", 64 << 20, 1), Drive(room, "medium", GIB, 2)
        for each in (drive, small, medium):
            each.touch()
        station.start()
        station.settle([drive])
        runs = [fast_turn(bench, station, drive, small, medium) for _ in range(bench.turns)]
    return [row for row in fast_rows(runs) if row.name in wanted]


def fast_turn(bench, station, drive, small, medium):
    turn = {}
    for direction in ("write", "read"):
        peers.settle()
        turn["fio-" + direction] = peers.fio(drive.node, direction)
    peers.settle()
    turn["fio-zeros"] = peers.fio(drive.node, "write", zeros=True)
    turn["zeros"] = wipe(station, drive, "clear-zero")
    turn["random"] = wipe(station, drive, "clear-random")
    peers.settle()
    turn["aes"] = {"rate": peers.aes_rate()}
    turn["shred"] = peers.shred(drive)
    debian, newest = bench.nwipes
    if newest:
        for method in ("zero", "random"):
            peers.settle()
            turn["newest-" + method] = newest.measured(drive, small, method, rounds=8)
    if debian:
        peers.settle()
        # It takes many times as long; its rate does not depend on the size.
        turn["debian-random"] = debian.measured(medium, small, "random")
    bench.say(turn)
    return turn


def fast_rows(runs):
    def mid(name, fact="rate"):
        return middle([run[name][fact] for run in runs if name in run])

    def facts(*names):
        return {name: {fact: round(mid(name, fact), 4) for fact in runs[0][name] if fact != "engine"} for name in names if name in runs[0]}

    bound = min(mid("fio-write"), mid("aes"))
    moving = mid("fio-write", "processorPerGiB") + mid("fio-read", "processorPerGiB") + 2 * GIB / mid("aes")
    ours = mid("random", "processorPerGiB")
    yield Row(
        "fast-zeros", "one fast drive, zeros, write / fio's best", mid("zeros", "write") / mid("fio-zeros"), 0.90,
        facts=facts("zeros", "fio-zeros"))
    yield Row(
        "fast-random", "one fast drive, random, write / the smaller of fio and one core's AES-CTR", mid("random", "write") / bound, 0.85,
        facts=facts("random", "fio-write", "aes"))
    yield Row("fast-random-shred", "the same / shred -n 1", mid("random", "write") / mid("shred"), 2, facts=facts("random", "shred"))
    yield Row(
        "processor", "processor time per GiB, random + verify / (fio write + fio read + 2 AES-CTR)", ours / moving, 1.5, at_most=True,
        note=f"{ours:.3f} s per GiB", facts=facts("random", "fio-write", "fio-read", "aes"))
    if "newest-random" in runs[0]:
        yield Row(
            "random-verify-newest", "one fast drive, random + verify / newest nwipe", mid("random", "both") / mid("newest-random"), 1.3,
            facts=facts("random", "newest-random"))
        yield Row(
            "zeros-verify-newest", "one fast drive, zeros + verify / newest nwipe", mid("zeros", "both") / mid("newest-zero"), 1.0,
            facts=facts("zeros", "newest-zero"))
        yield Row(
            "processor-newest", "processor time per GiB, random + verify / newest nwipe", ours / mid("newest-random", "processorPerGiB"),
            0.5, at_most=True, facts=facts("random", "newest-random"))
    else:
        both = mid("fio-write"), mid("fio-read")
        yield Row(
            "random-verify-fio", "one fast drive, random + verify: fio's write time + read time / ours",
            mid("random", "both") * (1 / both[0] + 1 / both[1]), 0.49, facts=facts("random", "fio-write", "fio-read"))
        yield Row("processor-absolute", "processor seconds per GiB, random + verify", ours, 0.12, at_most=True, facts=facts("random"))
    if "debian-random" in runs[0]:
        yield Row(
            "random-verify-debian", "one fast drive, random + verify / Debian's nwipe", mid("random", "both") / mid("debian-random"), 10,
            facts=facts("random", "debian-random"))


FAST = (
    "fast-zeros", "fast-random", "fast-random-shred", "processor", "random-verify-newest", "zeros-verify-newest", "processor-newest",
    "random-verify-fio", "processor-absolute", "random-verify-debian",
)


def between(bench, wanted):
    """A drive on the machine's file system: something between."""
    room = Room(bench.disk_folder / f"between-{bench.folder.name}")
    with workshop(bench, room, 1) as station:
        drive = Drive(room, "between", bench.between_bytes, 0)
        drive.touch()
        station.start()
        station.settle([drive])
        runs = []
        for _ in range(bench.turns):
            turn = {"fio-write": peers.fio(drive.node, "write"), "fio-read": peers.fio(drive.node, "read")}
            turn["random"] = wipe(station, drive, "clear-random")
            bench.say(turn)
            runs.append(turn)
    ours = middle([turn["random"]["both"] for turn in runs])
    theirs = middle([1 / (1 / turn["fio-write"]["rate"] + 1 / turn["fio-read"]["rate"]) for turn in runs])
    return [Row("between", "one drive on ext4, random + verify: fio's write time + read time / ours", ours / theirs, None,
                facts={"ours": ours, "fio": theirs})]


def throttled(bench, wanted):
    """Hard disks: many drives, each held to 150 MB/s."""
    rows = []
    resident = {}
    for count in (16, 24):
        each = bench.throttled_bytes
        room = Room(bench.folder / "throttled", count * each + (64 << 20))
        with workshop(bench, room, count, more=bench.no_bus_limit) as station:
            drives = [Drive(room, f"hdd{i}", each, i) for i in range(count)]
            for drive in drives:
                drive.touch()
            station.start()
            throttle = Throttle(f"hdd{count}")
            try:
                throttle.add(station.pid)
                for drive in drives:
                    throttle.limit(drive, RATE)
                station.settle(drives)
                worst = {"write": [], "verify": [], "even": [], "resident": []}
                for _ in range(bench.turns):
                    turn = together(station, drives)
                    bench.say({"drives": count, **turn})
                    for fact, value in turn.items():
                        worst[fact].append(value)
            finally:
                station.stop()
                throttle.remove()
        resident[count] = middle(worst["resident"])
        facts = {fact: [round(value, 4) for value in values] for fact, values in worst.items()}
        rows.append(Row(
            f"throttled-{count}", f"{count} throttled drives, random + verify: the slowest's share of 150 MB/s",
            min(middle(worst["write"]), middle(worst["verify"])), 0.95, facts=facts))
        rows.append(Row(f"even-{count}", f"{count} throttled drives: the slowest / the fastest", middle(worst["even"]), 0.90))
    rows.append(Row("memory-24", "MiB with 24 wiping drives", resident[24] / 2**20, 100, at_most=True))
    rows.append(Row("memory-each", "MiB for each further drive", (resident[24] - resident[16]) / 8 / 2**20, 6, at_most=True))
    return [row for row in rows if row.name in wanted]


def together(station, drives):
    """All at once. Shares of the throttle, slowest drive first; what the daemon holds while all wipe."""
    peers.settle()
    most = [0]

    def watch():
        most[0] = max(most[0], resident_bytes(station.pid))

    for drive in drives:
        station.begin(drive, "clear-random")
    station.wait(drives, every=0.25, watch=watch)
    shares = {phase: [drive.size / station.passes(drive)[-1][phase] / RATE for drive in drives] for phase in ("write", "verify")}
    even = min(min(values) / max(values) for values in shares.values())
    return {"write": min(shares["write"]), "verify": min(shares["verify"]), "even": even, "resident": most[0]}


THROTTLED = ("throttled-16", "even-16", "throttled-24", "even-24", "memory-24", "memory-each")


def neighbours(bench, wanted):
    """One drive that stops answering and one that crawls, among sixteen."""
    each = bench.throttled_bytes
    room = Room(bench.folder / "neighbours", 18 * each)
    with workshop(bench, room, 16, more=bench.no_bus_limit) as station:
        drives = [Drive(room, f"hdd{i}", each, i) for i in range(14)]
        hung, crawling = Drive(room, "hung", each, 14, faulty=True), Drive(room, "crawls", each, 15)
        for drive in [*drives, crawling]:
            drive.touch()
        station.start()
        throttle = Throttle("neighbours")
        try:
            throttle.add(station.pid)
            for drive in drives:
                throttle.limit(drive, RATE)
            throttle.limit(crawling, 1_000_000)
            station.settle([*drives, hung, crawling])
            alone = [mean_share(station, drives) for _ in range(bench.turns)]
            hung.faults([{"do": "hang", "op": "write", "after_bytes": 16 << 20}])
            for drive in (hung, crawling):
                station.begin(drive, "clear-random")
            beside = [mean_share(station, drives) for _ in range(bench.turns)]
            bench.say({"alone": alone, "beside": beside})
            hung.faults([])
        finally:
            station.stop()
            throttle.remove()
    loss = 1 - middle(beside) / middle(alone)
    return [Row("neighbours", "14 drives beside a stalled and a crawling one: loss of speed", loss, 0.03, at_most=True,
                facts={"alone": alone, "beside": beside})]


def mean_share(station, drives):
    together(station, drives)
    times = [sum(station.passes(drive)[-1].values()) for drive in drives]
    return sum(2 * drive.size / time / RATE for drive, time in zip(drives, times)) / len(drives)
