"""What the build can't read from any package: names, and which unnamed piece is which river or lake."""

from shapely import Point

GOVERNORATES = {
    "HL": ("Aleppo", "حلب"),
    "HA": ("Al-Hasakah", "الحسكة"),
    "SU": ("As-Suwayda", "السويداء"),
    "DI": ("Damascus", "دمشق"),
    "DR": ("Daraa", "درعا"),
    "DY": ("Deir ez-Zor", "دير الزور"),
    "HM": ("Hama", "حماة"),
    "HI": ("Homs", "حمص"),
    "ID": ("Idlib", "إدلب"),
    "LA": ("Latakia", "اللاذقية"),
    "QU": ("Quneitra", "القنيطرة"),
    "RA": ("Raqqa", "الرقة"),
    "RD": ("Rif Dimashq", "ريف دمشق"),
    "TA": ("Tartus", "طرطوس"),
}
NEIGHBOURS = {
    "TR": ("Turkey", "تركيا"),
    "IQ": ("Iraq", "العراق"),
    "JO": ("Jordan", "الأردن"),
    "LB": ("Lebanon", "لبنان"),
    "IL": ("Israel", "إسرائيل"),
    "PS": ("Palestine", "فلسطين"),
    "SA": ("Saudi Arabia", "السعودية"),
    "CY": ("Cyprus", "قبرص"),
    "EG": ("Egypt", "مصر"),
    "IR": ("Iran", "إيران"),
}
RIVERS: dict[str, tuple[str, tuple[int, ...]]] = {
    "Euphrates": (
        "الفرات",
        (1172, 1170, 1171, 1169, 1221, 1222, 1223, 1224, 1264, 1263, 1265, 1266, 1321, 1323, 1322, 1324, 1374, 1375),
    ),
    "Khabur": ("الخابور", (18549, 18554, 18550, 18555, 18551, 9927, 10023)),
    "Wadi Radd": ("وادي الرد", (9801, 9928)),
    "Tigris": ("دجلة", (1173, 1175, 1174, 1177, 1178, 1176, 1225, 1226)),
    "Orontes": ("العاصي", (4465, 4463, 10022, 9924, 9926, 9925, 9921)),
    "Afrin": ("عفرين", (18543,)),
    "Yarmouk": ("اليرموك", (10369, 10373)),
    "Jordan": ("الأردن", (4514, 10268, 4515, 4563, 4564, 4559, 4562, 4561, 4560, 4621)),
    "Barada": ("بردى", (10270,)),
    "Awaj": ("الأعوج", (18753, 18758)),
    "Nahr al-Kabir al-Janubi": ("النهر الكبير الجنوبي", (18693, 18686)),
    "Litani": ("الليطاني", (10152, 10269, 10267, 10266)),
}
"""Name, Arabic name, and the numbers of the WDBII pieces from source to mouth."""
BY_HAND: dict[str, tuple[str, list[tuple[float, float]]]] = {
    "Balikh": (
        "البليخ",
        [(38.94, 36.67), (39.02, 36.55), (39.06, 36.4), (39.07, 36.25), (39.09, 36.1), (39.08, 35.92)],
    ),
    "Queiq": ("قويق", [(37.22, 36.68), (37.18, 36.5), (37.16, 36.35), (37.15, 36.2), (37.1, 36.1), (37.05, 35.9)]),
    "Sajur": ("الساجور", [(37.63, 36.72), (37.8, 36.68), (37.95, 36.66), (38.08, 36.66)]),
}
"""No package has these: rough lines by hand, marked schematic."""
ROADS = {
    "M4": (
        "طريق إم 4",
        [(35.79, 35.53), (36.32, 35.81), (36.61, 35.81), (36.81, 35.86), (37.16, 36.2), (37.52, 36.37), (37.96, 36.53),
         (38.86, 36.39), (40.37, 36.66), (41.23, 37.05)],
    ),
    "M5": (
        "طريق إم 5",
        [(36.19, 32.52), (36.2, 32.73), (36.24, 33.36), (36.29, 33.51), (36.73, 34.02), (36.73, 34.72), (36.73, 34.93),
         (36.76, 35.13), (36.65, 35.44), (36.68, 35.65), (36.81, 35.86), (37.16, 36.2)],
    ),
}  # fmt: skip
"""Lines by hand through the towns on them: Latakia to Qamishli, and the crossing of Nasib to Aleppo."""
LAKES: dict[str, tuple[str, str, Point]] = {
    "Lake Assad": ("بحيرة الأسد", "natural earth", Point(38.17, 36.0)),
    "Lake Ataturk": ("بحيرة أتاتورك", "natural earth", Point(38.7, 37.6)),
    "Lake Karakaya": ("بحيرة قرة قايا", "natural earth", Point(38.7, 38.5)),
    "Lake Keban": ("بحيرة كيبان", "natural earth", Point(39.2, 38.8)),
    "Lake Van": ("بحيرة وان", "natural earth", Point(43, 38.6)),
    "Dead Sea": ("البحر الميت", "natural earth", Point(35.5, 31.5)),
    "Lake Tharthar": ("بحيرة الثرثار", "natural earth", Point(43.25, 34)),
    "Lake Razazah": ("بحيرة الرزازة", "natural earth", Point(43.6, 32.8)),
    "Lake Habbaniyah": ("بحيرة الحبانية", "natural earth", Point(43.45, 33.3)),
    "Lake Tiberias": ("بحيرة طبريا", "gshhg", Point(35.59, 32.82)),
    "Lake Qattinah": ("بحيرة قطينة", "gshhg", Point(36.57, 34.64)),
    "Sabkhat al-Jabbul": ("سبخة الجبول", "gshhg", Point(37.5, 36.06)),
    "Lake Utaybah": ("بحيرة العتيبة", "gshhg", Point(36.63, 33.5)),
}
PLACES = {
    "Afrin": "afrin-river",
    "Balikh": "balikh",
    "Barada": "barada-river",
    "Euphrates": "euphrates",
    "Jordan": "jordan-river",
    "Khabur": "khabur",
    "Lake Assad": "lake-assad",
    "Lake Qattinah": "lake-qattinah",
    "Litani": "litani",
    "M4": "m4-highway",
    "M5": "m5-highway",
    "Nahr al-Kabir al-Janubi": "nahr-al-kabir",
    "Orontes": "orontes",
    "Queiq": "queiq",
    "Sabkhat al-Jabbul": "jabbul-lake",
    "Sajur": "sajur",
    "Tigris": "tigris",
    "Yarmouk": "yarmouk-river",
}
"""Ids of waters and roads in the gazetteer."""
SEASONAL = frozenset({"Sabkhat al-Jabbul", "Lake Utaybah"})
