SELECT '' AS grouped, row_number() OVER w AS stt, member.said ->> 'name' AS ong_ba, member.said ->> 'post' AS chuc_vu,
       member.said ->> 'represents' AS dai_dien,
       CASE WHEN member.said ->> 'role' = 'chair' THEN 'Trưởng ban' ELSE 'Ủy viên' END AS vai_tro
FROM stocktakes CROSS JOIN LATERAL jsonb_array_elements(stocktakes.board) WITH ORDINALITY AS member (said, place)
WHERE stocktakes.id = %(stocktake)s
WINDOW w AS (ORDER BY member.said ->> 'role' <> 'chair', member.place)
ORDER BY member.said ->> 'role' <> 'chair', member.place
