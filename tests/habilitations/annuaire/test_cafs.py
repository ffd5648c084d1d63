"""The Caf itself: its SIRET and how it is reached, written by who keeps its annuaire."""

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.annuaire.services.cafs import modifier_caf
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.listes import page
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
SIRET, TELEPHONE = "38047555800058", "04 79 00 00 00"
ADRESSE = reverse("annuaire:caf")


def modifier(monde: Monde, par: object, **champs: str) -> None:
    voulu = {"siret": SIRET, "telephone": TELEPHONE, "email": "contact@caf73.test"}
    modifier_caf(monde.caf.pk, **(voulu | champs), acteur=acteur(par))


def test_une_fois_et_le_journal_dit_ce_qui_change(monde: Monde) -> None:
    for _ in range(2):
        modifier(monde, monde.responsable, siret="380 475 558 00058")
    monde.caf.refresh_from_db()
    assert (monde.caf.siret, monde.caf.telephone) == (SIRET, TELEPHONE)
    ligne = LigneJournal.objects.get(action="caf.modifiee")
    assert (ligne.caf_id, ligne.details["changements"]["siret"]) == (monde.caf.pk, ["", SIRET])


@pytest.mark.parametrize(
    ("champs", "champ"),
    [({"siret": "12345678901234"}, "siret"), ({"siret": ""}, "siret"), ({"email": "x"}, "email")],
)
def test_ce_qui_est_faux_est_refuse(monde: Monde, champs: dict[str, str], champ: str) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        modifier(monde, monde.responsable, **champs)
    assert refus.value.champ == champ


@pytest.mark.parametrize("qui", ["conseiller", "ccd"])
def test_qui_ne_tient_pas_l_annuaire_n_ecrit_pas(monde: Monde, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        modifier(monde, getattr(monde, qui))
    assert refus.value.interdite


def test_l_ecran_des_deux_et_le_fichier_ouvert_s_ecrit(monde: Monde, client: Client) -> None:
    """What the open data asked for is written on screen, and a fiche changed meanwhile is said."""
    assert "Coordonnées de la Caf" in page(client, monde.ccd, reverse("ouvertes:page"))
    lue = page(client, monde.responsable, ADRESSE)
    depuis = lue.split('name="depuis" value="')[1].split('"')[0]
    champs = {"siret": SIRET, "telephone": TELEPHONE, "email": "", "depuis": depuis}
    assert client.post(ADRESSE, champs).status_code == 302
    tard = client.post(ADRESSE, champs | {"telephone": "04 79 11 11 11"})
    assert tard.status_code == 422
    assert "modifié cette fiche" in tard.content.decode()
    assert "n’est pas renseigné" not in page(client, monde.ccd, reverse("ouvertes:page"))
    client.force_login(monde.responsable)
    assert client.get(ADRESSE, {"caf": monde.autre_caf.pk}).status_code == 404
