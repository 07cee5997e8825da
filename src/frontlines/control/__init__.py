"""Claims → state → zones → fronts → change, and offensives: who holds which ground on a day, and on what that rests."""

from frontlines.control.accuracy import Score, evaluate_control
from frontlines.control.change import Change, change
from frontlines.control.check import check_ledger
from frontlines.control.ledger import Ledger, load_ledger
from frontlines.control.offensives import (
    Offensive,
    offensives,
    offensives_between,
    offensives_frame,
    offensives_under_way,
)
from frontlines.control.picture import Picture, ground_of, picture
from frontlines.control.points import Answer, Spot, points

__all__ = [
    "Answer",
    "Change",
    "Ledger",
    "Offensive",
    "Picture",
    "Score",
    "Spot",
    "change",
    "check_ledger",
    "evaluate_control",
    "ground_of",
    "load_ledger",
    "offensives",
    "offensives_between",
    "offensives_frame",
    "offensives_under_way",
    "picture",
    "points",
]
