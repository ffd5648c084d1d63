"""What changed between a page and its answer: the amount, a colleague, the partner."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Convention
from portal.dossiers.models import Avis
from portal.dossiers.services.transferts import transferer
from portal.socle.refus import ActionRefusee
from subventions.diagnostics.services.demandes import accepter, payer, retirer
from subventions.models import DemandeDiagnostic, EtatDiagnostic
from tests.habilitations.fiches import convention_ctg
from tests.monde import JOUR, Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.diagnostics.outils import MOTIF, demande
from tests.subventions.paiements.pages import lue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
LISTE = reverse("diagnostics:liste")


def page(client: Client, faite: DemandeDiagnostic, nom: str = "demande") -> str:
    return reverse(f"diagnostics:{nom}", args=[faite.pk])


def test_le_montant_accepte_est_celui_qui_a_ete_lu(monde: Monde) -> None:
    """A value of the barème was published while the page was open: it is read again."""
    faite, client = demande(monde), connecte(monde.conseiller)
    adresse = page(client, faite, "accepter")
    assert 'name="vu" value="7500.00"' in client.get(adresse).content.decode()
    reponse = client.post(adresse, {"lue": "on", "vu": "9000.00"})
    lu = lue(reponse, 422)
    assert "a changé depuis que cette page est ouverte" in lu
    assert "7 500,00 €" in lu
    assert 'name="vu" value="7500.00"' in reponse.content.decode()
    faite.refresh_from_db()
    assert faite.etat == EtatDiagnostic.DEMANDE
    assert client.post(adresse, {"lue": "on", "vu": "7500.00"}).status_code == 302
    faite.refresh_from_db()
    assert faite.etat == EtatDiagnostic.ACCEPTE


def test_un_autre_jour_de_paiement_n_est_pas_dit_enregistre(monde: Monde) -> None:
    faite, qui = demande(monde), acteur(monde.conseiller)
    accepter(faite.pk, acteur=qui)
    payer(faite.pk, le=JOUR, acteur=qui)
    assert payer(faite.pk, le=JOUR, acteur=qui).paye_le == JOUR
    with pytest.raises(ActionRefusee, match="enregistré comme payé le 3 février 2026"):
        payer(faite.pk, le=JOUR - timedelta(days=1), acteur=acteur(monde.remplacant))


def ceder(monde: Monde, ctg: Convention) -> None:
    transferer(
        ctg.equipement_id,
        vers_id=monde.voisins.gestionnaire.pk,
        le=JOUR,
        motif=MOTIF,
        acteur=acteur(monde.responsable),
    )


@pytest.mark.usefixtures("derriere_le_mur")
def test_apres_un_transfert_qui_a_demande_lit_et_retire(monde: Monde) -> None:
    """The one who runs it now neither reads nor takes back what the former one asked for."""
    ctg = convention_ctg(monde)
    faite = demande(monde, ctg)
    ceder(monde, ctg)
    ancien, nouveau = connecte(monde.passerelles.finances), connecte(monde.voisins.finances)
    assert "Retirer la demande" in lue(ancien.get(page(ancien, faite)))
    assert ancien.get(page(ancien, faite, "facture")).status_code == 200
    assert page(ancien, faite) in ancien.get(LISTE).content.decode()
    for nom in ("demande", "facture", "retirer"):
        assert nouveau.get(page(nouveau, faite, nom)).status_code == 404
    assert page(nouveau, faite) not in nouveau.get(LISTE).content.decode()
    with pytest.raises(ActionRefusee) as refus:
        retirer(faite.pk, motif=MOTIF, acteur=acteur(monde.voisins.finances))
    assert refus.value.interdite
    Avis.objects.all().delete()
    accepter(faite.pk, acteur=acteur(monde.conseiller))
    avis = Avis.objects.get(personne=monde.passerelles.finances)
    assert ancien.get(avis.chemin).status_code == 200
    for voisin in (monde.conseiller_nord, monde.passerelles.activite):
        assert connecte(voisin).get(page(ancien, faite)).status_code in (403, 404)
