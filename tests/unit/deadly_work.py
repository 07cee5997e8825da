"""Work that kills its process; a light module, for every new worker imports it."""

import os
import signal
from pathlib import Path

KILLS_ONCE, KILLS_ALWAYS = 3, 5


def deadly(order: tuple[int, str]) -> int:
    """Square a number; one number kills its worker the first time, another one always."""
    number, folder = order
    if number == KILLS_ALWAYS or (number == KILLS_ONCE and not Path(folder, "killed").exists()):
        Path(folder, "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number
