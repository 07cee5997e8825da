"""What is wrong or doubtful in the ledger beyond the form of its rows, for ``frontlines check-data``."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from frontlines.control.ledger import Ledger, Places, ledger_folder, read_ledger
from frontlines.control.state import claim_day, states_on, target
from frontlines.model import ControlClaim
from frontlines.parties import lexicon

EARLIEST: Final = date(1967, 6, 1)
"""The Golan was occupied in June 1967; nothing in the ledger is older."""


def check_ledger(gazetteer: Places, folder: Path | None = None) -> list[str]:
    """List every fault of the ledger: file, line, field and what is wrong; [] when there is none.

    Args:
        gazetteer: the places that the ledger names.
        folder: folder of the ledger; the one in force when left out.

    Raises:
        DataError: when a file can't be read at all.
    """
    ledger, faults = read_ledger(folder or ledger_folder(), gazetteer)
    found = [*_dates(ledger), *_parties(ledger), *_repeats(ledger), *_chains(ledger)]
    return faults + [f"{ledger.path} line {line}, {fault}" for line, fault in sorted(found)]


def _dates(ledger: Ledger) -> Iterator[tuple[int, str]]:
    for claim in ledger.claims:
        day = claim.when.start
        if day is not None and not EARLIEST <= day <= ledger.known_up_to:
            yield ledger.lines[claim.id], f"date: {day} is not between {EARLIEST} and known_up_to, {ledger.known_up_to}"


def _parties(ledger: Ledger) -> Iterator[tuple[int, str]]:
    """Find parties named on a day on which they did not exist."""
    known = lexicon()
    for claim in ledger.claims:
        for field, name in (("holder", claim.holder), ("besieger", claim.besieger)):
            if name and not known.parties[name].exists_on(claim.when.start):
                yield ledger.lines[claim.id], f"{field}: {name} did not exist on {claim.when.start}"


def _repeats(ledger: Ledger) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[object, ...], int] = {}
    for claim in ledger.claims:
        line = ledger.lines[claim.id]
        key = (target(claim), claim.when.start, claim.holder, claim.status, claim.extent)
        if key in seen:
            yield line, f"row: it repeats line {seen[key]} (same place, date, holder and status)"
        seen.setdefault(key, line)


def _chains(ledger: Ledger) -> Iterator[tuple[int, str]]:
    """Find places taken from somebody who did not hold them, or by somebody who did."""
    known = lexicon()
    by_target: dict[tuple[str, bool], list[ControlClaim]] = defaultdict(list)
    for claim in ledger.claims:
        about = target(claim)
        if about is not None and not about[1] and claim.extent != "part":
            by_target[about].append(claim)
    for claims in by_target.values():
        claims.sort(key=lambda claim: (claim_day(claim) or date.min, claim.id))
        for at, claim in enumerate(claims):
            day = claim.when.start
            if day is None or not at or claims[at - 1].when.start == day:
                continue
            before = states_on(claims[:at], day - timedelta(days=1))
            if not before:
                continue
            state = before[0]
            parties = {state.holder, state.other, "unknown"}
            did = f"{state.holder} did ({state.basis[-1]})"
            line, place = ledger.lines[claim.id], claim.where.name
            holder = known.holder_key(claim.holder, day)
            if claim.previous and known.holder_key(claim.previous, day) not in parties and state.holder != "unknown":
                yield line, f"previous: {claim.previous} did not hold {place} on {day}: {did}"
            if claim.status == "captured" and state.status == "held" and state.holder == holder:
                yield line, f"holder: {claim.holder} held {place} before {day} already ({state.basis[-1]})"
            if claim.status == "lost" and holder not in parties:
                yield line, f"holder: {claim.holder} did not hold {place} on {day}: {did}"
