"""Several people on one page: each sees the days that they asked for, and no other's."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import urlsplit

from benchmarks.viewers import Viewer, crossed, own_days, visit


def test_nobody_sees_what_another_asked_for(app):
    port = urlsplit(app.url).port
    viewers = [Viewer(number, port, works_ahead=False) for number in range(3)]
    days = {number: own_days(number, 2) for number in range(3)}

    async def all_of_it() -> None:
        await visit(viewers, days, 0.0)
        for viewer in viewers:
            await viewer.close()

    # In a thread of its own: the browser of the other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(all_of_it())).result()
    assert all(len(viewer.waits) == 2 for viewer in viewers)
    assert crossed(viewers, days) == []
    assert days[1][0] == date(2013, 3, 2)
    viewers[2].seen.add(b"2 March 2013")
    assert crossed(viewers, days) == [2]
