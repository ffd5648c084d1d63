"""Printed pages: tagged, titled, in French, and deaf to any network."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.socle.pdf import AdresseRefusee, FichiersStatiques, pdf_de

PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Récépissé d’essai</title>'
    '<link rel="stylesheet" href="statique:pdf.css"></head><body>'
    '<div class="pied-gauche">Pied</div><h1>Récépissé</h1>{corps}</body></html>'
)


def lire(octets):
    return PdfReader(BytesIO(octets))


def test_balise_titre_et_langue():
    pdf = lire(pdf_de(PAGE.format(corps="<p>12 345,60 €</p>")))
    assert pdf.metadata.title == "Récépissé d’essai"
    assert pdf.root_object["/Lang"] == "fr"
    assert "/StructTreeRoot" in pdf.root_object
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in pdf.root_object["/Metadata"].get_data().decode()


def test_la_feuille_de_style_est_lue_et_les_pages_numerotees():
    saut = '<p>Un</p><p style="break-before: page">Deux</p>'
    textes = [page.extract_text() for page in lire(pdf_de(PAGE.format(corps=saut))).pages]
    assert ["page 1 sur 2" in textes[0], "page 2 sur 2" in textes[1]] == [True, True]


def test_un_fichier_statique_se_donne_par_son_nom():
    reponse = FichiersStatiques().fetch("statique:pdf.css")
    assert reponse.content_type == "text/css"
    assert b"@page" in reponse.read()


@pytest.mark.parametrize(
    "adresse",
    [
        "http://example.org/image.png",
        "https://example.org/image.png",
        "file:///etc/passwd",
        "ftp://example.org/image.png",
        "data:image/svg+xml,<svg/>",
        "statique:absent.css",
        "statique:",
        "statique:../manage.py",
        "statique:%2e%2e/manage.py",
        "statique:/etc/passwd",
    ],
)
def test_toute_autre_adresse_arrete_le_rendu(adresse):
    with pytest.raises(AdresseRefusee):
        FichiersStatiques().fetch(adresse)
    with pytest.raises(AdresseRefusee):
        pdf_de(PAGE.format(corps=f'<img alt="essai" src="{adresse}">'))
