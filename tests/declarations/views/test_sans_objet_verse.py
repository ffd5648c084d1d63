"""A réelle « sans objet » after acomptes were paid: pages say what becomes of them, what to do."""

from html import unescape

import pytest
from django.urls import reverse

from declarations.models import Declaration
from declarations.services import instruction
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import paye, pret
from tests.subventions.paiements.pages import lue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "L’équipement a fermé avant l’été."
ATTEND = "Attend que la déclaration réelle soit transmise"
SANS_OBJET = "La déclaration réelle est sans objet"


@pytest.fixture
def reelle(monde: Monde) -> Declaration:
    """That of an exercice of which the first acompte is paid."""
    pret(monde)
    paye(monde, 1)
    return monde.declaration("reelle", 2026)


def fermer(reelle: Declaration, monde: Monde) -> None:
    instruction.declarer_sans_objet(reelle.pk, acteur=acteur(monde.conseiller), motif=MOTIF)


def test_l_echeancier_n_attend_plus_une_reelle_sans_objet(
    monde: Monde, reelle: Declaration
) -> None:
    adresse = reverse("paiements:echeancier", args=[monde.er.pk, 2026])
    caf, partenaire = connecte(monde.conseiller), connecte(monde.passerelles.finances)
    page = lue(caf.get(adresse))
    assert ATTEND in page
    assert SANS_OBJET not in page

    fermer(reelle, monde)

    page = lue(caf.get(adresse))
    assert ATTEND not in page
    assert "Versé sur cet exercice : 25 200,00 €" in page
    assert "Rétablissez-la depuis son dossier" in page
    page = lue(partenaire.get(adresse))
    assert SANS_OBJET in page
    assert "Votre Caf peut rétablir cette déclaration" in page
    argent = lue(partenaire.get(reverse("droits:dossier", args=[monde.er.pk, 2026])))
    assert "Aucun : la déclaration réelle est sans objet" in argent

    instruction.retablir(reelle.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
    assert ATTEND in lue(caf.get(adresse))


def test_qui_declare_sans_objet_sait_ce_qui_est_verse(monde: Monde, reelle: Declaration) -> None:
    caf = connecte(monde.conseiller)

    def dit(declaration: Declaration) -> str:
        adresse = reverse("declarations:sans_objet", args=[declaration.pk])
        return unescape(lue(caf.get(adresse)))

    assert "25 200,00 € sont versés ou en cours de paiement" in dit(reelle)
    assert "en cours de paiement" not in dit(monde.declaration("previsionnelle", 2026))


def test_sans_versement_rien_ne_se_dit(monde: Monde) -> None:
    pret(monde)
    reelle = monde.declaration("reelle", 2026)
    adresse = reverse("declarations:sans_objet", args=[reelle.pk])
    assert "en cours de paiement" not in lue(connecte(monde.conseiller).get(adresse))
    fermer(reelle, monde)
    page = lue(
        connecte(monde.conseiller).get(reverse("paiements:echeancier", args=[monde.er.pk, 2026]))
    )
    assert SANS_OBJET in page
    assert "ni soldé ni réclamé" not in page
