"""A diagnostic from the request to the payment, on a wide screen and on a telephone."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.socle.formats import jour_fr
from subventions.models import DemandeDiagnostic, EtatDiagnostic
from subventions.services import charger_baremes
from tests.e2e.conftest import Visite
from tests.habilitations.fiches import convention_ctg
from tests.monde import Monde
from tests.socle.fichiers import PDF


@pytest.mark.parametrize("largeur", [1280, 375])
def test_demander_accepter_payer(
    monde_vivant: Monde, visite: Visite, tmp_path: Path, largeur: int
) -> None:
    monde, page, jour = monde_vivant, visite.page, timezone.localdate()
    charger_baremes()
    ctg = convention_ctg(monde)
    facture = tmp_path / "facture.pdf"
    facture.write_bytes(PDF)
    page.set_viewport_size({"width": largeur, "height": 900})

    visite.etre(monde.passerelles.finances)
    visite.aller(reverse("diagnostics:liste"))
    visite.verifier()
    visite.cliquer(f"{ctg.equipement.nom} – {ctg.reference}", role="link")
    visite.cliquer("Envoyer la demande")
    assert "Joignez la facture" in visite.texte()
    visite.verifier()
    visite.remplir(
        {
            "objet": "Étude du territoire, par le cabinet Arpent",
            "depense": "18 000",
            "facture_le": jour.isoformat(),
        }
    )
    page.set_input_files("input[name=fichier]", facture)
    visite.cliquer("Envoyer la demande")
    assert "7 500,00 €" in visite.texte()
    visite.verifier()

    visite.etre(monde.conseiller)
    visite.aller(reverse("diagnostics:liste"))
    visite.verifier()
    visite.cliquer(ctg.equipement.nom, role="link")
    visite.cliquer("Accepter", role="link")
    visite.verifier()
    visite.cliquer("Accepter")
    assert "comparez-la à la dépense" in visite.texte()
    page.get_by_label("J’ai comparé la dépense à la facture").check()
    visite.cliquer("Accepter")
    assert "Le diagnostic est accepté" in visite.texte()
    visite.verifier()
    visite.cliquer("Enregistrer le paiement", role="link")
    visite.verifier()
    visite.remplir({"le": jour.isoformat()})
    visite.cliquer("Enregistrer")
    assert "Le paiement est enregistré" in visite.texte()

    demande = DemandeDiagnostic.objects.get()
    assert (demande.etat, demande.paye_le) == (EtatDiagnostic.PAYE, jour)
    visite.etre(monde.passerelles.approbateur)
    visite.aller(reverse("diagnostics:demande", args=[demande.pk]))
    assert jour_fr(jour) in visite.texte()
    assert "7 500,00 €" in visite.texte()
    visite.verifier()
