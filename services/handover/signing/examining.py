"""The process that reads the signatures of a PDF: alone, with little memory and time, without secrets.

It is run by path (shared/apart.py) and imports nothing of the house. In: a line of JSON {roots: PEM}, then
the PDF. Out: a line of JSON, {refused} or {revisions, signatures: [...]}; see `_told` for a signature.

Nothing is fetched: a certificate that was revoked since is not noticed, and the report says so.
"""

import hashlib
import json
import resource
import sys
from io import BytesIO
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleTrustManager

MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_SECONDS = 20  # of processor time
MOST_SIGNATURES = 50

_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "entire_file",
    SignatureCoverageLevel.ENTIRE_REVISION: "entire_revision",
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: "part",
    SignatureCoverageLevel.UNCLEAR: "unclear",
}


def examined(pdf: bytes, roots: str) -> dict[str, Any]:
    """The report on `pdf`, the oldest signature first; `roots`: PEM certificates of who is trusted."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        if reader.encrypted:
            return {"refused": "paper-locked"}
        found = reader.embedded_signatures
        if len(found) > MOST_SIGNATURES:
            return {"refused": "file-too-heavy"}
        trust = [x509.Certificate.load(der) for der in _certificates(roots)]
        signatures = [_told(one, pdf, trust) for one in found]
    except (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        return {"refused": "paper-unreadable", "why": f"{type(error).__name__}: {error}"[:300]}
    signatures.sort(key=lambda one: one["ends_at"])
    return {"revisions": reader.xrefs.total_revisions, "size": len(pdf), "signatures": signatures}


def _told(one: EmbeddedPdfSignature, pdf: bytes, trust: list[x509.Certificate]) -> dict[str, Any]:
    """One signature: whose, when, what it covers, what came after it, whether it holds."""
    first, length, second, rest = (int(number) for number in one.byte_range)
    about = {
        "field": one.field_name,
        "kind": "timestamp" if one.sig_object_type == "/DocTimeStamp" else "signature",
        "pades": str(one.sig_object.get("/SubFilter")) in {"/ETSI.CAdES.detached", "/ETSI.RFC3161"},
        "revision": one.signed_revision + 1,
        "ends_at": second + rest,
        "signed_bytes": hashlib.sha256(pdf[first : first + length] + pdf[second : second + rest]).hexdigest(),
    }
    try:
        return {**about, **_signer(one.signer_cert), **_judged(one, trust)}
    except (SigningError, PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        return {**about, **_NOTHING, "why": f"{type(error).__name__}: {error}"[:300]}


_NOTHING: dict[str, Any] = {
    "name": "",
    "organisation": "",
    "subject": "",
    "issuer": "",
    "certificate": "",
    "claimed_at": None,
    "stamped_at": None,
    "stamp_by": "",
    "stamp_trusted": False,
    "intact": False,
    "valid": False,
    "trusted": False,
    "covers": "unclear",
    "after": "unknown",
    "why": "",
}


def _signer(certificate: x509.Certificate) -> dict[str, str]:
    subject, issuer = certificate.subject, certificate.issuer
    return {
        "name": _text(subject.native.get("common_name")),
        "organisation": _text(subject.native.get("organization_name")),
        "subject": subject.human_friendly,
        "issuer": issuer.human_friendly,
        "certificate": certificate.sha256.hex(),
    }


def _judged(one: EmbeddedPdfSignature, trust: list[x509.Certificate]) -> dict[str, Any]:
    context = ValidationContext(
        trust_manager=SimpleTrustManager.build(trust_roots=trust), allow_fetching=False
    )
    status: Any
    stamp: Any
    if one.sig_object_type == "/DocTimeStamp":
        status = validate_pdf_timestamp(one, context)
        stamp, claimed = status, None
    else:
        status = validate_pdf_signature(one, context, context)
        stamp, claimed = status.timestamp_validity, one.self_reported_timestamp
    difference = status.diff_result
    level = None if status.modification_level is None else status.modification_level.name.lower()
    suspicious = isinstance(difference, SuspiciousModification)
    return {
        "claimed_at": claimed.isoformat() if claimed else None,
        "stamped_at": stamp.timestamp.isoformat() if stamp else None,
        "stamp_by": _text(stamp.signing_cert.subject.native.get("common_name")) if stamp else "",
        "stamp_trusted": bool(stamp and stamp.intact and stamp.valid and stamp.trusted),
        "intact": bool(status.intact),
        "valid": bool(status.valid),
        "trusted": bool(status.trusted),
        "covers": _COVERS[status.coverage],
        "after": level or "other",
        "why": str(difference)[:300] if suspicious else "",
    }


def _certificates(roots: str) -> list[bytes]:
    if not roots.strip():
        return []
    return [der for _, _, der in pem.unarmor(roots.encode(), multiple=True)]


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def main() -> None:
    """Examine the PDF on the input under the limits of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    line, _, pdf = sys.stdin.buffer.read().partition(b"\n")
    try:
        report = examined(pdf, json.loads(line)["roots"])
    except MemoryError:
        report = {"refused": "file-too-heavy"}
    sys.stdout.buffer.write(json.dumps(report).encode() + b"\n")


if __name__ == "__main__":
    main()
