"""A report and a ledger small enough to know by heart."""

from pathlib import Path

REPORT = (
    "Strike on al-Sur told by a monitor\n\n"
    "At least 11 people were killed on Tuesday in air strikes on the town of al-Sur in Deir Az Zor province, "
    "the Syrian Observatory for Human Rights said.\n"
)
DISPATCH = (
    f"---\ntitle: Strike on al-Sur\noutlet: A paper\nurl: https://example.org/a\npublished: 2017-02-22\n---\n{REPORT}"
)
LEDGER = """\
id,place,date,date_precision,holder,status,extent,besieger,previous,operation,source_url,source_title,source2_url,source2_title,note
c1,raqqa,2014-01-14,1,ISIL,held,,,,,,A source,,,
c2,aleppo,2016-12-22,1,Syrian government,captured,,,Syrian opposition,,,A source,,,
c3,kobani,2015-01-26,1,YPG,held,,,,,,A source,,,
c4,al-bab,2013-11-01,4,ISIL,held,,,,,,A source,,,
c5,al-bab,2017-02-23,1,SNA,captured,,,ISIL,,,A source,,,
"""
EVENTS = """\
id,type,date,date_end,date_precision,place,actors,targets,killed_min,killed_max,wounded_min,wounded_max,affected_min,affected_max,affected_how,status,title,source_url,source_title,source2_url,source2_title,note
"""


def write_data(folder: Path, shipped: Path) -> None:
    """Fill a data folder: the shipped tables, five claims, one dispatch."""
    for room in ("ledger", "reports"):
        (folder / room).mkdir(parents=True)
    for room in ("exchange", "gazetteer", "lexicon"):
        (folder / room).symlink_to(shipped / room)
    (folder / "ledger" / "control.csv").write_text(LEDGER, "utf-8")
    (folder / "ledger" / "events.csv").write_text(EVENTS, "utf-8")
    (folder / "ledger" / "ledger.toml").write_text("known_up_to = 2017-02-28\n", "utf-8")
    (folder / "reports" / "al-sur.md").write_text(DISPATCH, "utf-8")
