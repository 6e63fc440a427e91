"""Books, minutes and reports in the forms of the law: an SQL text each (sql/), laid out by law/forms.toml."""
