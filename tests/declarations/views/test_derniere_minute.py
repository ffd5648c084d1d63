"""Every date of the calendar on its last minute and the minute after: what people read."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.presentation.calendrier import libelle_campagne
from declarations.services.derogations import accorder_derogation
from portal.socle.formats import date_fr
from tests.declarations.listes import page
from tests.declarations.minutes import (
    CHANGEMENTS_D_HEURE,
    PERIODES,
    Periode,
    declaration_de,
    derniere_seconde,
    minuit_apres,
)
from tests.monde import Monde, acteur

VEILLE = timedelta(days=1)
ENREGISTRER = "Enregistrer et terminer ce volet"
A_VENIR, OUVERTE, ECHEANCE_PASSEE, CLOSE = "À venir", "Ouverte", "Échéance passée", "Close"


@pytest.mark.parametrize("periode", PERIODES, ids=str)
def test_la_page_suit_l_horloge(
    monde: Monde, client: Client, fige: time_machine.Traveller, periode: Periode
) -> None:
    declaration, dates = declaration_de(monde, periode), periode.dates
    apres_echeance = ECHEANCE_PASSEE if dates.ferme_le > dates.echeance_le else CLOSE
    for quand, etat, saisie in (
        (derniere_seconde(dates.ouvre_le - VEILLE), A_VENIR, False),
        (minuit_apres(dates.ouvre_le - VEILLE), OUVERTE, True),
        (derniere_seconde(dates.echeance_le), OUVERTE, True),
        (minuit_apres(dates.echeance_le), apres_echeance, apres_echeance != CLOSE),
        (minuit_apres(dates.ferme_le), CLOSE, False),
    ):
        fige.move_to(quand, tick=False)
        assert (ENREGISTRER in volet(client, monde, declaration)) is saisie, quand
        assert etat in ligne_du_calendrier(client, monde, declaration), quand
    fige.move_to(derniere_seconde(dates.ferme_le), tick=False)
    assert ENREGISTRER in volet(client, monde, declaration)


@pytest.mark.parametrize("jour", [date(2026, 7, 15), *CHANGEMENTS_D_HEURE], ids=str)
def test_la_derogation_expire_a_minuit(
    monde: Monde, client: Client, fige: time_machine.Traveller, jour: date
) -> None:
    declaration = declaration_de(monde, PERIODES[0])
    declaration.campagne.ferme_le = declaration.campagne.echeance_le = date(2026, 3, 1)
    declaration.campagne.save()
    # Once the window is closed, and no further away than a dérogation may go.
    accordee = max(date(2026, 3, 5), jour - timedelta(days=60))
    accorder_derogation(
        declaration.pk,
        acteur=acteur(monde.conseiller, derniere_seconde(accordee)),
        motif="Panne du réseau local.",
        expire_le=jour,
    )
    fige.move_to(derniere_seconde(jour), tick=False)
    assert ENREGISTRER in volet(client, monde, declaration)
    assert "dernier jour aujourd’hui" in dossier(client, monde, declaration)
    fige.move_to(minuit_apres(jour), tick=False)
    apres = volet(client, monde, declaration)
    assert ENREGISTRER not in apres
    assert f"Elle s’est terminée le {date_fr(jour)}." in apres


@pytest.mark.parametrize(
    ("utc", "ouverte"),
    [
        ("2026-03-28T22:59:59+00:00", False),
        ("2026-03-28T23:00:00+00:00", True),
        ("2026-10-25T22:59:59+00:00", True),
        ("2026-10-25T23:00:00+00:00", False),
    ],
)
def test_minuit_est_celui_de_paris_aux_changements_d_heure(
    monde: Monde, client: Client, fige: time_machine.Traveller, utc: str, ouverte: bool
) -> None:
    """The 29th of March begins in winter time, the 25th of October ends in it."""
    declaration = declaration_de(
        monde, next(p for p in PERIODES if p.dates.ouvre_le in CHANGEMENTS_D_HEURE)
    )
    fige.move_to(datetime.fromisoformat(utc), tick=False)
    assert (ENREGISTRER in volet(client, monde, declaration)) is ouverte


def volet(client: Client, monde: Monde, declaration: Declaration) -> str:
    adresse = reverse("declarations:volet", args=[declaration.pk, "finances"])
    return page(client, monde.passerelles.finances, adresse)


def dossier(client: Client, monde: Monde, declaration: Declaration) -> str:
    adresse = reverse("declarations:dossier", args=[declaration.pk])
    return page(client, monde.passerelles.finances, adresse)


def ligne_du_calendrier(client: Client, monde: Monde, declaration: Declaration) -> str:
    contenu = page(client, monde.passerelles.finances, reverse("declarations:calendrier"))
    libelle = libelle_campagne(declaration.campagne).replace("\u00a0", " ")
    dispositif = declaration.campagne.get_dispositif_display()
    lignes = contenu.split(f"> {libelle} <br>")[1:]
    return next(li.split("</tr>")[0] for li in lignes if dispositif in li.split("</tr>")[0])
