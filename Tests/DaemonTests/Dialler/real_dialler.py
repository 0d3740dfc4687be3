# SPDX-License-Identifier: Apache-2.0
# A real dialler that nobody of this project wrote (my_dc09_spt), told by JSON what to say.
# Reads one JSON object from standard input:
#   {"port": 7303, "transport": "TCP", "account": "1234", "key": "" | "16 or 32 characters",
#    "messages": [["ADM-CID", {...}], ["NULL", {}], ...]}
# Writes one JSON array: for each message true where the receiver acknowledged it, else false.
import json
import logging
import sys

from my_dc09_spt import dc09_spt

logging.disable(logging.CRITICAL)
order = json.load(sys.stdin)
key = order["key"].encode() or None
dialler = dc09_spt.dc09_spt(order["account"], line=0)
dialler.set_path(
    "main", "primary", "127.0.0.1", order["port"], account=order["account"], line=0,
    type=order["transport"], key=key)
path = dialler.tpaths["main"]["primary"]["path"]
results = []
for kind, fields in order["messages"]:
    if kind == "NULL":
        # What its polling thread does, once and at once.
        results.append(bool(dialler.transfer_msg(0, "NULL", "]", path)))
        continue
    try:
        dialler.send_msg(kind, fields)
        acknowledged = dialler.notSent() == 0
    except Exception:
        acknowledged = False
    results.append(acknowledged)
json.dump(results, sys.stdout)
sys.stdout.flush()
# Its threads may still wait for something.
import os
os._exit(0)
