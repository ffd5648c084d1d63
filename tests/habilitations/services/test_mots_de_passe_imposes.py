"""A password that the Caf has changed: sessions end, a link gives another one."""

import re

import pytest
from django.urls import reverse

from habilitations.models import Utilisateur
from habilitations.services.mots_de_passe import imposer_mot_de_passe
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import MOTIF, chez
from tests.monde import MOT_DE_PASSE, Monde, acteur, changer
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def imposer(monde: Monde, qui: Utilisateur, **champs: object) -> Utilisateur:
    voulu = {"motif": MOTIF, "acteur": acteur(monde.responsable)} | champs
    return imposer_mot_de_passe(**chez(monde), utilisateur_id=qui.pk, **voulu)


def test_les_sessions_finissent_et_le_lien_ouvre(monde: Monde) -> None:
    alice = monde.passerelles.activite
    client, page = connecte(alice), reverse("accueil:a_faire")
    assert client.get(page).status_code == 200
    imposer(monde, alice)
    assert client.get(page)["Location"].startswith(reverse("account_login"))
    alice.refresh_from_db()
    assert not alice.check_password(MOT_DE_PASSE)
    [courriel] = Courriel.objects.all()
    assert courriel.destinataire == alice.email
    assert MOTIF not in courriel.texte
    [chemin] = re.findall(r"https?://[^/]+(/\S+)", courriel.texte)
    assert client.get(chemin, follow=True).status_code == 200
    [ligne] = LigneJournal.objects.filter(action="compte.mot_de_passe_impose")
    assert (ligne.motif, ligne.auteur_id) == (MOTIF, monde.responsable.pk)


def test_refus(monde: Monde) -> None:
    alice = monde.passerelles.activite
    with pytest.raises(ActionRefusee) as refus:
        imposer(monde, alice, acteur=acteur(monde.conseiller))
    assert refus.value.interdite
    with pytest.raises(DemandeInvalide):
        imposer(monde, alice, motif="ok")
    # Nobody who has no right left at this partner, an agent of the Caf the first.
    changer(monde.voisins.activite.habilitations.all(), retiree_le=None)
    for qui in (monde.voisins.activite, monde.conseiller):
        with pytest.raises(Utilisateur.DoesNotExist):
            imposer(monde, qui)
    Utilisateur.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(ActionRefusee, match="fermé"):
        imposer(monde, alice)
