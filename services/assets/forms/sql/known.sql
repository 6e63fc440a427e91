-- What every form reads: the units it is about, their movements as known at a moment, and what was then said of
-- the assets. What was said is the row of today, laid over with what stood before each change recorded later;
-- the earliest of these changes wins (of equal keys jsonb keeps the last, hence the order).
WITH scope AS MATERIALIZED (
    SELECT descendant_id AS id FROM unit_scope
    WHERE ancestor_id = %(unit)s AND (%(below)s OR descendant_id = ancestor_id)
), moved AS (
    SELECT * FROM book_movements
    WHERE unit_id IN (SELECT id FROM scope) AND recorded_at <= %(known_at)s AND effective_on <= %(to)s
), earlier AS (
    SELECT change.asset_id, jsonb_object_agg(field.key, field.value ORDER BY change.version DESC) AS said
    FROM asset_changes change CROSS JOIN LATERAL jsonb_each(change.before) field
    WHERE change.changed_at > %(known_at)s
    GROUP BY change.asset_id
), described AS (
    SELECT asset.id, asset.code, {fields}
    FROM assets asset LEFT JOIN earlier ON earlier.asset_id = asset.id
), catalogue AS (
    -- what categories were called then: the earliest change made later keeps what stood before it
    SELECT category.code, category.position, coalesce(renamed.before, category.name) AS name
    FROM categories category LEFT JOIN LATERAL (
        SELECT change.before ->> 'name' AS before FROM category_changes change
        WHERE change.category = category.code AND change.changed_at > %(known_at)s AND jsonb_exists(change.before, 'name')
        ORDER BY change.version LIMIT 1
    ) renamed ON true
), bodies AS (
    -- what units were, by the last day of the period and as known; who came later is what it was at first
    SELECT unit.id, coalesce(dated.kind, unit.kind) AS kind
    FROM units unit LEFT JOIN LATERAL (
        SELECT one.kind FROM unit_versions one WHERE one.unit_id = unit.id
        ORDER BY one.effective_on <= %(to)s AND one.recorded_at <= %(known_at)s DESC,
                 CASE WHEN one.effective_on <= %(to)s AND one.recorded_at <= %(known_at)s
                      THEN -one.version ELSE one.version END
        LIMIT 1
    ) dated ON true
), stock AS (
    SELECT asset_id, unit_id, category, sum(quantity) AS quantity, sum(cost) AS cost,
           sum(cost_budget) AS cost_budget, sum(cost_other) AS cost_other, sum(wear) AS wear,
           (array_agg(department ORDER BY effective_on DESC, number DESC NULLS LAST))[1] AS department
    FROM moved WHERE asset_kind = 'fixed_asset'
    GROUP BY asset_id, unit_id, category HAVING sum(quantity) > 0
)
