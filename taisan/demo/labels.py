"""Labels of the sample: a printer that was measured, a roll of which one label is stuck on already."""

from taisan.demo.places import Place
from taisan.demo.stage import Stage


def stick(stage: Stage, place: Place) -> None:
    """A calibrated printer, a roll for the district's office, and a label replaced because it was torn."""
    officer = place.officer()
    printer = {
        "unit_id": place.office,
        "name": "Máy in tem phòng một cửa",
        "offset_x_mm": 0.5,
        "offset_y_mm": -1,
    }
    stage.do("assets", "POST", "/label-printers", printer, actor=officer)
    roll = {"unit_id": place.office, "count": 40, "template": "thermal-50x25", "note": "Kiểm kê cuối năm"}
    stage.do("assets", "POST", "/label-rolls", roll, actor=officer)
    asset = place.assets[place.office][-1]
    torn = {"reason": "damaged", "code": ""}
    path = f"/assets/{asset['id']}/relabel"
    asset |= stage.do("assets", "POST", path, torn, actor=officer, version=asset["version"])
