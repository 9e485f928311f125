"""Rows about a station that has worked for years: many closed jobs, many records."""

import json
import shutil
import sqlite3
import time
import uuid

from drives import Drive, Room
from machine import middle, run
from rows import Row, wipe, workshop

JOBS = 100_000
RECORDS = 66_000
COPIED = {"job": ("id", "media_key", "serial", "record", "document", "closed_running_ms"), "document": ("id", "record", "job", "serial")}


def archive(bench, wanted):
    room = Room(bench.folder / "archive", 256 << 20)
    with workshop(bench, room, 1) as station:
        drive = Drive(room, "model", 16 << 20, 0)
        station.start()
        station.settle([drive])
        wipe(station, drive, "clear-random")
        record = next((station.folder / "state/certificates").glob("*.json")).read_text()
        station.stop()
        rows = []
        if {"queue", "start"} & set(wanted):
            multiply(station.folder / "state/wiped.sqlite", JOBS)
            rows += with_years(bench, station)
        if {"certificates", "audit"} & set(wanted):
            rows += with_records(bench, station, record)
    return [row for row in rows if row.name in wanted]


ARCHIVE = ("queue", "start", "certificates", "audit")


def multiply(path, count):
    """Copies the one closed job, with its record, log entry, checkpoint and journal, until there are so many: the same bytes under other names."""
    store = sqlite3.connect(path, isolation_level=None)
    store.execute("PRAGMA synchronous = OFF")
    store.execute("BEGIN")
    tables = ("document", "log_entry", "job", "checkpoint", "act", "attachment", "tag")
    model = {}
    for table in tables:
        cursor = store.execute(f"SELECT * FROM {table}")
        model[table] = [dict(zip([column[0] for column in cursor.description], row)) for row in cursor]
    job, document, entry = model["job"][0], model["document"][0], model["log_entry"][0]
    for number in range(1, count):
        own = {job["id"]: str(uuid.uuid4()), document["id"]: str(uuid.uuid4()), job["serial"]: f"{job['serial']}-{number}"}

        def changed(row, **more):
            text = {key: renamed(value, own) for key, value in row.items()}
            return {**text, **more}

        put(store, "document", changed(document, sequence=None, record=document["record"] + number))
        put(store, "log_entry", changed(entry, place=entry["place"] + number))
        put(store, "job", changed(job, record=job["record"] + number, closed_running_ms=job["closed_running_ms"] + number))
        for row in model["checkpoint"]:
            put(store, "checkpoint", changed(row))
        for row in model["act"]:
            put(store, "act", changed(row, sequence=None))
        for row in model["attachment"]:
            put(store, "attachment", changed(row, boot_id=str(uuid.uuid4())))
        for row in model["tag"]:
            put(store, "tag", changed(row, key=f"{row['key']}-{number}", tag=f"{row['tag']}-{number}"))
    store.execute("COMMIT")
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


def renamed(value, own):
    for old, new in own.items():
        if isinstance(value, str):
            value = value.replace(old, new)
        elif isinstance(value, bytes):
            value = value.replace(old.encode(), new.encode())
    return value


def put(store, table, row):
    columns = ", ".join(row)
    store.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def with_years(bench, station):
    starts, answers = [], []
    # The first start writes the log's files anew out of the database, as after a lost folder: no start of every day.
    station.start()
    station.stop()
    for _ in range(bench.turns):
        starts.append(station.start())
        for _ in range(5):
            begun = time.monotonic()
            run(*station.command("queue"))
            answers.append(time.monotonic() - begun)
        counted = sum(station.ask("status").get("jobs", {}).values())
        assert counted == 0 or counted >= JOBS - 1, f"the station knows of {counted} jobs"
        station.stop()
    bench.say({"starts": starts, "answers": answers})
    return [
        Row("queue", f"wipectl queue with {JOBS:,} closed jobs, seconds", middle(answers), 0.05, at_most=True),
        Row("start", "start of the daemon on that store, seconds to its first answer", middle(starts), 1, at_most=True),
    ]


def with_records(bench, station, record):
    """A year's records, all different, each with its proof: verified one by one, and audited with the log that they are in."""
    import records  # only here: what it needs is installed when the benchmark begins

    folder = bench.folder / "records"
    keys = records.make(folder, json.loads(record), RECORDS)
    wipectl = [str(station.bin / "wipectl"), "--json"]
    verified, audited = [], []
    for _ in range(bench.turns):
        begun = time.monotonic()
        text = run(*wipectl, "certificate", "verify", str(folder / "certificates"), "--trust", str(keys), "--allow-simulation")
        verified.append(RECORDS / (time.monotonic() - begun))
        answers = json.loads(text)["files"]
        assert len(answers) == RECORDS and all(answer["valid"] and answer["log"] == "included" for answer in answers)
        begun = time.monotonic()
        report = json.loads(run(*wipectl, "audit", str(folder), "--trust", str(keys)))
        audited.append(RECORDS / (time.monotonic() - begun))
        assert report["simulations"] == RECORDS and report["log"]["size"] == RECORDS and not report["findings"]
    shutil.rmtree(folder)
    bench.say({"certificates": verified, "audits": audited})
    return [
        Row("certificates", f"wipectl certificate verify over {RECORDS:,} records and their proofs, files a second", middle(verified), 5000),
        Row("audit", "wipectl audit of the same with their log, files a second", middle(audited), 5000),
    ]
