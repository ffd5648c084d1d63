"""Objects without anything to look at are passed over: no answer changes."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from portal.lecteur import pdf, pdf_objets, pdf_ouverture
from portal.lecteur.pdf import est_pdf
from portal.lecteur.pdf_objets import REGARDES, dictionnaires
from portal.lecteur.refus import FichierRefuse
from tests.lecteur.test_pdf_caches import avec
from tests.socle import fichiers

# The elements of the structure of a tagged report, as many as it has paragraphs.
ELEMENT = (
    b"%d 0 obj\n<< /Type /StructElem /S /P /P %d 0 R /K [ %d ] /Pg 3 0 R /T (Titre) "
    b"/ID <41> /A << /Placement /Block >> >>\nendobj\n"
)


def rapport(combien: int, *autres: bytes) -> bytes:
    elements = b"".join(ELEMENT % (i, i - 1, i) for i in range(10, 10 + combien))
    return avec(elements, *autres)


def test_chaque_nom_que_l_on_cherche_est_regarde() -> None:
    """A name looked for elsewhere, and not told here, would be passed over with its object."""
    cherches = {*pdf._ACTIONS, *pdf._AGISSANTS, *pdf_ouverture.DEHORS, *pdf_ouverture._SANS_CLIC}
    cherches |= {*pdf_ouverture._DECLENCHEURS, "Next", "Root", "Catalog", "XFA", "V", "Filter"}
    assert cherches | {"Encrypt", "ObjStm"} <= set(REGARDES)


def test_les_elements_d_un_rapport_sont_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    lus = []
    avancer = pdf_objets._avancer
    monkeypatch.setattr(pdf_objets, "_avancer", lambda *a: lus.append(1) or avancer(*a))
    assert est_pdf(BytesIO(rapport(5_000)))
    assert len(lus) < 100


SUSPECTS = (
    b"5 0 obj << /S /JavaScript /JS (1) >> endobj",
    b"5 0 obj << /T (a) /S /Launch >> endobj",
    b"5 0 obj << /S /JavaScript >>endobj",
    b"5 0 obj<</S/ImportData>>endobj",
    b"5 0 obj << /S /Java#53cript >> endobj",
    b"5 0 obj (6 0 obj << /S /JavaScript >> endobj) endobj",
    b"5 0 obj (endobj) << /S /JavaScript >> endobj",
    b"5 0 obj % endobj\n << /S /JavaScript >> endobj",
    b"5 0 obj << /A 1 >> stream\n6 0 obj << /S /Launch >> endobj endstream endobj",
    b"5 0 obj << /A << /EF 7 0 R /F (a.exe) >> >> endobj",
    b"5 0 obj /JavaScript endobj",
    b"5 0 obj endobj << /S /Launch >>",
    b"5 0 obj 6 0 obj << /S /Launch >> endobj",
    b"5 0 obj << /OpenAction << /S /URI >> >> endobj",
    b"5 0 obj [ << /S /Launch >> ] endobj",
    b"5 0 obj << /A " + b"1 " * 3_000 + b"/S /Launch >> endobj",
)


def verdict(contenu: bytes) -> str:
    try:
        return str(est_pdf(BytesIO(contenu)))
    except FichierRefuse as refus:
        return str(refus)


def sans_passer(contenu: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as lentement:
        lentement.setattr(pdf_objets, "_passer", lambda contenu, place, lecture: place)
        return verdict(contenu)


@pytest.mark.parametrize("suspect", SUSPECTS, ids=range(len(SUSPECTS)))
def test_rien_de_suspect_n_est_passe(suspect: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for contenu in (
        rapport(3, suspect),
        avec(suspect, ELEMENT % (9, 8, 7)),
        rapport(3, suspect * 2),
    ):
        assert verdict(contenu) == sans_passer(contenu, monkeypatch)
        assert verdict(contenu) != "True"


def sains() -> Iterator[bytes]:
    yield fichiers.PDF
    yield rapport(3)
    yield avec(b"5 0 obj << /Title (Le mot endobj \\( et stream) /S /GoTo >> endobj")
    yield avec(b"5 0 obj << /A ( >> endobj << /S /Launch >> ) >> endobj")
    yield avec(b"5 0 obj << /A [ 1 2 ] >> endobj 6 0 obj null endobj 7 0 obj 12 endobj")


@pytest.mark.parametrize("contenu", list(sains()))
def test_ce_qui_est_sain_le_reste(contenu: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict(contenu) == sans_passer(contenu, monkeypatch) == "True"


def test_ce_qui_suit_un_objet_passe_est_de_son_propre_objet() -> None:
    lus = list(dictionnaires(ELEMENT % (9, 8, 7) + b"12 0 obj << /S /Launch >> endobj"))
    assert [(lu["S"], objet) for lu, objet, _ in lus] == [("Launch", (12, 0))]
