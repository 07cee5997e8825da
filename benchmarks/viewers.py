"""Fifty people on one page: memory for each, the slowest step, and that nobody sees another's map."""

import asyncio
import os
import random
import re
import statistics
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import Measure
from benchmarks.served import served

VIEWERS = int(os.environ.get("BENCH_VIEWERS", "50"))
STEPS = 3
PAUSE_S = 20.0
"""How long a person looks at a day, on average, before the next step."""
SLOWEST_S = 5.0
MEMORY_MB = 40.0
TITLE = re.compile(rb"h2\W[^,]{0,12}Syria, (\d{1,2} [A-Z][a-z]+ \d{4})")
"""The map's heading; an event's source may bear the same words."""
PATIENCE_S = 180.0


def memory_mb(pid: int) -> float:
    """Give the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


@dataclass
class Viewer:
    """One session by Streamlit's own protocol: what a browser tab sends and gets, without the drawing."""

    number: int
    port: int
    works_ahead: bool = True
    """Whether the server takes it for a browser, for which it works the next steps out."""
    seen: set[bytes] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    told: "asyncio.Queue[bytes | str | None]" = field(default_factory=asyncio.Queue)

    async def connect(self) -> None:
        """Open the session; what the server tells is taken in at once, as a browser does."""
        from tornado.websocket import websocket_connect  # noqa: PLC0415

        self.socket = await websocket_connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],
            max_message_size=50_000_000,
            on_message_callback=self.told.put_nowait,
        )

    async def close(self) -> None:
        """End the session."""
        self.socket.close()
        while await asyncio.wait_for(self.told.get(), PATIENCE_S) is not None:
            pass

    async def look_at(self, day: date) -> None:
        """Ask for a day and wait until map and list of that day are there."""
        from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415

        asked = BackMsg()
        asked.rerun_script.query_string = f"d={day.isoformat()}"
        if self.works_ahead:
            asked.rerun_script.context_info.url = f"http://127.0.0.1:{self.port}/"
        asked.rerun_script.context_info.color_scheme = "light"
        start = time.perf_counter()
        await self.socket.write_message(asked.SerializeToString(), binary=True)
        wanted = f"{day.day} {day:%B %Y}".encode()
        drawn = listed = False
        while not (drawn and listed):
            message = await asyncio.wait_for(self.told.get(), PATIENCE_S)
            assert isinstance(message, bytes), "the server hung up"
            titles = set(TITLE.findall(message))
            self.seen |= titles
            drawn = drawn or wanted in titles
            listed = drawn and (listed or b"fl-count" in message)
        self.waits.append(time.perf_counter() - start)


async def visit(viewers: list[Viewer], days: dict[int, list[date]], pause_s: float) -> None:
    """Let all look at their days, each in its own time."""
    dice = random.Random(11)  # noqa: S311 - no secret

    async def one(viewer: Viewer, pauses: list[float]) -> None:
        for day, pause in zip(days[viewer.number], pauses, strict=True):
            await asyncio.sleep(pause)
            await viewer.look_at(day)

    for viewer in viewers:
        await viewer.connect()
    jobs = [one(v, [dice.uniform(0, 2 * pause_s) for _ in days[v.number]]) for v in viewers]
    await asyncio.gather(*jobs)


def own_days(number: int, steps: int) -> list[date]:
    """Give the days that one viewer steps through and no other: a block of the war for each."""
    first = date(2013, 1, 1) + timedelta(days=60 * number)
    return [first + timedelta(days=7 * step) for step in range(steps)]


def crossed(viewers: list[Viewer], days: dict[int, list[date]]) -> list[int]:
    """Give the numbers of those who were shown a day that they did not ask for."""
    return [
        v.number
        for v in viewers
        if v.seen - {f"{day.day} {day:%B %Y}".encode() for day in days[v.number]} or not v.seen
    ]


def run() -> list[Measure]:
    async def all_of_it(port: int, pid: int) -> tuple[float, float, list[float], list[int]]:
        first = Viewer(-1, port)
        await first.connect()
        await first.look_at(date(2017, 2, 21))
        before = memory_mb(pid)
        viewers = [Viewer(number, port) for number in range(VIEWERS)]
        days = {v.number: own_days(v.number, STEPS + 1) for v in viewers}
        await visit(viewers, days, PAUSE_S)
        waits = [wait for viewer in viewers for wait in viewer.waits[1:]]
        after = memory_mb(pid)
        for viewer in (first, *viewers):
            await viewer.close()
        return before, after, waits, crossed(viewers, days)

    with served() as (port, pid):
        before, after, waits, confused = asyncio.run(all_of_it(port, pid))
    assert confused == [], f"sessions {confused} were shown days of others"
    each = (after - before) / VIEWERS
    name = f"{VIEWERS} viewers at once, a step every {PAUSE_S:.0f} s"
    middle, slowest = statistics.median(waits), max(waits)
    return [
        Measure(f"{name}: memory for each", f"{each:.1f} MB", f"{MEMORY_MB:.0f} MB", each / MEMORY_MB, 1.0),
        Measure(f"{name}: slowest step", f"{slowest:.2f} s", f"{SLOWEST_S:.0f} s", slowest / SLOWEST_S, 1.0),
        Measure(f"{name}: median step", f"{middle:.2f} s", f"{SLOWEST_S:.0f} s", middle / SLOWEST_S),
        Measure(
            f"{name}: the server's memory before and with them", f"{after:.0f} MB", f"{before:.0f} MB", after / before
        ),
    ]
