# SPDX-License-Identifier: Apache-2.0
"""Writes the known frames as seeds of the fuzzer, each in every way the harness shows bytes."""
import json
import pathlib
import sys

vectors, folder = sys.argv[1], pathlib.Path(sys.argv[2])
for vector in json.load(open(vectors)):
    frame = bytes.fromhex(vector["hex"])
    pieces = {0: frame, 1: frame, 2: frame, 3: frame[9:-1]}
    data = (vector.get("data") or "").encode()
    pieces[4] = data.split(b"|", 1)[-1]
    pieces[5] = frame[frame.find(b"]") + 1:-1]
    clear = (vector.get("cleartext") or "").encode()
    if clear:
        pieces[6] = pieces[7] = clear
    for mode, piece in pieces.items():
        for book in (0, 0x40, 0x80, 0xC0):
            name = f"{vector['name']}-{mode}-{book >> 6}"
            (folder / name).write_bytes(bytes([mode | book]) + piece)
