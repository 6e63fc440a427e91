"""The words of labels."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

TEMPLATE: Words = {
    "a4-24": (N_("A4, 24 tem 70 × 37 mm"), ""),
    "a4-40": (N_("A4, 40 tem 52,5 × 29,7 mm"), ""),
    "a4-65": (N_("A4, 65 tem 38,1 × 21,2 mm"), ""),
    "thermal-50x25": (N_("Tem cuộn 50 × 25 mm"), ""),
    "thermal-40x30": (N_("Tem cuộn 40 × 30 mm"), ""),
}
FORMAT: Words = {
    "pdf": (N_("PDF, cho mọi máy in"), ""),
    "zpl-203": (N_("ZPL, máy in nhiệt 203 dpi"), ""),
    "zpl-300": (N_("ZPL, máy in nhiệt 300 dpi"), ""),
}
REASON: Words = {
    "damaged": (N_("tem bong, rách, mờ"), ""),
    "lost": (N_("mất tem"), ""),
    "wrong": (N_("dán nhầm tem"), ""),
    "roll": (N_("gắn tem in sẵn"), ""),
}
# The reasons that a person may choose.
REPLACING: Words = {name: text for name, text in REASON.items() if name != "roll"}
TABLES: dict[str, Words] = {"label_template": TEMPLATE, "label_reason": REASON}
