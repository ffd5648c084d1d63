"""Is the receipt of a bilan genuine, and the latest? Asked on the same public page."""

import pytest
from django.test import Client

from bilans.exports.recepisse import recepisse_pdf
from bilans.models import DemandeComplement, EnvoiBilan, FeuilleBilan
from portal.dossiers.models import Dossier
from portal.dossiers.recepisses import Verdict, adresse_de_verification, verifier_recepisse
from portal.socle.models import LigneJournal
from tests.bilans.services.test_envoi import envoyer, piege_rempli
from tests.bilans.services.test_saisie import saisir
from tests.bilans.services.test_verification import falsifier
from tests.declarations.pdf import texte_de
from tests.monde import JOUR, MAINTENANT, Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
CHANGER = """UPDATE bilans_envoibilan SET reponses = reponses || '{"n": "9"}' WHERE id = %s"""


@pytest.fixture
def envoi(monde: Monde) -> EnvoiBilan:
    return envoyer(monde, piege_rempli(monde))


def verdict(envoi: EnvoiBilan, empreinte: str | None = None) -> Verdict:
    return verifier_recepisse(envoi.bilan.reference, empreinte or envoi.empreinte).verdict


def test_le_dernier_puis_remplace(monde: Monde, envoi: EnvoiBilan) -> None:
    assert verdict(envoi) == Verdict.DERNIER
    DemandeComplement.objects.create(
        bilan=envoi.bilan,
        motif="Dites-en plus sur le bonus demandé",
        questions=["motif_bonus"],
        demandee_par=monde.conseiller,
        demandee_le=MAINTENANT,
        pour_le=JOUR,
    )
    FeuilleBilan.objects.filter(bilan=envoi.bilan).update(ouvertes=["motif_bonus"])
    Dossier.objects.filter(pk=envoi.bilan_id).update(etat="a_completer")
    assert verdict(envoi) == Verdict.DERNIER  # what is asked for is not sent yet

    saisir(envoi.bilan, monde.passerelles.activite, motif_bonus="Pour les enfants aussi")
    second = envoyer(monde, envoi.bilan)
    assert (verdict(envoi), verdict(second)) == (Verdict.REMPLACE, Verdict.DERNIER)


def test_recopie_a_la_main(envoi: EnvoiBilan) -> None:
    lu = verifier_recepisse(
        f" {envoi.bilan.reference.lower()}", " ".join([envoi.empreinte[:32], envoi.empreinte[32:]])
    )
    assert (lu.verdict, lu.nom) == (Verdict.DERNIER, "envoi 1")


def test_une_empreinte_ou_une_reference_fausses(envoi: EnvoiBilan) -> None:
    assert verdict(envoi, "0" * 64) == Verdict.INCONNU
    autre = envoi.bilan.reference.replace("BILAN-CLAS", "BILAN-CCT")
    assert verifier_recepisse(autre, envoi.empreinte).verdict == Verdict.INCONNU
    for absent in ("BILAN-CLAS-2025-999999999999999999", "BILAN-CLAS-2025-999999"):
        assert verifier_recepisse(absent, envoi.empreinte).verdict == Verdict.INCONNU


def test_des_reponses_changees_par_sql(envoi: EnvoiBilan) -> None:
    falsifier(CHANGER, envoi.pk)
    assert verdict(envoi) == Verdict.ALTERE
    assert verdict(envoi, "0" * 64) == Verdict.INVERIFIABLE


def test_ce_que_le_journal_ne_dit_pas(envoi: EnvoiBilan) -> None:
    ligne = LigneJournal.objects.get(action="bilan.transmis")
    falsifier("DELETE FROM socle_lignejournal WHERE id = %s", ligne.pk)
    assert verdict(envoi) == Verdict.CONTREDIT


def test_une_empreinte_refaite_ne_trompe_personne(envoi: EnvoiBilan) -> None:
    falsifier("UPDATE bilans_envoibilan SET empreinte = %s WHERE id = %s", "1" * 64, envoi.pk)
    assert verdict(envoi) == Verdict.ALTERE
    assert verdict(envoi, "1" * 64) == Verdict.CONTREDIT


def test_la_page_ne_montre_rien_du_bilan_et_le_recepisse_y_mene(
    client: Client, envoi: EnvoiBilan
) -> None:
    adresse = adresse_de_verification(envoi.bilan.reference, envoi.empreinte)
    page = client.get(adresse).content.decode()
    assert "authentique et c’est le dernier" in page
    assert "envoi 1 : transmission à la Caf le" in page
    assert envoi.bilan.gestionnaire.nom not in page
    assert "Vérifier que ce récépissé est authentique" in texte_de(recepisse_pdf(envoi))
