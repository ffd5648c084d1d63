"""Printed pages: tagged, titled, in French, and deaf to any network."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint.formatting_structure.boxes import TextBox

from portal.socle.impression import AdresseRefusee, FichiersStatiques
from portal.socle.pdf import page_de, pdf_de

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


LONG = "Anticonstitutionnellement" * 4


@pytest.mark.parametrize("colonnes", [1, 3, 6])
def test_un_mot_de_cent_lettres_ne_sort_pas_de_la_page(colonnes):
    """In each of its places: a cell, a list of facts, a paragraph, a title."""
    cellules = f"<td>{LONG}</td>" * colonnes
    corps = (
        f"<h2>{LONG}</h2><p>{LONG}</p><dl class='faits'><div><dt>Nom</dt><dd>{LONG}</dd></div>"
        f"<div><dt>Nom</dt><dd>Court</dd></div></dl><table><tr><th>{LONG}</th>{cellules}</tr></table>"
    )
    for page in mise_en_page(corps).pages:
        boite = page._page_box
        droite = boite.width + boite.margin_left
        assert all(b.position_x + b.width <= droite + 1 for b in textes(boite))


def test_une_colonne_garde_ses_mots_entiers():
    """Beside a hundred letters, « Rattachement » is not cut: it has the width of its word."""
    corps = f"<table><tr><td>Rattachement</td><td>{LONG}</td></tr></table>"
    (page,) = mise_en_page(corps).pages
    assert "Rattachement" in [b.text for b in textes(page._page_box)]


def test_les_mots_longs_se_copient_entiers_et_les_marques_restent_hors_du_texte():
    empreinte = "0123456789abcdef" * 2
    corps = f'<p title="{empreinte}">{empreinte} &amp; suite</p>'
    page = PAGE.format(corps=corps).replace("<body>", f'<body class="papier {empreinte}">')
    pdf = lire(pdf_de(page))
    texte = pdf.pages[0].extract_text()
    assert f"{empreinte} & suite" in texte
    assert texte.count(empreinte) == 1
    assert not {"span", "class", "long"} & set(texte.split())
    assert "long" not in pdf.metadata.title


def mise_en_page(corps):
    return page_de(PAGE.format(corps=corps)).render()


def textes(boite):
    return [b for b in boite.descendants() if isinstance(b, TextBox)]
