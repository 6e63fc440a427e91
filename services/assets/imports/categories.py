"""Which category of the catalogue a row belongs to, by the words that it is named with."""

from shared.text import words

# Sequences of folded words, the more telling first; the first that occurs decides.
_TELLING = (
    ("camera_recorder", ("dau ghi", "nvr", "dvr")),
    (
        "meeting_equipment",
        ("hop truc tuyen", "hoi nghi truyen hinh", "hoi nghi truc tuyen", "video conference"),
    ),
    ("camera", ("camera",)),
    ("tablet", ("may tinh bang", "tablet", "ipad")),
    ("led_screen", ("led",)),
    ("telephone_exchange", ("tong dai", "pbx")),
    ("telephone", ("dien thoai", "telephone")),
    ("software", ("phan mem", "software")),
    (
        "computer",
        ("may vi tinh", "may tinh", "may chu", "may tram", "laptop", "computer", "desktop", "server"),
    ),
)

OTHER = "other"


def category_of(*texts: str) -> str:
    """The category code that the first telling of `texts` names; "other" when none does."""
    for text in texts:
        said = f" {' '.join(words(text))} "
        for category, tellings in _TELLING:
            if any(f" {telling} " in said for telling in tellings):
                return category
    return OTHER
