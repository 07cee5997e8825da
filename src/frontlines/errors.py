"""One error tree, cut by what the caller does next.

Every message is one sentence that says what is wrong and what to do; the command line prints it as it is.
"""

from pathlib import PurePath
from traceback import extract_tb


class FrontlinesError(Exception):
    """The base of every error that Frontlines raises on purpose."""


class InputError(FrontlinesError):
    """What was handed in can't be used: mend it and try again (exit code 2)."""


class DataError(FrontlinesError):
    """A file of ours (gazetteer, lexicon, ledger, boundaries) is broken; names file, line and field."""


class SetupError(FrontlinesError):
    """Something that must be installed or configured is missing."""


class UnavailableError(FrontlinesError):
    """A service did not answer: try again later."""


class StoreError(FrontlinesError):
    """The store can't be opened, read or written."""


def whereabouts(error: BaseException) -> str:
    """Say what an unexpected error is and where it arose, without the values at hand, which may be private."""
    frames = extract_tb(error.__traceback__)
    place = f" in {PurePath(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
