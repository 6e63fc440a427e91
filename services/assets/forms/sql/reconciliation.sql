, summed AS (
    SELECT category, asset_kind,
           coalesce(sum(quantity) FILTER (WHERE effective_on < %(from)s), 0) AS opening_quantity,
           coalesce(sum(cost) FILTER (WHERE effective_on < %(from)s), 0) AS opening_cost,
           coalesce(sum(wear) FILTER (WHERE effective_on < %(from)s), 0) AS opening_wear,
           coalesce(sum(quantity) FILTER (WHERE effective_on >= %(from)s AND quantity = 1), 0) AS in_quantity,
           coalesce(sum(cost) FILTER (WHERE effective_on >= %(from)s AND quantity = 1), 0) AS in_cost,
           coalesce(sum(wear) FILTER (WHERE effective_on >= %(from)s AND quantity = 1), 0) AS in_wear,
           coalesce(-sum(quantity) FILTER (WHERE effective_on >= %(from)s AND quantity = -1), 0) AS out_quantity,
           coalesce(-sum(cost) FILTER (WHERE effective_on >= %(from)s AND quantity = -1), 0) AS out_cost,
           coalesce(-sum(wear) FILTER (WHERE effective_on >= %(from)s AND quantity = -1), 0) AS out_wear,
           coalesce(sum(cost) FILTER (WHERE effective_on >= %(from)s AND quantity = 0), 0) AS changed_cost,
           coalesce(sum(wear) FILTER (WHERE effective_on >= %(from)s AND quantity = 0), 0) AS changed_wear,
           coalesce(sum(quantity), 0) AS closing_quantity, coalesce(sum(cost), 0) AS closing_cost,
           coalesce(sum(wear), 0) AS closing_wear
    FROM moved GROUP BY category, asset_kind
)
SELECT summed.*, category.name AS category_name
FROM summed JOIN catalogue category ON category.code = summed.category
ORDER BY summed.asset_kind, category.position
