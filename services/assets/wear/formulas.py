"""rules/wear.py once more, as SQL over a relation `facts`, for a million assets in one statement.

`facts` has a row per fixed asset with the fields of `rules.wear.Case` under the names of `FACTS`, a life as
two columns of years and rate (null: none). Property tests hold both against one another. `OFFSET 0` keeps
PostgreSQL from copying each stage's expression into every place that uses it.
"""

from services.assets.rules import wear

FACTS = {
    "year": "integer",
    "cost": "bigint",
    "worn": "bigint",
    "used_since": "integer",
    "used_before": "integer",
    "closed_before": "boolean",
    "excused": "boolean",
    "transition": "integer",
    "then_years": "integer",
    "then_rate": "integer",
    "late_years": "integer",
    "late_rate": "integer",
    "now_years": "integer",
    "now_rate": "integer",
}


def _share(rate: str) -> str:
    """Cost × rate, halves up; in parts, so that the product of a great cost does not leave bigint."""
    unit = wear.RATE_UNIT
    return f"(cost / {unit} * {rate} + (cost % {unit} * {rate} + {unit // 2}) / {unit})"


def _after(worn: str, life: str, used: str, years: str) -> str:
    """rules.wear.worn_after."""
    share, left = f"{life}_share", f"({life}_years - ({used}))"
    a_year = (
        f"CASE WHEN {worn} = least(cost, {share} * ({used})) THEN {share}"
        f" ELSE (2 * (cost - {worn}) + {left}) / (2 * {left}) END"
    )
    return (
        f"CASE WHEN {life}_years IS NULL OR {years} <= 0 OR {worn} >= cost THEN {worn}"
        f" WHEN ({used}) + {years} >= {life}_years THEN cost"
        f" ELSE least(cost, {worn} + {years} * {a_year}) END"
    )


_SHARES = ", ".join(f"{_share(f'{life}_rate')} AS {life}_share" for life in ("then", "late", "now"))
_BY_THEN = _after("0::bigint", "then", "used_before", "years_then")
_BY_LATE = _after("by_then", "late", "used_before + years_then", "years_lately")
_ALL_LATE = _after("0::bigint", "late", "used_before", "(year - used_since)")
_THIS_YEAR = _after("(worn + opening)", "now", "used", "1")
_CAUGHT_UP = _after("0::bigint", "now", "used_before", "(year - used_since + 1)")

# A relation with all columns of `facts` and: used, opening, amount, formula.
RECKONED = f"""
SELECT *, CASE formula
    WHEN '{wear.CATCH_UP}' THEN {_CAUGHT_UP}
    WHEN '{wear.NO_WEAR}' THEN 0 WHEN '{wear.NOT_IN_USE}' THEN 0 WHEN '{wear.WORN_THROUGH}' THEN 0
    WHEN '{wear.UNDECIDED}' THEN 0
    ELSE {_THIS_YEAR} - (worn + opening) END AS amount
FROM (SELECT *, CASE
        WHEN excused THEN '{wear.NO_WEAR}'
        WHEN used_since IS NULL OR used_since > year THEN '{wear.NOT_IN_USE}'
        WHEN worn + opening >= cost THEN '{wear.WORN_THROUGH}'
        WHEN now_years IS NULL THEN '{wear.UNDECIDED}'
        WHEN year = transition AND then_years IS NULL AND worn + opening = 0 AND used_since < year
            THEN '{wear.CATCH_UP}'
        WHEN used >= now_years THEN CASE WHEN changed THEN '{wear.TRANSITION_ALL}'
            ELSE '{wear.ALL_REMAINING}' END
        WHEN used + 1 >= now_years THEN '{wear.LAST_YEAR}'
        WHEN worn + opening = least(cost, now_share * used) THEN '{wear.YEARLY}'
        WHEN changed THEN '{wear.TRANSITION}' ELSE '{wear.SPREAD}' END AS formula
    FROM (SELECT *, CASE
            WHEN closed_before OR worn <> 0 OR excused OR now_years IS NULL OR cost <= 0
                OR used_since IS NULL OR used_since >= year THEN 0
            WHEN then_years IS NULL OR years_then = 0 THEN {_ALL_LATE}
            ELSE {_BY_LATE} END AS opening
        FROM (SELECT *, {_BY_THEN} AS by_then,
                year = transition AND used_since < year
                    AND (then_years, then_rate) IS DISTINCT FROM (now_years, now_rate) AS changed
            FROM (SELECT *, {_SHARES},
                    CASE WHEN excused OR used_since IS NULL OR used_since > year THEN 0
                        ELSE year - used_since + used_before END AS used,
                    greatest(least(year, transition) - used_since, 0) AS years_then,
                    year - used_since - greatest(least(year, transition) - used_since, 0) AS years_lately
                FROM facts OFFSET 0) AS shared
            OFFSET 0) AS split
        OFFSET 0) AS opened
    OFFSET 0) AS judged
"""  # noqa: S608 - our own constants only
