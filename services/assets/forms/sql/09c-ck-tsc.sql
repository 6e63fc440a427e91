SELECT category.name AS grouped, row_number() OVER w AS stt, {name} AS ten, stock.department AS bo_phan,
       stock.quantity AS so_luong, stock.cost AS tong, stock.cost_budget AS ngan_sach, stock.cost_other AS khac,
       stock.cost - stock.wear AS con_lai, '' AS chuc_danh, '' AS chung, '' AS dac_thu, '' AS kinh_doanh,
       '' AS cho_thue, '' AS ldlk, '' AS sd_khac
FROM stock JOIN catalogue category ON category.code = stock.category
LEFT JOIN described ON described.id = stock.asset_id
WINDOW w AS (ORDER BY category.position, stock.asset_id, stock.unit_id)
ORDER BY category.position, stock.asset_id, stock.unit_id
