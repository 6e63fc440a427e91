"""Two readers of QR symbols that we did not write: ZXing (in C++) and OpenCV. None of ours stands between."""

import cv2
import numpy as np
import zxingcpp
from PIL import Image

# The older QRCodeDetector of OpenCV overlooks one symbol in forty of a whole sheet at 150 dpi (26 of 1,080 in
# a trial, none decoded wrongly); this one looks for them in another way and decodes them alike.
_OPENCV = cv2.QRCodeDetectorAruco()


def symbols(picture: Image.Image) -> list[zxingcpp.Barcode]:
    """The QR symbols in `picture`: asked for every kind of code, ZXing sees one of bars (ITF) in a page of QR
    symbols now and then.
    """
    return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))


def read_by_zxing(picture: Image.Image) -> str:
    """The text of the one symbol in `picture`; fails when there is none or a second."""
    (found,) = symbols(picture.convert("L"))
    return found.text


def read_by_opencv(picture: Image.Image) -> str:
    """The text of the symbol in `picture`, "" when OpenCV finds none."""
    return str(_OPENCV.detectAndDecode(np.array(picture.convert("L")))[0])
