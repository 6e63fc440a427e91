, summed AS (
    SELECT category,
           coalesce(sum(quantity) FILTER (WHERE effective_on < %(from)s), 0) AS before_quantity,
           coalesce(sum(cost) FILTER (WHERE effective_on < %(from)s), 0) AS before_cost,
           coalesce(sum(quantity) FILTER (WHERE effective_on >= %(from)s AND quantity = 1), 0) AS in_quantity,
           coalesce(sum(cost) FILTER (WHERE effective_on >= %(from)s AND (quantity = 1 OR quantity = 0 AND cost > 0)), 0) AS in_cost,
           coalesce(-sum(quantity) FILTER (WHERE effective_on >= %(from)s AND quantity = -1), 0) AS out_quantity,
           coalesce(-sum(cost) FILTER (WHERE effective_on >= %(from)s AND (quantity = -1 OR quantity = 0 AND cost < 0)), 0) AS out_cost,
           sum(quantity) AS after_quantity, sum(cost) AS after_cost
    FROM moved WHERE asset_kind = 'fixed_asset' GROUP BY category
)
SELECT 'Tài sản cố định khác' AS grouped, '4.' || row_number() OVER (ORDER BY category.position) AS stt, category.name AS ten,
       before_quantity AS dau_sl, NULL::bigint AS dau_dt, round(before_cost / 1000.0) AS dau_ng,
       in_quantity AS tang_sl, NULL::bigint AS tang_dt, round(in_cost / 1000.0) AS tang_ng,
       out_quantity AS giam_sl, NULL::bigint AS giam_dt, round(out_cost / 1000.0) AS giam_ng,
       after_quantity AS cuoi_sl, NULL::bigint AS cuoi_dt, round(after_cost / 1000.0) AS cuoi_ng
FROM summed JOIN catalogue category ON category.code = summed.category
WHERE before_quantity <> 0 OR in_quantity <> 0 OR out_quantity <> 0 OR in_cost <> 0 OR out_cost <> 0
ORDER BY category.position
