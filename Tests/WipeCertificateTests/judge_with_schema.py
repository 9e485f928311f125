#!/usr/bin/env python3
"""Judge documents by the published schema alone.

    judge_with_schema.py SCHEMA FILE      (pip install jsonschema)

FILE has one JSON document a line. One answer a line: `valid` or `invalid`. Exit code 2 when the schema itself is none.
"""
import json
import sys

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError


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
            print("valid" if validator.is_valid(json.loads(line)) else "invalid")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
