#!/usr/bin/env python3
"""Judge documents by the published schema, and what it lets through by the sums that no schema can do.

    judge_with_schema.py SCHEMA FILE      (pip install jsonschema)

FILE has one JSON document a line. One answer a line: `invalid` by the schema, `misstated` where the results of its read-backs do not follow from
its numbers, or `valid`. Exit code 2 when the schema itself is none.
"""
import json
import sys

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError


def kind_of(contents):
    """What the counts of sectors come to; None where nothing was read."""
    counts = {"zeros": contents["zeroSectors"], "ones": contents["oneSectors"], "period": contents["periodicSectors"],
              "random-looking": contents["otherSectors"]}
    found = [kind for kind, count in counts.items() if count]
    if len(found) > 1 or found == ["period"] and contents["otherPeriodSectors"]:
        return "mixed"
    if found == ["period"] and contents["period"] and contents["period"] == contents["period"][:2] * 16:
        return "byte"
    return found[0] if found else None


def is_left(one, contents):
    """Whether the technique of a command leaves such contents."""
    kind, technique = kind_of(contents), one["technique"]
    if technique == "sanitize-block":
        return kind in ("zeros", "ones", "byte", "period")
    if technique == "sanitize-crypto":
        return kind in ("zeros", "random-looking")
    pattern = bytes.fromhex(one["parameters"]["pattern"] or "")
    turned = [order[turn:] + order[:turn] for order in (pattern, pattern[::-1]) for turn in range(4)]
    return kind in ("byte", "period") and bytes.fromhex(contents["period"] or "") in [four * 4 for four in turned]


def read_back(one, size, sector, unwritten):
    """What came of one read-back: the rule of Format.md, written a second time."""
    verification = one["verification"]
    if verification["type"] == "none":
        return "not-performed"
    if verification["mismatchedSectors"] > 0:
        return "fail"
    if one["kind"] == "command":
        contents = verification["contents"]
        if one["marks"]["survived"] or kind_of(contents) and not is_left(one, contents):
            return "fail"
        sectors = sum(contents[name] for name in ("zeroSectors", "oneSectors", "periodicSectors", "otherSectors"))
        if sectors * (sector or 0) != verification["bytesRead"]:
            return "incomplete"
    if not size or not sector or not verification["bytesRead"]:
        return "incomplete"
    due = size if verification["type"] == "full" else verification["sample"]["sectors"] * sector
    missing = (verification["unreadableSectors"] + unwritten) * sector
    return "pass" if 0 < due <= size and due - missing <= verification["bytesRead"] <= due else "incomplete"


def follows(document):
    """Whether the results of a record, of which the schema has approved, follow from its numbers."""
    subject = document["credentialSubject"]
    work = subject.get("sanitization")
    if work is None:
        return True
    media = subject["media"]
    size, sector, unwritten = media["capacityBytes"], media["logicalSectorBytes"], work["unwrittenSectors"] or 0
    stated = [one["verification"]["result"] for one in work["passes"]]
    due = [read_back(one, size, sector, unwritten) for one in work["passes"]]
    whole = "fail" if "fail" in due else "pass" if due[-1:] == ["pass"] else "not-performed"
    begun = all(one["pass"] <= len(due) for one in work["custody"]["breaks"])
    return stated == due and subject["verification"]["result"] == whole and begun


def main(schema_file, documents_file):
    with open(schema_file, encoding="utf-8") as stream:
        schema = json.load(stream)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        print(error.message)
        return 2
    validator = Draft202012Validator(schema)
    with open(documents_file, encoding="utf-8", newline="\n") as stream:
        for line in stream:
            document = json.loads(line)
            if not validator.is_valid(document):
                print("invalid")
            else:
                print("valid" if follows(document) else "misstated")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
