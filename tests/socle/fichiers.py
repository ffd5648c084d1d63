"""Small files of each kind, true and false, as people or attackers would send them."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
SCRIPT = b"#!/bin/sh\nrm -rf ~\n"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
_BUREAU = "application/vnd.openxmlformats-officedocument"


def archive(parties: Mapping[str, bytes], stockees: tuple[str, ...] = ()) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as z:
        for nom, contenu in parties.items():
            z.writestr(nom, contenu, zipfile.ZIP_STORED if nom in stockees else None)
    return tampon.getvalue()


def ooxml(genre: str, autres: Mapping[str, bytes] | None = None, type_principal: str = "") -> bytes:
    principal = type_principal or f"{_BUREAU}.{genre}.main+xml"
    types = f'<Types><Override PartName="/d.xml" ContentType="{principal}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "d.xml": b"<d/>", **(autres or {})})


def xlsx(autres: Mapping[str, bytes] | None = None) -> bytes:
    return ooxml("spreadsheetml.sheet", autres)


def docx(autres: Mapping[str, bytes] | None = None) -> bytes:
    return ooxml("wordprocessingml.document", autres)


def odf(genre: str, autres: Mapping[str, bytes] | None = None) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{genre}".encode()
    parties = {"mimetype": mime, "content.xml": b"<office:document-content/>"}
    return archive({**parties, **(autres or {})}, ("mimetype",))


def bombe() -> bytes:
    """A spreadsheet of a few hundred kilobytes that unpacks to 400 MB."""
    return xlsx({f"xl/media/zero{i}.xml": bytes(100 * 1024 * 1024) for i in range(4)})


def chiffree() -> bytes:
    """A spreadsheet whose parts are marked as encrypted."""
    brut = bytearray(xlsx())
    for marque, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        debut = brut.find(marque)
        while debut >= 0:
            brut[debut + place] |= 1
            debut = brut.find(marque, debut + 4)
    return bytes(brut)


def annuaire_demesure() -> bytes:
    """An archive of tens of thousands of empty parts: small, and long to list."""
    return xlsx({f"p/{i:06d}.xml": b"" for i in range(12_000)})


def televerse(contenu: bytes = PDF, nom: str = "justificatif.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, contenu, content_type="application/octet-stream")
