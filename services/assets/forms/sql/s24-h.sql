, worn AS (
    SELECT DISTINCT ON (asset_id) asset_id, amount, life_years FROM wear_rows
    WHERE unit_id IN (SELECT id FROM scope) AND recorded_at <= %(known_at)s AND make_date(year, 12, 31) <= %(to)s
    ORDER BY asset_id, year DESC
), kept AS (
    SELECT asset_id, unit_id, category, sum(quantity) > 0 AS there, sum(cost) AS cost, sum(wear) AS wear,
           sum(wear) FILTER (WHERE effective_on < %(from)s) AS wear_before,
           (array_agg(document_number ORDER BY effective_on DESC, number DESC) FILTER (WHERE quantity = 1))[1] AS in_number,
           (array_agg(coalesce(document_on, effective_on) ORDER BY effective_on DESC, number DESC) FILTER (WHERE quantity = 1))[1] AS in_on,
           (array_agg(document_number ORDER BY effective_on DESC, number DESC) FILTER (WHERE quantity = -1))[1] AS out_number,
           (array_agg(coalesce(document_on, effective_on) ORDER BY effective_on DESC, number DESC) FILTER (WHERE quantity = -1))[1] AS out_on,
           (array_agg(cause ORDER BY effective_on DESC, number DESC) FILTER (WHERE quantity = -1))[1] AS out_cause,
           -(array_agg(cost ORDER BY effective_on DESC, number DESC) FILTER (WHERE quantity = -1))[1] AS out_cost,
           -(array_agg(wear ORDER BY effective_on DESC, number DESC) FILTER (WHERE quantity = -1))[1] AS out_wear
    FROM moved WHERE asset_kind = 'fixed_asset'
    GROUP BY asset_id, unit_id, category
    HAVING sum(quantity) > 0 OR bool_or(quantity <> 0 AND effective_on >= %(from)s)
)
SELECT category.name AS grouped, row_number() OVER w AS stt, kept.in_number AS tang_so, kept.in_on AS tang_ngay,
       {name} AS ten, described.made_in AS nuoc, to_char(described.put_to_use_on, 'MM/YYYY') AS dua_vao,
       coalesce(nullif(described.tag, ''), described.code) AS so_hieu,
       CASE WHEN kept.there THEN kept.cost ELSE kept.out_cost END AS nguyen_gia,
       round(100 / worn.life_years, 2) AS ty_le, worn.amount AS mot_nam, coalesce(kept.wear_before, 0) AS luy_ke_truoc,
       CASE WHEN kept.there THEN kept.wear ELSE kept.out_wear END AS luy_ke,
       CASE WHEN NOT kept.there THEN kept.out_number END AS giam_so,
       CASE WHEN NOT kept.there THEN kept.out_on END AS giam_ngay,
       CASE WHEN NOT kept.there THEN coalesce(%(causes)s::jsonb ->> kept.out_cause, kept.out_cause) END AS ly_do,
       CASE WHEN NOT kept.there THEN kept.out_cost - kept.out_wear END AS con_lai
FROM kept JOIN catalogue category ON category.code = kept.category
LEFT JOIN described ON described.id = kept.asset_id LEFT JOIN worn ON worn.asset_id = kept.asset_id
WINDOW w AS (ORDER BY category.position, kept.asset_id, kept.unit_id)
ORDER BY category.position, kept.asset_id, kept.unit_id
