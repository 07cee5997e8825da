"""Make the opening page ready, then start Streamlit's server with its own arguments."""

import logging
import sys
from contextlib import suppress
from pathlib import Path

from frontlines.errors import FrontlinesError


def command(port: int) -> list[str]:
    """Give the command that serves a checkout's page to this machine alone, without opening a browser."""
    page = Path(__file__).resolve().parents[3] / "streamlit_app.py"
    served = [sys.executable, "-m", "frontlines.app.serving", "run", str(page), "--server.headless=true"]
    return [*served, f"--server.port={port}", "--server.address=127.0.0.1"]


def make_ready() -> None:
    """Load what every page needs, so that no visitor waits for it; what is wrong is told by the page that is opened."""
    # Streamlit would tell of each part that it is not serving yet.
    for told in ("scriptrunner_utils.script_run_context", "caching.cache_data_api"):
        logging.getLogger(f"streamlit.runtime.{told}").disabled = True
    # What registers a component of its own, as streamlit_folium does, must wait until the server is there.
    import folium.plugins  # noqa: F401, PLC0415 - heavy, like all of these; the pages draw with it

    from frontlines import datasets, takeout  # noqa: F401, PLC0415
    from frontlines.app import charts, plate, state, world  # noqa: F401, PLC0415
    from frontlines.geography import resolver  # noqa: F401, PLC0415

    with suppress(FrontlinesError):
        known = world.load_world()
        plate.load_plate(known, state.View())
        plate.load_plate(known, state.View(day=known.last_day, window="all"))  # asks every area's shape once


if __name__ == "__main__":
    from streamlit.web.cli import main

    make_ready()
    main(prog_name="streamlit")
