SELECT '' AS grouped, moved.document_number AS so, moved.effective_on AS ngay,
       concat_ws(': ', coalesce(%(causes)s::jsonb ->> moved.cause, moved.cause), nullif(moved.note, '')) AS dien_giai,
       CASE WHEN moved.cause <> 'wear' THEN moved.cost END AS nguyen_gia,
       CASE WHEN moved.wear <> 0 THEN extract(year FROM moved.effective_on)::integer END AS nam,
       CASE WHEN moved.wear <> 0 THEN moved.wear END AS hao_mon,
       sum(moved.wear) OVER (ORDER BY moved.effective_on, moved.number NULLS LAST) AS cong_don
FROM moved WHERE moved.asset_id = %(asset)s
ORDER BY moved.effective_on, moved.number NULLS LAST
