"""The switches over the map: what is drawn, and what turning one changes."""

from frontlines.app.selection import Selection
from frontlines.app.state import KINDS, View
from frontlines.app.switches import switches_data, turned


def test_each_switch_tells_its_count_and_whether_it_is_on():
    view = View(factions_off=frozenset({"sdf"}), layers_off=frozenset({"labels"}), arabic=True)
    selection = Selection((), (), {"sdf": 1200}, {"talks": 3})  # type: ignore[arg-type]
    groups = switches_data(view, ["sdf", "isil"], selection, lambda sort, key: f"{sort}:{key}")
    rows = {item[0]: item[1:] for group in groups for item in group["items"]}
    assert rows["party sdf"] == ["party:sdf", "SDF", 1200, False]
    assert rows["party isil"][2:] == [0, True]
    assert rows["kind talks"] == ["kind:talks", "Talks", 3, True]
    assert {id_: row[3] for id_, row in rows.items() if id_.startswith("layer")} == {
        "layer fronts": True,
        "layer movements": True,
        "layer labels": False,
        "layer arabic": True,
        "layer tiles": False,
    }
    assert len(groups[1]["items"]) == len(KINDS)


def test_turning_switches_leaves_the_others_as_they_are():
    view = View(factions_off=frozenset({"sdf", "israel"}), tiles=True)
    changes = turned(view, {"party sdf": True, "party isil": False, "kind talks": False, "layer arabic": True})
    assert changes == {
        "factions_off": frozenset({"israel", "isil"}),
        "kinds_off": frozenset({"talks"}),
        "layers_off": frozenset(),
        "arabic": True,
        "tiles": True,
    }
    again = {"party sdf": True, "party isil": False}
    assert turned(View(factions_off=changes["factions_off"]), again)["factions_off"] == changes["factions_off"]


def test_what_is_no_switch_of_ours_changes_nothing():
    nothing = turned(View(), {"party <b>": False, "kind": False, "layer": False, "": True, "axis happened": False})
    assert nothing == turned(View(), {})
