"""The close of one unit's year as one statement, and the same without writing, for a look beforehand.

Parameters: unit, year, last_day, transition, lives, grounds (JSON, see parameters.py); for the close also
closing, at, by. The books of a unit are whole in themselves: what moves in or out brings its cost and wear
along, and a change of category leaves one group of entries and enters another.
"""

from services.assets.rules import wear
from services.assets.wear.formulas import RECKONED

UNSEEN = "unseen"  # an asset that has since gone where the actor sees nothing; a close with one is refused

_FACTS = f"""
lives AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(CAST(:lives AS jsonb)) AS l(category text, wear_class text, basis text,
        rules text[], then_years int, then_rate int, late_years int, late_rate int, now_years int,
        now_rate int)),
grounds AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(CAST(:grounds AS jsonb)) AS g(formula text, grounds text[])),
booked AS (
    SELECT asset_id, category, sum(cost)::bigint AS cost, sum(wear)::bigint AS worn,
           max(effective_on) FILTER (WHERE quantity = 1) AS came_on
    FROM book_entries
    WHERE unit_id = :unit AND effective_on <= :last_day AND asset_kind = 'fixed_asset'
    GROUP BY asset_id, category HAVING sum(quantity) = 1),
earlier AS (
    SELECT asset_id, category, sum(opening + amount)::bigint AS worn
    FROM wear_rows WHERE unit_id = :unit AND year < :year AND asset_kind = 'fixed_asset'
    GROUP BY asset_id, category),
excused AS (
    SELECT DISTINCT ON (asset_id) asset_id, kind, number FROM wear_decisions
    WHERE kind IN ('no_wear', 'wear_again') AND from_year <= :year
    ORDER BY asset_id, from_year DESC, id DESC),
second_hand AS (
    SELECT DISTINCT ON (asset_id) asset_id, years FROM wear_decisions
    WHERE kind = 'used_before' AND from_year <= :year ORDER BY asset_id, from_year DESC, id DESC),
facts AS (
    SELECT b.asset_id, b.category, b.came_on, a.department, a.id IS NULL AS unseen,
           CAST(:year AS integer) AS year, b.cost, b.worn + coalesce(e.worn, 0) AS worn,
           extract(year FROM a.put_to_use_on)::integer AS used_since,
           coalesce(s.years, 0) AS used_before, e.asset_id IS NOT NULL AS closed_before,
           coalesce(x.kind = 'no_wear', false) AS excused, CAST(:transition AS integer) AS transition,
           l.wear_class, l.rules, CASE WHEN x.kind = 'no_wear' THEN x.number ELSE l.basis END AS basis,
           l.then_years, l.then_rate, l.late_years, l.late_rate, l.now_years, l.now_rate
    FROM booked b
    JOIN lives l ON l.category = b.category
    LEFT JOIN assets a ON a.id = b.asset_id
    LEFT JOIN earlier e ON e.asset_id = b.asset_id AND e.category = b.category
    LEFT JOIN excused x ON x.asset_id = b.asset_id
    LEFT JOIN second_hand s ON s.asset_id = b.asset_id
    OFFSET 0),
reckoned AS ({RECKONED})
"""  # noqa: S608 - our own constants only

_LEFT_OUT = ", ".join(f"'{formula}'" for formula in wear.LEFT_OUT)

CLOSE = f"""
WITH {_FACTS},
written AS (
    INSERT INTO wear_rows (asset_id, year, unit_id, closing_id, recorded_at, category, asset_kind, department,
        cost, wear_before, opening, opening_on, amount, wear_after, life_years, rate, years_used, wear_class,
        basis, formula, rules)
    SELECT r.asset_id, r.year, :unit, :closing, :at, r.category, 'fixed_asset', coalesce(r.department, ''),
        r.cost, r.worn, r.opening,
        CASE WHEN r.opening > 0 THEN greatest(make_date(r.year, 1, 1), r.came_on) END,
        r.amount, r.worn + r.opening + r.amount, r.now_years, r.now_rate, r.used, r.wear_class, r.basis,
        CASE WHEN r.unseen THEN '{UNSEEN}' ELSE r.formula END,
        CASE WHEN r.opening > 0 THEN r.rules || g.grounds || CAST(:opening_rules AS text[])
            ELSE r.rules || g.grounds END
    FROM reckoned r JOIN grounds g ON g.formula = r.formula
    RETURNING opening, amount, formula),
totals AS (
    SELECT count(*) AS assets, coalesce(sum(amount), 0)::bigint AS wear_total,
           coalesce(sum(opening), 0)::bigint AS opening_total,
           count(*) FILTER (WHERE formula IN ({_LEFT_OUT})) AS left_out,
           count(*) FILTER (WHERE formula = '{UNSEEN}') AS unseen
    FROM written),
closed AS (
    INSERT INTO year_closings (id, unit_id, year, recorded_at, recorded_by, assets, wear_total,
        opening_total, left_out, rules)
    SELECT :closing, :unit, :year, :at, :by, assets, wear_total, opening_total, left_out,
        CAST(:closing_rules AS text[])
    FROM totals)
SELECT assets, wear_total, opening_total, left_out, unseen FROM totals
"""  # noqa: S608 - our own constants only

