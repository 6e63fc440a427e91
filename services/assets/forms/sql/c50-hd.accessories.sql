-- Tools that came with the same paper, or that are parts of what the form is about.
, increased AS (
    SELECT moved.asset_id FROM moved
    WHERE moved.quantity = 1 AND moved.effective_on >= %(from)s AND moved.asset_kind = 'fixed_asset'
      AND (moved.asset_id = %(asset)s OR moved.source_id = %(source)s OR moved.document_number = %(document)s)
)
SELECT '' AS grouped, row_number() OVER (ORDER BY min(piece.number)) AS stt, {name} AS ten,
       coalesce(%(pieces)s::jsonb ->> piece.category, 'cái') AS dvt, count(*) AS so_luong, sum(piece.cost) AS gia_tri
FROM moved piece JOIN described ON described.id = piece.asset_id
WHERE piece.quantity = 1 AND piece.effective_on >= %(from)s AND piece.asset_kind = 'tool'
  AND (piece.document_number = %(document)s OR described.parent_id IN (SELECT asset_id FROM increased))
GROUP BY 3, 4 ORDER BY min(piece.number)
