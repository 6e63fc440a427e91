"""When two names of makers may be the same. Pure."""

from shared.text import fold, words

# Words that many firms carry; they do not tell one from another.
_ANY_FIRM = frozenset(
    [
        "co",
        "corp",
        "corporation",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "company",
        "group",
        "holdings",
        "international",
        "global",
        "technology",
        "technologies",
        "tech",
        "electronics",
        "electronic",
        "digital",
        "computer",
        "computers",
        "cong",
        "ty",
        "tnhh",
        "cp",
        "mtv",
        "viet",
        "nam",
        "vn",
        "vietnam",
        "asia",
    ]
)


def name_key(name: str) -> str:
    """The text that two spellings of one name share.

    >>> name_key(" SAMSUNG ") == name_key("Samsung")
    True
    """
    return fold(name)


def alike_key(name: str) -> str:
    """What is left of a name without the words that any firm may have; names that share it may be the same.

    >>> alike_key("Samsung Electronics Co., Ltd"), alike_key("SAMSUNG")
    ('samsung', 'samsung')
    """
    said = words(name)
    return " ".join(word for word in said if word not in _ANY_FIRM) or " ".join(said)