_SHOWN = f"""
    SELECT r.*, a.code, a.name, CASE WHEN r.formula IN ({_LEFT_OUT}) THEN 0 ELSE 1 END AS rank,
        row_number() OVER (PARTITION BY r.formula ORDER BY r.asset_id) AS place
    FROM reckoned r JOIN assets a ON a.id = r.asset_id
"""  # noqa: S608

PREVIEW = f"""
WITH {_FACTS.replace("reckoned AS (", "reckoned AS MATERIALIZED (")},
sums AS (
    SELECT formula, count(*) AS assets, sum(cost)::bigint AS cost, sum(worn)::bigint AS wear_before,
        sum(opening)::bigint AS opening, sum(amount)::bigint AS amount
    FROM reckoned GROUP BY formula ORDER BY formula),
shown AS ({_SHOWN})
SELECT coalesce((SELECT jsonb_agg(to_jsonb(sums)) FROM sums), '[]') AS sums,
       coalesce((SELECT jsonb_agg(to_jsonb(s) ORDER BY s.rank, s.formula, s.asset_id) FROM (
            SELECT asset_id, code, name, category, cost, worn AS wear_before, opening, amount,
                used AS years_used, now_years AS life_years, now_rate AS rate, basis, formula, rank
            FROM shown WHERE place <= CASE rank WHEN 0 THEN 50 ELSE 2 END) s), '[]') AS rows
"""  # noqa: S608

# An asset that was in the books at the end of the year and has left them since: its wear of that year follows
# it out of the old books, on the day it left, and into those it stands in now, on the day it came there or
# the first that is still open. Where a later year was closed there already, no more is brought in than
# remains of its cost; and nothing, when that close reckoned the earlier years itself. Answers {asset_id,
# late: whether a later year was closed where it stands}.
FOLLOW = """
WITH gone AS (
    SELECT w.asset_id, w.unit_id, w.category, w.department, w.opening + w.amount AS worn, w.rules,
           max(e.effective_on) AS left_on
    FROM book_entries e
    JOIN wear_rows w ON w.asset_id = e.asset_id AND w.year = :year AND w.unit_id = e.unit_id
        AND w.category = e.category
    WHERE e.unit_id = :unit AND e.effective_on > :last_day AND e.quantity = -1
        AND e.asset_kind = 'fixed_asset' AND w.opening + w.amount > 0
        AND (SELECT sum(s.quantity) FROM book_entries s WHERE s.asset_id = e.asset_id
             AND s.unit_id = e.unit_id AND s.category = e.category AND s.asset_kind = 'fixed_asset') = 0
    GROUP BY w.asset_id, w.unit_id, w.category, w.department, w.opening, w.amount, w.rules),
place AS (
    SELECT g.asset_id, g.rules, p.unit_id, p.category, p.asset_kind, g.department,
           greatest(g.left_on, p.came_on, make_date(l.closed + 1, 1, 1)) AS day,
           CASE WHEN r.reckoned THEN 0 ELSE least(g.worn, p.cost - p.worn) END AS worn,
           coalesce(l.closed > :year, false) AS late
    FROM gone g CROSS JOIN LATERAL (
        SELECT unit_id, category, asset_kind, max(effective_on) FILTER (WHERE quantity = 1) AS came_on,
               sum(cost)::bigint AS cost, sum(wear)::bigint AS worn
        FROM book_movements WHERE asset_id = g.asset_id
        GROUP BY unit_id, category, asset_kind HAVING sum(quantity) = 1) p
    CROSS JOIN LATERAL (
        SELECT max(c.year) AS closed FROM year_closings c WHERE c.unit_id = p.unit_id) l
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(w.opening > 0), false) AS reckoned FROM wear_rows w
        WHERE w.asset_id = g.asset_id AND w.year > :year) r),
written AS (
    INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity,
        cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number, document_on,
        note, rules, source_id)
    SELECT asset_id, unit_id, day, :at, :by, 'correction', 0, 0, 0, 0, worn, category, asset_kind, department,
        '', NULL, :note, rules, :closing
    FROM (SELECT asset_id, unit_id, left_on AS day, -worn AS worn, category, 'fixed_asset' AS asset_kind,
            department, rules FROM gone
          UNION ALL
          SELECT asset_id, unit_id, day, worn, category, asset_kind, department, rules FROM place
          WHERE worn > 0) AS moved)
SELECT asset_id, late FROM place ORDER BY asset_id
"""
