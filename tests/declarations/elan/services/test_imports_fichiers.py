"""Workbooks of ELAN that are not sound: other formats, bombs, sizes."""

import tracemalloc
from io import BytesIO

import pytest
from django.core.files.uploadedfile import UploadedFile

from declarations.elan.services.imports import PAS_XLSX, TROP_LOURD, ImportRefuse, deposer_import
from habilitations.models import Equipement
from tests.declarations.classeurs import (
    avec_partie,
    classeur_elan,
    partie,
)
from tests.declarations.elan.depots import refus
from tests.monde import Monde, acteur

FEUILLE_1 = "xl/worksheets/sheet1.xml"


def test_plus_de_cinq_mille_lignes_sont_refusees(monde: Monde, projet: Equipement) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes.extend([comptes[1]] * 5000)

    assert "plus de 5\u202f000 lignes" in refus(monde, classeur_elan(projet, changer))[0]


def test_une_cellule_au_bout_de_la_feuille_ne_remplit_pas_la_memoire(
    monde: Monde, projet: Equipement
) -> None:
    contenu = classeur_elan(projet)
    loin = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    piege = avec_partie(contenu, FEUILLE_1, lambda b: b.replace(b"</sheetData>", loin))

    assert "s’étend bien au-delà de ses données" in refus(monde, piege)[0]


def test_une_bombe_est_refusee_sans_etre_gardee(monde: Monde, projet: Equipement) -> None:
    contenu = classeur_elan(projet)
    bombe = avec_partie(contenu, FEUILLE_1, lambda b: b + b" " * (200 * 1024 * 1024))
    tracemalloc.start()

    try:
        assert "anormalement volumineux" in refus(monde, bombe)[0]
        assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_une_taille_annoncee_n_est_pas_crue(monde: Monde, projet: Equipement) -> None:
    """The directory of the archive says 1 kB; the part unpacks to 70 MB."""
    gonfle = avec_partie(classeur_elan(projet), FEUILLE_1, lambda b: b + b" " * (70 * 1024 * 1024))
    vraie = len(partie(gonfle, FEUILLE_1))
    menteur = gonfle.replace(vraie.to_bytes(4, "little"), (1024).to_bytes(4, "little"))
    assert menteur != gonfle

    assert refus(monde, menteur)[0].startswith("Ce fichier est a")


@pytest.mark.parametrize(
    ("contenu", "nom", "attendu"),
    [
        (b"", "elan.xlsx", "vide"),
        (b"N;Exercice\n1;2024-2025\n", "elan.xlsx", "n’est pas celui d’un fichier"),
        (b"N;Exercice\n1;2024-2025\n", "elan.csv", PAS_XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "elan.xlsx", PAS_XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "elan.xls", PAS_XLSX),
        (b"PK\x03\x04" + b"\0" * 600, "elan.xlsx", "abîmé"),
        (b"%PDF-1.7\n%%EOF", "elan.pdf", PAS_XLSX),
    ],
)
def test_un_autre_fichier_est_refuse(monde: Monde, contenu: bytes, nom: str, attendu: str) -> None:
    assert attendu in refus(monde, contenu, nom)[0]


def test_un_classeur_opendocument_renomme_est_refuse(monde: Monde) -> None:
    import zipfile

    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")

    assert "n’est pas celui d’un fichier" in refus(monde, sortie.getvalue())[0]


def test_un_fichier_tronque_est_refuse(monde: Monde, projet: Equipement) -> None:
    contenu = classeur_elan(projet)
    casse = avec_partie(contenu, FEUILLE_1, lambda b: b[: len(b) // 2])

    assert refus(monde, contenu[: len(contenu) // 2])[0].startswith("Ce fichier est abîmé")
    assert refus(monde, casse)


def test_plus_de_cinq_megaoctets_sont_refuses_sans_etre_lus(monde: Monde) -> None:
    class Lourd(BytesIO):
        def read(self, *args: object) -> bytes:
            raise AssertionError("Ce fichier ne doit pas être lu.")

    fichier = UploadedFile(Lourd(), "elan.xlsx", size=40 * 1024 * 1024)

    with pytest.raises(ImportRefuse, match=TROP_LOURD):
        deposer_import(fichier, acteur=acteur(monde.conseiller))
