"""Papers to sign: one page of them, the signature under what is signed, each thing said once."""

import re
from pathlib import Path

import pytest

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.exports.papiers import papier
from habilitations.adhesions.regles.fiche import Section
from habilitations.adhesions.services.fiches import fiche_de
from habilitations.exports.acte import page as page_de_l_acte
from portal.socle.formats import ecrire_siret
from portal.socle.pdf import pdf_de
from tests.declarations.pdf import compact, ouvrir, texte_de
from tests.habilitations.actes import demande
from tests.habilitations.adhesions.dossiers import ouvert
from tests.habilitations.adhesions.fiches import ALINE, CONTACT, remplie, typer
from tests.monde import JOUR, Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
TOUS = ("fiche_identification", "convention_mcp", "bulletin_afas", "contrat_service")
JOINTES = ("pj1", "pj2", "pj3")
RACINE = Path(__file__).parents[3]


@pytest.mark.parametrize("genre", [*TOUS, *JOINTES])
def test_un_papier_tient_sur_une_page_et_ne_se_repete_pas(monde: Monde, genre: str) -> None:
    dossier = ouvert(monde, "a")
    remplie(monde, dossier)
    octets = papier(fiche_de(dossier, JOUR), genre)
    lu = texte_de(octets)
    assert len(ouvrir(octets).pages) == 1
    siret = dossier.gestionnaire.siret
    assert compact(lu).count(siret) == 1
    assert siret not in lu, "les chiffres d’un SIRET vont par groupes"
    assert "Fait à" in lu


@pytest.mark.parametrize("genre", ["fiche_identification", "pj2"])
def test_long_il_garde_sa_signature_avec_ce_qui_est_signe(monde: Monde, genre: str) -> None:
    """However many rows push the end to another page, and wherever they stop."""
    dossier = ouvert(monde, "a")
    remplie(monde, dossier)
    for rang in range(16):
        if genre == "pj2":
            personne = ALINE | {"nom": f"Saisie {rang}", "courriel": f"a{rang}@alizes.test"}
            typer(monde, dossier, Section.PERSONNES, personne)
        else:
            typer(monde, dossier, Section.CONTACTS, CONTACT | {"nom": f"Contact {rang}"})
    pages = [
        compact(p.extract_text()) for p in ouvrir(papier(fiche_de(dossier, JOUR), genre)).pages
    ]
    assert len(pages) > 1
    signees = [p for p in pages if "Faità" in p]
    assert len(signees) == 1
    assert compact(genres()[genre].articles[-1]) in signees[0]


def test_aucun_mot_ne_se_coupe_dans_une_colonne(monde: Monde) -> None:
    """Whole words on one line: names, roles, addresses."""
    dossier = ouvert(monde, "a")
    remplie(monde, dossier)
    pj2 = ouvrir(papier(fiche_de(dossier, JOUR), "pj2")).pages[0].extract_text()
    for mot in ("Présidente", "presidente@alizes.test", "Approbateur"):
        assert mot in pj2
    acte = demande(monde.passerelles.approbateur)
    page = ouvrir(pdf_de(page_de_l_acte(acte))).pages[0].extract_text()
    tableau = page[page.index("Droits accordés") : page.index("Sur quoi ils reposent")]
    assert "Approbateur" in tableau


def test_un_siret_ne_s_ecrit_nulle_part_d_un_seul_tenant() -> None:
    """Pages, papers and courriels: one way of writing it (``|siret``)."""
    assert ecrire_siret("98123400800010") == "981\u00a0234\u00a0008\u00a000010"
    assert ecrire_siret(None) == ecrire_siret("") == ""
    bruts = [
        (gabarit.relative_to(RACINE), trouve)
        for gabarit in (RACINE / "templates").rglob("*.*")
        for trouve in re.findall(r"\{\{[^}]*\bsiret\s*\}\}", gabarit.read_text("utf-8"))
        if "|siret" not in trouve
    ]
    assert bruts == []
