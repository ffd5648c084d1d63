"""The rule of the calendar that one Caf has of its own: who keeps it, what it changes, given up."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne, RegleCalendrier
from declarations.services.campagnes import generer_campagnes
from declarations.services.regles_caf import (
    DatesDeRegle,
    dates_de,
    regler,
    revenir_au_national,
)
from habilitations.models import Caf
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.listes import page, texte
from tests.declarations.views.test_calendrier import regle
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le conseil d’administration vote plus tard chez nous."
SOURCE = "Délibération du 12 janvier"
LISTE = reverse("declarations:regles_caf")


@pytest.fixture
def nationale(monde: Monde) -> RegleCalendrier:
    return regle()


def plus_tard(nationale: RegleCalendrier) -> DatesDeRegle:
    return replace(dates_de(nationale), echeance_jour=15, echeance_mois=4, delai_saisie=10)


def donner(monde: Monde, nationale: RegleCalendrier, **autre: object) -> RegleCalendrier:
    champs = {"dates": plus_tard(nationale), "source": SOURCE, "motif": MOTIF}
    qui = acteur(autre.pop("qui", monde.conseiller))
    caf = autre.pop("caf", monde.caf)
    return regler(nationale.pk, caf.pk, **(champs | autre), acteur=qui)


def test_elle_donne_ses_fenetres_a_venir_et_laisse_les_autres(
    monde: Monde, nationale: RegleCalendrier
) -> None:
    """The Caf's own dates for its windows to come; those in place, and another Caf's, unchanged."""
    (deja,) = generer_campagnes(monde.caf, 2025)
    propres = [donner(monde, nationale).pk for _ in range(2)]
    assert propres[0] == propres[1]
    deja.refresh_from_db()
    assert deja.echeance_le == date(2026, 3, 31)
    generer_campagnes(monde.caf, 2026)
    generer_campagnes(monde.autre_caf, 2026)
    ici = Campagne.objects.get(caf=monde.caf, annee=2026)
    ailleurs = Campagne.objects.get(caf=monde.autre_caf, annee=2026)
    assert (ici.echeance_le, ici.ferme_le) == (date(2027, 4, 15), date(2027, 4, 25))
    assert ailleurs.echeance_le == date(2027, 3, 31)
    ligne = LigneJournal.objects.get(action="calendrier.regle_de_caf")
    assert (ligne.caf_id, ligne.motif) == (monde.caf.pk, MOTIF)
    assert (ligne.details["avant"]["echeance_mois"], ligne.details["echeance_mois"]) == (3, 4)


def test_y_renoncer_rend_la_nationale(monde: Monde, nationale: RegleCalendrier) -> None:
    propre = donner(monde, nationale)
    revenir_au_national(propre.pk, motif=MOTIF, acteur=acteur(monde.remplacant))
    assert list(RegleCalendrier.objects.all()) == [nationale]
    (campagne,) = generer_campagnes(monde.caf, 2026)
    assert campagne.echeance_le == date(2027, 3, 31)
    assert LigneJournal.objects.filter(action="calendrier.regle_de_caf_retiree").count() == 1
    with pytest.raises(RegleCalendrier.DoesNotExist):
        revenir_au_national(propre.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    with pytest.raises(RegleCalendrier.DoesNotExist):
        revenir_au_national(nationale.pk, motif=MOTIF, acteur=acteur(monde.conseiller))


def test_qui_ne_peut_pas(monde: Monde, nationale: RegleCalendrier) -> None:
    propre = donner(monde, nationale)
    for qui in (monde.ccd, monde.responsable, monde.national, monde.passerelles.approbateur):
        with pytest.raises(ActionRefusee) as refus:
            donner(monde, nationale, qui=qui)
        assert refus.value.interdite
        with pytest.raises(ActionRefusee):
            revenir_au_national(propre.pk, motif=MOTIF, acteur=acteur(qui))
    with pytest.raises(Caf.DoesNotExist):
        donner(monde, nationale, qui=monde.conseiller_nord)
    with pytest.raises(RegleCalendrier.DoesNotExist):
        revenir_au_national(propre.pk, motif=MOTIF, acteur=acteur(monde.conseiller_nord))


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"ouverture_jour": 31, "ouverture_mois": 2}, "ouverture_jour"),
        ({"echeance_decalage": 3}, "echeance_decalage"),
        ({"ouverture_decalage": 2}, "echeance_jour"),
        ({"ouverture_decalage": -1}, "delai_saisie"),
    ],
)
def test_des_jours_qui_ne_vont_pas(
    monde: Monde, nationale: RegleCalendrier, champs: dict[str, int], champ: str
) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        donner(monde, nationale, dates=replace(plus_tard(nationale), **champs))
    assert refus.value.champ == champ
    assert list(RegleCalendrier.objects.all()) == [nationale]


def test_par_ses_pages(monde: Monde, nationale: RegleCalendrier, client: Client) -> None:
    calendrier = page(client, monde.conseiller, reverse("declarations:calendrier"))
    assert LISTE in calendrier
    assert LISTE not in page(client, monde.ccd, reverse("declarations:calendrier"))
    assert "Règle nationale" in page(client, monde.conseiller, LISTE)
    ici = reverse("declarations:regle_caf", args=[monde.caf.code, nationale.pk])
    assert ici in page(client, monde.conseiller, LISTE)
    assert "Les fenêtres à créer prendront ces dates." in texte(page(client, monde.conseiller, ici))

    envoi = {nom: str(v) for nom, v in vars(plus_tard(nationale)).items()} | {"source": SOURCE}
    assert client.post(ici, envoi | {"motif": "ok"}).status_code == 422
    faux = client.post(ici, envoi | {"motif": MOTIF, "ouverture_decalage": "2"})
    assert faux.status_code == 422
    assert "L’ouverture précède l’échéance" in faux.content.decode()
    fait = client.post(ici, envoi | {"motif": MOTIF}, follow=True)
    lue = texte(fait.content.decode())
    assert "Ces dates vaudront pour les fenêtres à venir." in lue
    assert "Propre à la Caf" in lue
    assert SOURCE in lue

    propre = RegleCalendrier.objects.get(caf=monde.caf)
    retour = reverse("declarations:regle_caf_retrait", args=[propre.pk])
    assert retour in fait.content.decode()
    rendu = client.post(retour, {"motif": MOTIF}, follow=True)
    assert "Propre à la Caf" not in rendu.content.decode()
    assert client.get(retour).status_code == 404
