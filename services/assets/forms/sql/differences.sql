, booked AS (
    -- the whole book as known then, whatever the period: the register has no day of its own
    SELECT asset_id, unit_id, category, asset_kind, sum(quantity) AS quantity, sum(cost) AS cost, sum(wear) AS wear
    FROM book_movements
    WHERE unit_id IN (SELECT id FROM scope) AND recorded_at <= %(known_at)s
    GROUP BY asset_id, unit_id, category, asset_kind
    HAVING sum(quantity) <> 0 OR sum(cost) <> 0 OR sum(wear) <> 0
), registered AS (
    SELECT described.* FROM described JOIN assets ON assets.id = described.id
    WHERE described.unit_id IN (SELECT id FROM scope) AND assets.registered_at <= %(known_at)s
      AND described.status NOT IN ('disposed', 'withdrawn')
), compared AS (
    SELECT coalesce(booked.asset_id, registered.id) AS asset_id,
           coalesce(booked.category, registered.category) AS category,
           coalesce(booked.quantity, 0) AS book_quantity, coalesce(booked.cost, 0) AS book_cost,
           coalesce(booked.wear, 0) AS book_wear, (registered.id IS NOT NULL)::int AS register_quantity,
           coalesce(registered.cost, 0) AS register_cost
    FROM booked FULL JOIN registered ON registered.id = booked.asset_id AND registered.unit_id = booked.unit_id
      AND registered.category = booked.category AND registered.kind = booked.asset_kind
)
SELECT compared.*, described.code, described.name, category.name AS category_name
FROM compared JOIN catalogue category ON category.code = compared.category
LEFT JOIN described ON described.id = compared.asset_id
WHERE book_quantity <> register_quantity OR book_cost <> register_cost OR book_wear < 0 OR book_wear > book_cost
ORDER BY compared.asset_id, category.position LIMIT %(most)s
