SELECT category.name AS grouped, row_number() OVER w AS stt, {name} AS ten, described.model AS ky_hieu,
       described.made_in AS nuoc, described.made_year AS nam_sx, described.put_to_use_on AS ngay_sd,
       round(stock.cost / 1000.0) AS tong, round(stock.cost_budget / 1000.0) AS ngan_sach,
       round(stock.cost / 1000.0) - round(stock.cost_budget / 1000.0) AS khac,
       round((stock.cost - stock.wear) / 1000.0) AS con_lai,
       CASE WHEN unit.kind <> 'school' THEN stock.quantity END AS qlnn, NULL::bigint AS kinh_doanh,
       CASE WHEN unit.kind = 'school' THEN stock.quantity END AS khong_kd, NULL::bigint AS cho_thue,
       NULL::bigint AS ldlk, NULL::bigint AS sd_khac
FROM stock JOIN catalogue category ON category.code = stock.category JOIN bodies unit ON unit.id = stock.unit_id
LEFT JOIN described ON described.id = stock.asset_id
WINDOW w AS (ORDER BY category.position, stock.asset_id, stock.unit_id)
ORDER BY category.position, stock.asset_id, stock.unit_id
