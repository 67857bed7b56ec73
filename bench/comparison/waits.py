"""Python: asyncio, sleep and gather."""

import asyncio
import gc
import os
import sys
import time


def latency(i):
    return (5 + ((i * 7919) % 5001) / 1000) / 1000


async def query(i):
    await asyncio.sleep(latency(i))


async def request(i):
    await asyncio.gather(query(2 * i), query(2 * i + 1))


def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def main():
    what, n = sys.argv[1], int(sys.argv[2])
    if what == "park":
        before = resident()
        tasks = [asyncio.create_task(asyncio.sleep(1e5)) for _ in range(n)]
        await asyncio.sleep(0.05)
        print((resident() - before) / len(tasks), flush=True)
        os._exit(0)
    run = request if what == "requests" else query
    started = time.perf_counter()
    await asyncio.gather(*(run(i) for i in range(n)))
    print((time.perf_counter() - started) * 1000)


asyncio.run(main())
