# SPDX-License-Identifier: Apache-2.0
# A receiver of SIA DC-09 that nobody here wrote, for the bench: acknowledges, and keeps nothing.
#   pysiaalarm_peer.py PORT
import asyncio
import logging
import sys

from pysiaalarm import CommunicationsProtocol, SIAAccount
from pysiaalarm.aio import SIAClient

logging.disable(logging.CRITICAL)


async def heard(event):
    return None


async def main():
    client = SIAClient(
        "127.0.0.1", int(sys.argv[1]), [SIAAccount("1234")], function=heard,
        protocol=CommunicationsProtocol.TCP)
    async with client:
        await asyncio.Event().wait()


asyncio.run(main())
