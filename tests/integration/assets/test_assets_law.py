"""Whom a change of the law data would touch, counted in a real register."""

from taisan.law_pack import _counted


def test_the_records_made_under_a_rule_are_counted_in_every_table_that_keeps_its_key(register):
    for serial in ("A", "B"):
        register.asset(serial=serial)
    counted = dict(_counted("assets", register.databases.url("assets")))
    assert counted["assets.assets"] == {"FIXED-ASSET@2": 2}
    assert counted["assets.book_entries"] == {"FIXED-ASSET@2": 2}
