#!/usr/bin/env python3
"""Verify certificates with packages that the project did not write.

    verify_with_strangers.py FILE...      (pip install openvc-core apsig awr)

One line per package and file: `PACKAGE FILE valid|invalid`. Exit code 0 when all are valid, 1 when one is not, 2 when a package is
missing. Only the signature and its key are checked; whether the key is to be trusted is another question.

Nothing is fetched: eddsa-jcs-2022 hashes the @context as it stands and never resolves it, did:key holds the key itself, and this
script closes the network before a package is loaded, so that one which tries all the same fails instead of fetching.
"""
import copy
import json
import socket
import sys


def no_network(*_args, **_kwargs):
    raise OSError("this script works offline")


socket.socket.connect = no_network
socket.socket.connect_ex = no_network
socket.getaddrinfo = no_network
socket.create_connection = no_network


def unique(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def key_of(document):
    """The Multikey of the proof, after checking that the issuer is the same key (apsig leaves that to its caller)."""
    did, fragment = document["proof"]["verificationMethod"].split("#")
    if document["issuer"]["id"] != did or did != "did:key:" + fragment:
        raise ValueError("the issuer is not the signing key")
    return fragment


def with_openvc(document):
    from openvc import verify

    result = verify.verify_credential(copy.deepcopy(document))  # raises where the proof does not hold
    return result.issuer == document["issuer"]["id"] and result.format == verify.FORMAT_DI_EDDSA_JCS


def with_apsig(document):
    from apsig.proof.verify import ProofVerifier

    method = ProofVerifier(key_of(document)).verify_proof(copy.deepcopy(document))
    return method == document["proof"]["verificationMethod"]


def with_awr(document):
    from awr.didkey import parse_did_key
    from awr.proof import verify_document_signature

    key_of(document)
    key = parse_did_key(document["issuer"]["id"])
    return verify_document_signature(document, document["proof"], key) is True


def packages():
    found = []
    for name, module, check in (
        ("openvc-core", "openvc", with_openvc),
        ("apsig", "apsig", with_apsig),
        ("awr", "awr", with_awr),
    ):
        try:
            __import__(module)
            found.append((name, check))
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)
    return found if len(found) == 3 else []


def main(files):
    checks = packages()
    if not checks or not files:
        print(__doc__, file=sys.stderr)
        return 2
    all_valid = True
    for file in files:
        for name, check in checks:
            try:
                with open(file, encoding="utf-8") as stream:
                    document = json.load(stream, object_pairs_hook=unique)
                valid = check(document) is True
            except Exception as reason:  # whatever a package throws, the file is not shown to be valid
                print(f"{name}: {file}: {type(reason).__name__}: {reason}", file=sys.stderr)
                valid = False
            all_valid = all_valid and valid
            print(f"{name} {file} {'valid' if valid else 'invalid'}")
    return 0 if all_valid else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
