SELECT coalesce(nullif(moved.department, ''), '(Chưa ghi bộ phận sử dụng)') AS grouped,
       (moved.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS ngay_ghi, moved.document_number AS so,
       coalesce(moved.document_on, moved.effective_on) AS ngay, {name} AS ten,
       coalesce(%(pieces)s::jsonb ->> moved.category, 'cái') AS dvt,
       CASE WHEN moved.quantity = 1 THEN 1 END AS tang_sl, CASE WHEN moved.quantity = 1 THEN moved.cost END AS tang_gia,
       CASE WHEN moved.quantity = 1 THEN moved.cost END AS tang_tien,
       CASE WHEN moved.quantity = -1 THEN coalesce(%(causes)s::jsonb ->> moved.cause, moved.cause) END AS ly_do,
       CASE WHEN moved.quantity = -1 THEN 1 END AS giam_sl, CASE WHEN moved.quantity = -1 THEN -moved.cost END AS giam_gia,
       CASE WHEN moved.quantity = -1 THEN -moved.cost END AS giam_tien
FROM moved LEFT JOIN described ON described.id = moved.asset_id
WHERE moved.quantity <> 0 AND moved.effective_on >= %(from)s
ORDER BY 1, moved.effective_on, moved.number
