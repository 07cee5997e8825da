"""Files of every kind to read, made here: PDFs by hand, so that what is in them is known to the byte."""

import zlib
from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter

TITLE = "Army takes Tadef"
BODY = (
    "The Syrian army took the village of Tadef on Tuesday after two days of fighting, a monitor said. "
    "Three people were killed when warplanes struck the town of al-Sur."
)


def pdf(pages: Sequence[Sequence[str]], *, info: str = "", stream: bytes | None = None) -> bytes:
    """Give a PDF with these lines on each page in Helvetica; ``stream`` is put in place of the first page's content."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        content = zlib.compress(f"BT /F1 11 Tf 72 760 Td 14 TL\n{shown}ET".encode("cp1252"))
        if number == 0 and stream is not None:
            content = stream
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream"
        )
    objects.append(f"<< {info} >>".encode())
    out, at = BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        at.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{offset:010} 00000 n \n".encode() for offset in at))
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R"
    out.write(f"trailer\n<< {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def locked(raw: bytes) -> bytes:
    """Give the PDF with a password."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(raw)))
    writer.encrypt("word", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """Give a small PDF whose page unpacks to a hundred megabytes."""
    packer = zlib.compressobj(9)
    block = b"BT (x) Tj ET\n" * 100_000
    packed = b"".join(packer.compress(block) for _ in range(80)) + packer.flush()
    return pdf([["x"]], stream=packed)
