"""The register of public IT assets: units, people, the catalogue, assets, asset books, labels."""
