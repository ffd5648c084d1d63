"""What is foreseen to be paid: by the profile of the Caf, never less than was paid."""

from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from subventions.models import CauseSuspension, Droit
from subventions.paiements.services.profils import attribuer
from subventions.services.suspensions import suspendre
from subventions.simulateur.services import projections as service
from subventions.simulateur.services.previsions import previsions_de, prevoir
from subventions.tasks import calculer_projection
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import decider, droit_de
from tests.subventions.paiements import fabriques as fabriques_paiements
from tests.subventions.paiements.argent import paye, versements
from tests.subventions.simulateur.projetees import connecte, demandee, lisible

pytestmark = pytest.mark.usefixtures("fige")


def test_les_versements_prevus_suivent_le_profil_de_la_caf(monde: Monde) -> None:
    """The right réel alone is known: it stands for the forecast too, paid 70 % then 30 %."""
    reel = droit_de(monde)
    fixer_le_profil(monde)
    projection = demandee(monde, essais={"taux": "0.60"})
    calculer_projection(projection.pk)
    projection.refresh_from_db()
    prevision = previsions_de(projection)["er"]
    montant = reel.calcul.montant
    assert prevision.verses[2] == part(montant, "0.70")
    assert sum(prevision.verses) == montant
    assert (prevision.sans_profil, sum(prevision.indus)) == (0, 0)
    client = connecte(monde.conseiller)
    page = lisible(client.get(reverse("simulations:projection", args=[projection.pk])))
    assert "Versements et indus prévus" in page
    assert "mars 2025" in page
    contenu = client.get(reverse("simulations:export_projection", args=[projection.pk])).content
    prevus = list(load_workbook(BytesIO(contenu))["Versements prévus"].iter_rows(values_only=True))
    assert Decimal(str(prevus[3][1])) == prevision.verses[2]


def test_les_acomptes_partent_du_previsionnel_et_l_ensemble_fait_le_reel(monde: Monde) -> None:
    prevu = jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise")
    reel = droit_de(monde)
    fixer_le_profil(monde)
    droit = Droit.objects.get(dossier=prevu.pk)
    prevision = prevoir(demandee(monde, essais={"taux": "0.60"}), "er")
    assert prevision.verses[2] == part(droit.calcul.montant, "0.70")
    assert sum(prevision.verses) - sum(prevision.indus) == reel.calcul.montant


def test_une_decision_en_vigueur_compte_dans_les_versements(monde: Monde) -> None:
    droit = droit_de(monde)
    fixer_le_profil(monde)
    decider(droit, monde)
    prevision = prevoir(demandee(monde, essais={"plafond_horaire": "1.00"}), "er")
    assert sum(prevision.verses) == droit.calcul.montant - 500


def test_ce_qui_a_ete_verse_reste_quoi_qu_on_essaie(monde: Monde) -> None:
    """The first acompte left in March 2026 for what it was; what is tried moves the rest."""
    prevu = droit_de(monde, nature="previsionnelle", annee=2026)
    fabriques_paiements.profil(monde)
    fabriques_paiements.en_vigueur(monde)
    (verse,) = versements(paye(monde, 1))
    projection = demandee(monde, annee=2026, essais={"taux": "0.30"})
    calculer_projection(projection.pk)
    projection.refresh_from_db()
    prevision = previsions_de(projection)["er"]
    assert verse.montant == part(prevu.calcul.montant, "0.35")
    assert (prevision.deja, prevision.verses[verse.paye_le.month - 1]) == (verse.montant,) * 2
    (ligne,) = service.lignes_de(projection)
    assert sum(prevision.verses) - sum(prevision.indus) == ligne.apres
    client = connecte(monde.conseiller)
    page = lisible(client.get(reverse("simulations:projection", args=[projection.pk])))
    assert "Déjà versé ou mis dans un lot" in page


def test_ce_qui_est_suspendu_n_est_pas_prevu_et_cela_se_dit(monde: Monde) -> None:
    """Of another exercice, a suspension holds nothing back here."""
    reel = droit_de(monde)
    fixer_le_profil(monde)
    suspendre(monde.er, 2024, CauseSuspension.CONTROLE, "Contrôle", maintenant=MAINTENANT)
    projection = demandee(monde, essais={"taux": "0.60"})
    assert sum(prevoir(projection, "er").verses) == reel.calcul.montant
    suspendre(monde.er, 2025, CauseSuspension.CONTROLE, "Contrôle", maintenant=MAINTENANT)
    calculer_projection(projection.pk)
    projection.refresh_from_db()
    prevision = previsions_de(projection)["er"]
    assert (sum(prevision.verses), prevision.suspendus) == (0, 1)
    assert prevision.retenus == reel.calcul.montant
    client = connecte(monde.conseiller)
    page = lisible(client.get(reverse("simulations:projection", args=[projection.pk])))
    assert "dont le droit est suspendu : <strong>1</strong>" in page
    contenu = client.get(reverse("simulations:export_projection", args=[projection.pk])).content
    prevus = list(load_workbook(BytesIO(contenu))["Versements prévus"].iter_rows(values_only=True))
    assert prevus[-1][0] == "Retenu par des suspensions"


def test_sans_profil_fixe_rien_n_est_prevu_et_cela_se_dit(monde: Monde) -> None:
    droit_de(monde)
    projection = demandee(monde)
    calculer_projection(projection.pk)
    client = connecte(monde.conseiller)
    page = lisible(client.get(reverse("simulations:projection", args=[projection.pk])))
    assert "sans profil d’acomptes fixé par la Caf, non comptés ici : <strong>1</strong>" in page


def part(montant: Decimal, taux: str) -> Decimal:
    return (montant * Decimal(taux)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def fixer_le_profil(monde: Monde) -> None:
    attribuer(
        monde.caf.pk,
        dispositif="er",
        profil="une_fois_70",
        debut=2025,
        nouveaux=False,
        motif="Délibération du conseil d’administration",
        acteur=acteur(monde.responsable),
    )
