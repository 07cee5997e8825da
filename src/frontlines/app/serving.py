"""Start Streamlit's server, with its own arguments, and make the opening page ready meanwhile."""

import logging
import sys
import threading
from contextlib import suppress
from pathlib import Path

from frontlines.errors import FrontlinesError


def command(port: int) -> list[str]:
    """Give the command that serves a checkout's page to this machine alone, without opening a browser."""
    page = Path(__file__).resolve().parents[3] / "streamlit_app.py"
    served = [sys.executable, "-m", "frontlines.app.serving", "run", str(page), "--server.headless=true"]
    return [*served, f"--server.port={port}", "--server.address=127.0.0.1"]


def make_ready() -> None:
    """Load what every page needs; what is wrong with it is told by the page that is opened."""
    from frontlines.app import plate, state, world  # noqa: PLC0415 - heavy, and the server need not wait for it

    # Streamlit says so of each thread that no visitor started.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    with suppress(FrontlinesError):
        plate.load_plate(world.load_world(), state.View())


if __name__ == "__main__":
    from streamlit.web.cli import main

    threading.Thread(target=make_ready, name="make-ready", daemon=True).start()
    main(prog_name="streamlit")
