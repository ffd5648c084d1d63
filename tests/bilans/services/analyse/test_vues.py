"""A selection kept under a name is its owner's, found again as it was."""

import pytest
from django.db import IntegrityError, transaction

from bilans.models import VueAnalyse
from bilans.services.analyse.vues import enregistrer_vue, supprimer_vue
from portal.socle.refus import DemandeInvalide
from tests.monde import Monde, acteur

pytestmark = pytest.mark.django_db


def test_une_vue_par_nom_et_par_personne(monde: Monde) -> None:
    conseiller, ccd = acteur(monde.conseiller), acteur(monde.ccd)
    vue = enregistrer_vue("CLAS en QPV", "/bilans/analyse/1/?f=3~oui", acteur=conseiller)
    with pytest.raises(DemandeInvalide, match="un autre") as refus:
        enregistrer_vue("CLAS en QPV", "/", acteur=conseiller)
    assert refus.value.champ == "nom"
    enregistrer_vue("CLAS en QPV", "/", acteur=ccd)

    assert not supprimer_vue(vue.pk, acteur=ccd)
    assert supprimer_vue(vue.pk, acteur=conseiller)
    assert not supprimer_vue(vue.pk, acteur=conseiller)
    assert VueAnalyse.objects.get().proprietaire == monde.ccd


def test_la_base_refuse_une_vue_sans_nom(monde: Monde) -> None:
    with pytest.raises(IntegrityError, match="vue_analyse_nommee"), transaction.atomic():
        enregistrer_sans_verifier(monde, "")


def enregistrer_sans_verifier(monde: Monde, nom: str) -> VueAnalyse:
    conseiller = acteur(monde.conseiller)
    return VueAnalyse.objects.create(
        proprietaire=conseiller.utilisateur, nom=nom, adresse="/", cree_le=conseiller.maintenant
    )
