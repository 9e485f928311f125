"""An archive of a year: records that are all different, each with its proof, and the log that they are in. Made from one real record by the
formats alone (Format.md), with keys of its own, so that the reader under test finds nothing in it that its writer has left ready."""

import base64
import copy
import hashlib
import json
import uuid

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORIGIN = "wiped/benchmark"
WIDTH = 256
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def sha(data):
    return hashlib.sha256(data).digest()


def canonical(value):
    """RFC 8785, for documents whose names are ASCII and whose numbers are integers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def base58(data):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


class Key:
    def __init__(self, word):
        self.private = Ed25519PrivateKey.from_private_bytes(sha(b"wiped benchmark " + word.encode()))
        self.public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.multikey = "z" + base58(b"\xed\x01" + self.public)
        self.did = "did:key:" + self.multikey


class Log:
    """The right edge of the tree, the smallest complete subtree first, and the files behind it."""

    def __init__(self, folder, key):
        self.folder, self.key = folder, key
        self.size, self.peaks, self.levels, self.bundle = 0, [], [], []
        self.key_id = sha(ORIGIN.encode() + b"\n\x01" + key.public)[:4]

    @property
    def root(self):
        root = None
        for _, peak in self.peaks:
            root = peak if root is None else sha(b"\1" + peak + root)
        return root or sha(b"")

    def append(self, entry):
        """The lines of a proof of this entry under the head that it makes."""
        path = [peak for _, peak in self.peaks]
        leaf = sha(b"\0" + entry)
        node, height = leaf, 0
        while self.peaks and self.peaks[0][0] == height:
            node, height = sha(b"\1" + self.peaks.pop(0)[1] + node), height + 1
        self.peaks.insert(0, (height, node))
        self.bundle.append(entry)
        self.size += 1
        if len(self.bundle) == WIDTH:
            self.write("entries", self.size // WIDTH - 1, WIDTH, bundled(self.bundle))
            self.bundle = []
        self.rise(leaf, 0)
        hashes = "".join(base64.b64encode(step).decode() + "\n" for step in path)
        return f"c2sp.org/tlog-proof@v1\nindex {self.size - 1}\n{hashes}\n{self.head()}"

    def rise(self, node, level):
        if level == len(self.levels):
            self.levels.append([])
        row = self.levels[level]
        row.append(node)
        if len(row) == WIDTH:
            self.write(str(level), (self.size >> 8 * (level + 1)) - 1, WIDTH, b"".join(row))
            self.levels[level] = []
            while len(row) > 1:
                row = [sha(b"\1" + row[i] + row[i + 1]) for i in range(0, len(row), 2)]
            self.rise(row[0], level + 1)

    def head(self):
        text = f"{ORIGIN}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"
        signature = base64.b64encode(self.key_id + self.key.private.sign(text.encode())).decode()
        return f"{text}\n— {ORIGIN} {signature}\n"

    def end(self):
        if self.bundle:
            self.write("entries", self.size >> 8, len(self.bundle), bundled(self.bundle))
        for level, row in enumerate(self.levels):
            if row:
                self.write(str(level), self.size >> 8 * (level + 1), len(row), b"".join(row))
        (self.folder / "checkpoint").write_text(self.head())

    def write(self, kind, number, width, data):
        name = f"{number % 1000:03}"
        while number := number // 1000:
            name = f"x{number % 1000:03}/{name}"
        path = self.folder / "tile" / kind / (name if width == WIDTH else f"{name}.p/{width}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def bundled(entries):
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def make(folder, model, count):
    """`count` records in `folder`, and the keys file to trust."""
    keys = {role: Key(role) for role in ("simulation", "log")}
    (folder / "certificates").mkdir(parents=True)
    log = Log(folder / "log", keys["log"])
    document = copy.deepcopy(model)
    proof = document.pop("proof")
    subject = document["credentialSubject"]
    document["issuer"]["id"] = keys["simulation"].did
    proof["verificationMethod"] = keys["simulation"].did + "#" + keys["simulation"].multikey
    del proof["proofValue"]
    options = sha(canonical(proof))
    for number in range(1, count + 1):
        document["id"] = f"urn:uuid:{uuid.uuid4()}"
        subject["record"] = number
        subject["media"]["serialNumber"] = f"BENCH-{number:06}"
        subject["logAnchor"] = {"origin": ORIGIN, "treeSize": log.size, "rootHash": base64.b64encode(log.root).decode()}
        value = "z" + base58(keys["simulation"].private.sign(options + sha(canonical(document))))
        signed = {**document, "proof": {**proof, "proofValue": value}}
        entry = canonical({
            "digest": "sha256:" + sha(canonical(signed)).hex(), "id": document["id"], "kind": "certificate", "record": number, "v": 1})
        path = folder / "certificates" / f"untagged_BENCH-{number:06}_{document['id'][9:]}"
        path.with_suffix(".json").write_text(json.dumps(signed, indent=2, ensure_ascii=False) + "\n")
        path.with_suffix(".tlog-proof").write_text(log.append(entry))
    log.end()
    trusted = folder.parent / "archive-keys.txt"
    trusted.write_text("".join(f"{key.did} {role} 2020-01-01T00:00:00Z -\n" for role, key in keys.items()))
    return trusted
