SELECT '' AS grouped, row_number() OVER (ORDER BY moved.number) AS stt, {name} AS ten,
       coalesce(nullif(described.tag, ''), described.code) AS so_hieu, described.made_in AS nuoc,
       described.made_year AS nam_sx, extract(year FROM described.put_to_use_on)::integer AS nam_sd,
       '' AS cong_suat, made.gia_mua, made.van_chuyen, made.chay_thu, made.khac,
       moved.cost AS nguyen_gia, '' AS tai_lieu
FROM moved LEFT JOIN described ON described.id = moved.asset_id
-- what the cost was made of, where that still is the cost of this entry (rules/costing.py)
LEFT JOIN LATERAL (
    SELECT sum(part.amount) FILTER (WHERE part.name IN ('invoice', 'minutes', 'discounts')) AS gia_mua,
           sum(part.amount) FILTER (WHERE part.name = 'transport') AS van_chuyen,
           sum(part.amount) FILTER (WHERE part.name IN ('trial', 'trial_products')) AS chay_thu,
           sum(part.amount) FILTER (WHERE part.name IN ('installation', 'taxes', 'fees', 'other')) AS khac
    FROM (SELECT key AS name, value::bigint * CASE WHEN key IN ('discounts', 'trial_products') THEN -1 ELSE 1 END AS amount
          FROM jsonb_each_text(described.cost_parts)) part
    HAVING sum(part.amount) = moved.cost
) made ON true
WHERE moved.quantity = 1 AND moved.effective_on >= %(from)s AND moved.asset_kind = 'fixed_asset'
  AND (moved.asset_id = %(asset)s OR moved.source_id = %(source)s OR moved.document_number = %(document)s)
ORDER BY moved.number
