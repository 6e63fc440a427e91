"""A QR code on the terminal, from a process that soon is gone: `python -m taisan.terminal_qr TEXT`."""

import sys

import qrcode


def main(text: str) -> None:
    """Print `text` as a code; on a terminal with colours of its own, so it reads on dark and on light."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    code.print_ascii(tty=sys.stdout.isatty())


if __name__ == "__main__":
    main(sys.argv[1])
