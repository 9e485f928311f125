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


def read_back(verification, size, sector, unwritten):
    """What came of one read-back: the rule of Format.md, written a second time."""
    if verification["type"] == "none":
        return "not-performed"
    if verification["mismatchedSectors"] > 0:
        return "fail"
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
    due = [read_back(one["verification"], size, sector, unwritten) for one in work["passes"]]
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
