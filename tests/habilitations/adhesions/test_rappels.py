"""Reminders of adhesions: to whoever holds them up, once for each step, never doubled."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.adhesions.regles.rappels import etape_due, prochain_rappel
from habilitations.adhesions.services.rappels import prevu_le, rappeler, relire_rappel
from habilitations.models import DossierAdhesion
from portal.relances.services.envoi import relancer
from portal.socle.formats import date_fr
from portal.socle.models import Courriel
from portal.socle.relecture import Relu, Retire
from tests.declarations.listes import page, texte
from tests.habilitations.adhesions.dossiers import acceptee, complet, ouvert, recue, refusee
from tests.habilitations.adhesions.liens import suivi_par
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde

LUNDI = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("attend", "dites", "etape"),
    [
        (6, (), None),
        (7, (), 7),
        (8, (7,), None),
        (14, (), 7),
        (15, (7,), 15),
        (40, (), 30),
        (40, (30,), None),
        (40, (7,), 30),
    ],
)
def test_une_etape_due_se_dit_une_fois(
    attend: int, dites: tuple[int, ...], etape: int | None
) -> None:
    """A missed day is caught up; several missed steps make one."""
    assert etape_due(LUNDI, LUNDI + timedelta(days=attend), dites) == etape


@pytest.mark.parametrize(
    ("attend", "dites", "dans"),
    [(0, (), 7), (7, (), 0), (7, (7,), 8), (20, (7,), 0), (20, (15,), 10), (30, (30,), None)],
)
def test_le_prochain_se_sait(attend: int, dites: tuple[int, ...], dans: int | None) -> None:
    jour = LUNDI + timedelta(days=attend)
    attendu = None if dans is None else jour + timedelta(days=dans)
    assert prochain_rappel(LUNDI, jour, dites) == attendu


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
def test_le_dossier_dit_les_rappels_envoyes_et_a_venir(monde: Monde, client: Client) -> None:
    """To the Caf: the partner reads its own e-mails."""
    dossier = ouvert(monde)
    qui = suivi_par(monde, dossier)
    adresse = reverse("adhesions:dossier", args=[dossier.pk])
    lue = page(client, monde.responsable, adresse)
    prevu = prevu_le(DossierAdhesion.objects.get(pk=dossier.pk), JOUR)
    assert prevu is not None
    assert f"un rappel part le {texte(date_fr(prevu))}" in lue
    relancer(JOUR + timedelta(days=8), maintenant=MAINTENANT + timedelta(days=8))
    assert "Rappel envoyé au partenaire : 7 jours" in page(client, monde.responsable, adresse)
    lue = page(client, qui, adresse)
    assert "Rappel envoyé" not in lue
    assert "un rappel part" not in lue


def ecrits() -> list[tuple[str, str]]:
    lus = Courriel.objects.filter(relecteur="habilitations.rappel_adhesion").order_by("pk")
    return [(c.destinataire, c.objet) for c in lus]


@pytest.mark.django_db
def test_a_qui_tient_le_dossier(monde: Monde) -> None:
    """One to look at and one to conclude: one e-mail to the Caf; who follows the third with an
    account reads it in the e-mail of their day (``tests/relances/test_droits.py``)."""
    recue(monde, ouvert(monde))
    acceptee(monde, ouvert(monde, siret=SIRETS[0]))
    chez_eux = ouvert(monde, siret=SIRETS[3], nom="Les Buis")
    qui = suivi_par(monde, chez_eux)
    refusee(monde, chez_eux)
    complet(monde, siret=SIRETS[1])

    assert rappeler(monde.caf.pk, MAINTENANT + timedelta(days=6)) == 0
    for _ in range(2):
        rappeler(monde.caf.pk, MAINTENANT + timedelta(days=7))
    rappeler(monde.autre_caf.pk, MAINTENANT + timedelta(days=7))
    assert ecrits() == [(monde.responsable.email, "2 adhésions en attente de votre part")]
    assert not Courriel.objects.filter(destinataire=qui.email, objet__contains="attend").exists()


@pytest.mark.django_db
def test_un_mouvement_remet_le_compte_a_zero_et_retire_ce_qui_n_est_plus_vrai(
    monde: Monde,
) -> None:
    dossier = ouvert(monde)
    rappeler(monde.caf.pk, MAINTENANT + timedelta(days=8))
    (courriel,) = Courriel.objects.filter(relecteur="habilitations.rappel_adhesion")
    assert courriel.destinataire == dossier.courriel
    assert "demandez-lui en un autre" in courriel.texte
    assert isinstance(relire_rappel(courriel, MAINTENANT), Relu)
    recue(monde, dossier)
    assert isinstance(relire_rappel(courriel, MAINTENANT), Retire)
