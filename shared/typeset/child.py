"""The process that holds typst: reads a request, writes a PDF, again and again, until its input ends.

A message is 4 bytes of length (big-endian) and that many bytes. In: the time that the file names as its own
(POSIX; nothing for now), a space, the path of the template below the checkout, a line feed, the data as JSON.
Out: one byte, 0 for a PDF or 1 for an error's text, before the
content. It imports nothing of the services, so that it starts in a moment.
"""

import struct
import sys
from pathlib import Path
from typing import IO

import typst

ROOT = Path(__file__).resolve().parent.parent.parent


def render(template: Path, data: bytes, made_at: int | None = None) -> bytes:
    """The PDF/A-2a of `template`, which finds `data` (JSON) in sys.inputs.data."""
    made = typst.compile(
        template,
        root=ROOT,
        font_paths=[ROOT / "shared" / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2a",
        timestamp=made_at,
        sys_inputs={"data": data.decode()},
    )
    assert isinstance(made, bytes)  # noqa: S101 - for the type checker: one document, no output path
    return made


def receive(source: IO[bytes]) -> bytes | None:
    """One message; None at the end of the input."""
    head = source.read(4)
    if len(head) < 4:
        return None
    return source.read(struct.unpack(">I", head)[0])


def send(target: IO[bytes], content: bytes) -> None:
    """One message."""
    target.write(struct.pack(">I", len(content)) + content)
    target.flush()


def main() -> None:
    while (request := receive(sys.stdin.buffer)) is not None:
        head, _, data = request.partition(b"\n")
        made_at, _, template = head.decode().partition(" ")
        try:
            answer = b"\x00" + render(ROOT / template, data, int(made_at) if made_at else None)
        except Exception as error:  # noqa: BLE001 - a document that fails must not end the process for the next
            answer = b"\x01" + str(error).encode()
        send(sys.stdout.buffer, answer)


if __name__ == "__main__":
    main()
