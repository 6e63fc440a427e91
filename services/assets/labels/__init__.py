"""Labels: the code that names an asset, its QR symbol, and the sheets they are printed on."""
