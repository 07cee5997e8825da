"""Languages told apart."""

import csv

import pytest

from frontlines.reading.language import language_of

CASES = {
    "Syrian Army Units Kill over 70 Terrorists in Hama Province": "en",
    "Syrian Democratic Forces capture Tabqa": "en",
    "The army said on Tuesday that it had taken the village after two days of fighting.": "en",
    "قصفت الطائرات بلدة السور في ريف دير الزور الشمالي اليوم الثلاثاء": "ar",
    "قصفت الطائرات بلدة السور AFP في ريف دير الزور الشمالي": "ar",
    "Die Armee hat am Dienstag die Stadt beschossen, und drei Menschen sind dabei getötet worden.": "other",
    "L'armée a bombardé la ville dans la nuit de mardi, et trois personnes ont été tuées sur la route.": "other",
    "Ordu salı günü bir kasabayı bombaladı ve üç kişi öldü, bu saldırı için açıklama yapılmadı.": "other",
    "Сирийская армия во вторник обстреляла город, погибли три человека.": "other",
    "叙利亚军队星期二炮击了该镇": "other",
    "12345 67890 !!!": "other",
    "lorem ipsum dolor sit amet consectetur adipiscing elit " * 10: "other",
}


@pytest.mark.parametrize("text", CASES)
def test_language(text):
    assert language_of(text) == CASES[text]


@pytest.mark.shared
def test_every_report_of_the_corpus_is_english(shared):
    with (shared / "corpus" / "fa-kes.csv").open(encoding="latin-1", newline="") as file:
        wrong = [row["unit_id"] for row in csv.DictReader(file) if language_of(row["article_content"]) != "en"]
    assert wrong == []
