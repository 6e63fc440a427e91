"""Words of finding: labels, orders, cameras."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

LABEL: Words = {"printed": (N_("Đã in tem"), "good"), "unprinted": (N_("Chưa in tem"), "wait")}
YES_NO: Words = {"true": (N_("Có"), ""), "false": (N_("Không"), "")}
SORT: Words = {
    "registered": (N_("Ghi sổ trước lên đầu"), ""),
    "-registered": (N_("Mới ghi sổ lên đầu"), ""),
    "cost": (N_("Nguyên giá tăng dần"), ""),
    "-cost": (N_("Nguyên giá giảm dần"), ""),
    "put_to_use_on": (N_("Đưa vào sử dụng sớm nhất"), ""),
    "-put_to_use_on": (N_("Đưa vào sử dụng muộn nhất"), ""),
}
FUNDING: Words = {"budget": (N_("Ngân sách"), ""), "community": (N_("Xã hội hoá"), "")}
CAMERA: Words = {
    "essential": (N_("Vị trí trọng yếu"), ""),
    "far": (N_("Xa khu dân cư"), ""),
    "both": (N_("Trọng yếu và xa khu dân cư"), ""),
    "other": (N_("Vị trí khác"), ""),
}
TABLES: dict[str, Words] = {"funding": FUNDING, "camera_sort": CAMERA, "label_printed": LABEL}
