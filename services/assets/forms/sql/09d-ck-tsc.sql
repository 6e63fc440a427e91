, money AS (
    -- what the case had brought, as told by then; it stands once, in the first row of the case
    SELECT DISTINCT ON (disposal_id) disposal_id, (detail ->> 'proceeds')::bigint AS proceeds,
           (detail ->> 'paid_in')::bigint AS paid_in, (detail ->> 'costs')::bigint AS costs
    FROM disposal_steps WHERE act IN ('finish', 'settle') AND at <= %(known_at)s
    ORDER BY disposal_id, version DESC
), gone AS (
    SELECT *, row_number() OVER (PARTITION BY source_id ORDER BY effective_on, number) = 1 AS first_of_case
    FROM moved WHERE quantity = -1 AND effective_on >= %(from)s
      AND cause NOT IN ('reassigned_out', 'reclassified_out', 'import_undone')
)
SELECT category.name AS grouped, row_number() OVER w AS stt, {name} AS ten, -gone.cost_budget AS ngan_sach,
       -gone.cost_other AS khac, gone.wear - gone.cost AS con_lai,
       CASE WHEN gone.cause = 'recalled' THEN 'x' END AS thu_hoi,
       CASE WHEN gone.cause = 'transfer_out' THEN 'x' END AS dieu_chuyen,
       CASE WHEN gone.cause = 'sold' THEN 'x' END AS ban, CASE WHEN gone.cause = 'liquidated' THEN 'x' END AS thanh_ly,
       CASE WHEN gone.cause = 'destroyed' THEN 'x' END AS tieu_huy, CASE WHEN gone.cause = 'lost' THEN 'x' END AS mat,
       CASE WHEN gone.cause IN ('handed_to_locality', 'uninstalled', 'other_decrease') THEN 'x' END AS hinh_thuc_khac,
       'Đã ghi giảm ngày ' || to_char(gone.effective_on, 'DD/MM/YYYY') AS ket_qua, money.proceeds AS thu_duoc,
       money.paid_in AS da_nop, money.proceeds - money.paid_in AS chua_nop, money.costs AS chi_phi,
       gone.document_number AS ghi_chu
FROM gone JOIN catalogue category ON category.code = gone.category
LEFT JOIN described ON described.id = gone.asset_id
LEFT JOIN money ON money.disposal_id = gone.source_id AND gone.first_of_case
WINDOW w AS (ORDER BY category.position, gone.effective_on, gone.number)
ORDER BY category.position, gone.effective_on, gone.number
