"""What the list beside the map is drawn from."""

from frontlines.app.entries import Entry, entries_data


def test_entries_stand_under_their_titles_and_share_their_images():
    one, two = (Entry(id_, "data:image/svg+xml,x", f"Title {id_}", "below") for id_ in "ab")
    three = Entry("c", "data:image/svg+xml,y", "Title c", "")
    assert entries_data([("Monday", [one, three]), ("Empty", []), ("", [two])]) == {
        "images": ["data:image/svg+xml,x", "data:image/svg+xml,y"],
        "groups": [
            {"title": "Monday", "items": [["a", 0, "Title a", "below"], ["c", 1, "Title c", ""]]},
            {"title": "", "items": [["b", 0, "Title b", "below"]]},
        ],
    }
