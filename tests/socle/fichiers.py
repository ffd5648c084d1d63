"""Small files of each kind, true and false, as people or attackers would send them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

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


def ods(feuilles: Mapping[str, Sequence[Sequence[str | date]]]) -> bytes:
    """A spreadsheet as LibreOffice writes one: days are days, everything else a text."""

    def cellule(valeur: str | date) -> str:
        if isinstance(valeur, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{valeur}"/>'
        texte = f"<text:p>{escape(valeur)}</text:p>"
        return f'<table:table-cell office:value-type="string">{texte}</table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{escape(titre)}">'
        + "".join(f"<table:table-row>{''.join(map(cellule, r))}</table:table-row>" for r in rangs)
        + "</table:table>"
        for titre, rangs in feuilles.items()
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    noms = " ".join(f'xmlns:{n}="{urn}:{n}:1.0"' for n in ("office", "table", "text"))
    contenu = (
        f'<?xml version="1.0"?><office:document-content {noms}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifeste = f'<m:manifest xmlns:m="{urn}:manifest:1.0"/>'
    parties = {"content.xml": contenu, "META-INF/manifest.xml": manifeste}
    return odf("spreadsheet", {nom: texte.encode() for nom, texte in parties.items()})


@cache
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


def png(largeur: int, hauteur: int) -> bytes:
    """A whole PNG that announces these dimensions, without a point of them."""
    entete = b"IHDR" + struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    somme = struct.pack(">I", zlib.crc32(entete))
    return PNG[:8] + struct.pack(">I", 13) + entete + somme + PNG[-12:]


def jpeg(largeur: int = 2, hauteur: int = 2, suite: bytes = b"") -> bytes:
    """A whole JPEG of these dimensions: a frame, a scan with stuffed bytes and restarts."""
    trame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", hauteur, largeur) + b"\x01\x01\x11\x00"
    balayage = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return JPEG[:-2] + trame + balayage + b"\xff\xd9" + suite


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*lues: tuple[str, str, bool]) -> bytes:
    """A part « .rels »: kind, target, whether it is outside; identifiers are rId1, rId2…"""
    corps = "".join(
        f'<Relationship Id="rId{rang}" Type="{RELATION}/{genre}" Target="{cible}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if dehors else ''}/>"
        for rang, (genre, cible, dehors) in enumerate(lues, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{corps}</Relationships>'.encode()


def feuille(corps: bytes, apres: bytes = b"") -> bytes:
    """The part of a sheet."""
    debut = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>'.encode()
    return debut + corps + b"</sheetData>" + apres + b"</worksheet>"


def classeur(
    partie: bytes,
    *,
    place: str = "worksheets/sheet1.xml",
    autres: Mapping[str, bytes] | None = None,
) -> bytes:
    """A real workbook of one sheet, stored where one likes."""
    types = (
        '<Types><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        f'ContentType="{_BUREAU}.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/xl/{place}" ContentType="{_BUREAU}.spreadsheetml.worksheet+xml"/>'
        "</Types>"
    )
    livre = (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="Comptes" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return archive(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", False)),
            "xl/workbook.xml": livre.encode(),
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", place, False), ("sharedStrings", "sharedStrings.xml", False)
            ),
            f"xl/{place}": partie,
            **(autres or {}),
        }
    )


LOIN = (
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)


def _entites() -> bytes:
    entites = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return classeur(entites + feuille(b'<row><c t="str"><v>&b;</v></c></row>'))


def _chaine_repetee() -> bytes:
    rangees = b"".join(b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>" for _ in range(5000))
    chaine = f'<sst xmlns="{SPREADSHEET}"><si><t>'.encode() + b"x" * 1_000_000 + b"</t></si></sst>"
    return classeur(feuille(rangees), autres={"xl/sharedStrings.xml": chaine})


def _loin_utf16() -> bytes:
    entete = '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16")
    return classeur(entete + feuille(LOIN).decode().encode("utf-16-le"))


def _attributs() -> bytes:
    suite = b"".join(b'a%d="" ' % i for i in range(1_000_000))
    return classeur(b"<worksheet " + suite + b">")


def _replie() -> bytes:
    flux = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n"
    return flux + zlib.compress(bytes(200_000_000)) + b"\nendstream endobj\n%%EOF"


def _table() -> bytes:
    objet = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n"
    return objet + b"0000000000 65535 f \n" * 200_000 + b"(\n%%EOF"


DEMESURES: dict[str, Callable[[], bytes]] = {
    "loin.xlsx": lambda: classeur(feuille(LOIN)),
    "loin-ailleurs.xlsx": lambda: classeur(feuille(LOIN), place="feuilles/f1.xml"),
    "loin-barres.xlsx": lambda: classeur(feuille(LOIN)).replace(
        b"xl/worksheets/", b"xl\\worksheets\\"
    ),
    "loin-utf16.xlsx": _loin_utf16,
    "loin-echappe.xlsx": lambda: classeur(feuille(LOIN.replace(b"XFD1", b"XF&#68;1"))),
    "chaine-repetee.xlsx": _chaine_repetee,
    "entites.xlsx": _entites,
    "profond.xlsx": lambda: classeur(feuille(b"<a>" * 1_000_000)),
    "une-balise.xlsx": lambda: classeur(b"<worksheet " + b"a" * 10_000_000 + b'="1">'),
    "attributs.xlsx": _attributs,
    "imbrique.xlsx": lambda: xlsx({"a.xlsx": xlsx({"a.xlsx": xlsx({"a.xlsx": xlsx()})})}),
    "bombe.xlsx": bombe,
    "parties.xlsx": annuaire_demesure,
    "immense.png": lambda: png(60_000, 60_000),
    "immense.jpg": lambda: jpeg(65_000, 65_000),
    "marques.jpg": lambda: JPEG[:3] + b"\xff" * 9_000_000,
    "dictionnaires.pdf": lambda: b"%PDF-1.7\n" + b"<<" * 4_500_000 + b"%%EOF",
    "objets.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj(" * 1_100_000 + b"%%EOF",
    "replie.pdf": _replie,
    "table.pdf": _table,
}
"""Files made to fill memory, or time, by name: what opens them must say no and go on. Each is made
when asked for: made as tests are listed, all would weigh on each process of the suite."""
