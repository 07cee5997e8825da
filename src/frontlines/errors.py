"""One error tree, cut by what the caller does next.

Every message is one sentence that says what is wrong and what to do; the command line prints it as it is.
"""


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
