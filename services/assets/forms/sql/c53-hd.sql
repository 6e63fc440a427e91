SELECT category.name AS grouped, row_number() OVER w AS stt, line.name AS ten,
       coalesce(nullif(line.tag, ''), line.code) AS ma_so,
       concat_ws(', ', nullif(line.department, ''), nullif(line.place, '')) AS noi_sd,
       1 AS so_sl, line.cost AS so_ng, line.cost - line.wear AS so_gtcl,
       seen.quantity AS thuc_sl, seen.quantity * line.cost AS thuc_ng, seen.quantity * (line.cost - line.wear) AS thuc_gtcl,
       seen.quantity - 1 AS lech_sl, (seen.quantity - 1) * line.cost AS lech_ng,
       (seen.quantity - 1) * (line.cost - line.wear) AS lech_gtcl,
       coalesce(%(outcomes)s::jsonb ->> line.outcome, line.outcome) AS ghi_chu
FROM stocktake_lines line JOIN catalogue category ON category.code = line.category
CROSS JOIN LATERAL (SELECT CASE WHEN line.outcome = 'missing' THEN 0 WHEN line.outcome IS NOT NULL THEN 1 END AS quantity) seen
WHERE line.stocktake_id = %(stocktake)s AND line.asset_kind = 'fixed_asset'
WINDOW w AS (ORDER BY category.position, line.position)
ORDER BY category.position, line.position
