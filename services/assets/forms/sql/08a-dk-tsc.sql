SELECT 'Tài sản cố định khác' AS grouped, '4.' || row_number() OVER (ORDER BY category.position) AS stt, category.name AS ten,
       sum(stock.quantity) AS so_luong, NULL::bigint AS dien_tich,
       sum(stock.quantity) FILTER (WHERE unit.kind <> 'school') AS qlnn,
       sum(stock.quantity) FILTER (WHERE unit.kind = 'school') AS khong_kd, NULL::bigint AS kinh_doanh,
       NULL::bigint AS cho_thue, NULL::bigint AS ldlk, NULL::bigint AS hon_hop, NULL::bigint AS sd_khac
FROM stock JOIN catalogue category ON category.code = stock.category JOIN bodies unit ON unit.id = stock.unit_id
GROUP BY category.code, category.position, category.name ORDER BY category.position
