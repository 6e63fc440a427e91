SELECT category.name AS grouped, row_number() OVER w AS stt, {name} AS ten, -moved.cost_budget AS ngan_sach,
       -moved.cost_other AS khac, moved.wear - moved.cost AS con_lai,
       CASE WHEN moved.cause = 'recalled' THEN 'x' END AS thu_hoi,
       CASE WHEN moved.cause = 'transfer_out' THEN 'x' END AS dieu_chuyen,
       CASE WHEN moved.cause = 'sold' THEN 'x' END AS ban, CASE WHEN moved.cause = 'liquidated' THEN 'x' END AS thanh_ly,
       CASE WHEN moved.cause = 'destroyed' THEN 'x' END AS tieu_huy, CASE WHEN moved.cause = 'lost' THEN 'x' END AS mat,
       CASE WHEN moved.cause IN ('handed_to_locality', 'uninstalled', 'other_decrease') THEN 'x' END AS hinh_thuc_khac,
       'Đã ghi giảm ngày ' || to_char(moved.effective_on, 'DD/MM/YYYY') AS ket_qua, NULL::bigint AS thu_duoc,
       NULL::bigint AS da_nop, NULL::bigint AS chua_nop, NULL::bigint AS chi_phi, moved.document_number AS ghi_chu
FROM moved JOIN categories category ON category.code = moved.category
LEFT JOIN described ON described.id = moved.asset_id
WHERE moved.quantity = -1 AND moved.effective_on >= %(from)s
  AND moved.cause NOT IN ('reassigned_out', 'reclassified_out', 'import_undone')
WINDOW w AS (ORDER BY category.position, moved.effective_on, moved.number)
ORDER BY category.position, moved.effective_on, moved.number
