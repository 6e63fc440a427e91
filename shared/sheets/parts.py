"""The fixed parts of a workbook of one sheet, as Office Open XML (ECMA-376) has them, and its styles."""

from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# Styles by what they are for: their place in the list below.
STYLES = {
    name: place
    for place, name in enumerate(
        ("plain", "text", "count", "money", "rate", "date", "head", "mark", "title", "centre", "strong",
         "total", "total_number", "group", "italic")
    )
}  # fmt: skip

_FONTS = (
    '<fonts count="4"><font><sz val="11"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="11"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="14"/><name val="Times New Roman"/></font>'
    '<font><i/><sz val="11"/><name val="Times New Roman"/></font></fonts>'
)
_LINE = '<{0} style="thin"><color auto="1"/></{0}>'
_BORDERS = (
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>'
    + "".join(_LINE.format(side) for side in ("left", "right", "top", "bottom"))
    + "<diagonal/></border></borders>"
)
_WRAP = '<alignment vertical="top" wrapText="1"/>'
_TOP = '<alignment vertical="top"/>'
_CENTRE = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
# number format, font, border, alignment: 3 is #,##0, 4 is #,##0.00, 164 is our day
_FORMATS = (
    (0, 0, 0, ""), (0, 0, 1, _WRAP), (3, 0, 1, _TOP), (3, 0, 1, _TOP), (4, 0, 1, _TOP), (164, 0, 1, _TOP),
    (0, 1, 1, _CENTRE), (0, 3, 1, _CENTRE), (0, 2, 0, _CENTRE), (0, 0, 0, _CENTRE), (0, 1, 0, _CENTRE),
    (0, 1, 1, _WRAP), (3, 1, 1, _TOP), (0, 1, 1, _TOP), (0, 3, 0, _WRAP),
)  # fmt: skip


def styles() -> str:
    """xl/styles.xml."""
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="{border}" xfId="0"'
        f' applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
        for number, font, border, alignment in _FORMATS
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
        f"{_FONTS}"
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f"{_BORDERS}"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_FORMATS)}">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def workbook(sheet: str, heads: tuple[int, int]) -> str:
    """xl/workbook.xml with one sheet, whose rows `heads` (first, last, from 1) are repeated on every page."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(sheet)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{escape(quoted)}!${heads[0]}:${heads[1]}'
        "</definedName></definedNames></workbook>"
    )


def fixed() -> dict[str, str]:
    """The parts that are the same in every workbook, by name."""
    relation = '<Relationship Id="{}" Type="' + _OFFICE + '/{}" Target="{}"/>'
    relations = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    override = '<Override PartName="/xl/{}.xml" ContentType="' + _SHEET_TYPE + '.{}+xml"/>'
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + override.format("workbook", "sheet.main")
            + override.format("worksheets/sheet1", "worksheet")
            + override.format("styles", "styles")
            + "</Types>"
        ),
        "_rels/.rels": relations
        + relation.format("rId1", "officeDocument", "xl/workbook.xml")
        + "</Relationships>",
        "xl/_rels/workbook.xml.rels": relations
        + relation.format("rId1", "worksheet", "worksheets/sheet1.xml")
        + relation.format("rId2", "styles", "styles.xml")
        + "</Relationships>",
        "xl/styles.xml": styles(),
    }


def sheet_head(widths: list[float], frozen: int) -> str:
    """The beginning of the sheet up to its data: widths of the columns, `frozen` rows that stand still."""
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
        for at, width in enumerate(widths, start=1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView workbookViewId="0"><pane ySplit="{frozen}" topLeftCell="A{frozen + 1}"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>"
    )


def sheet_foot(merged: list[str], paper: int) -> str:
    """The end of the sheet: merged cells, landscape on `paper` (9 is A4, 8 is A3), page numbers."""
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>' if merged else ""
    return (
        f"</sheetData>{merges}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{paper}" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;CTrang &amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )
