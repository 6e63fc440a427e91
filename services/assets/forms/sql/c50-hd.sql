SELECT '' AS grouped, row_number() OVER (ORDER BY moved.number) AS stt, {name} AS ten,
       coalesce(nullif(described.tag, ''), described.code) AS so_hieu, described.made_in AS nuoc,
       described.made_year AS nam_sx, extract(year FROM described.put_to_use_on)::integer AS nam_sd,
       '' AS cong_suat, NULL::bigint AS gia_mua, NULL::bigint AS van_chuyen, NULL::bigint AS chay_thu,
       moved.cost AS nguyen_gia, '' AS tai_lieu
FROM moved LEFT JOIN described ON described.id = moved.asset_id
WHERE moved.quantity = 1 AND moved.effective_on >= %(from)s AND moved.asset_kind = 'fixed_asset'
  AND (moved.asset_id = %(asset)s OR moved.source_id = %(source)s OR moved.document_number = %(document)s)
ORDER BY moved.number
