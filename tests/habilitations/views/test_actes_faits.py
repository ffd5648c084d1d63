"""An act that is done, or no longer possible, says so before anybody writes a reason."""

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.adhesions.models import InvitationAdhesion
from habilitations.adhesions.services.cloture import classer_sans_suite
from habilitations.adhesions.services.invitations import revoquer
from habilitations.models import Adhesion, Habilitation
from habilitations.services.adhesions import suspendre_adhesion
from habilitations.services.suites import retirer_droit, suspendre_droit
from habilitations.services.suspensions import suspendre_equipement
from tests.declarations.listes import page
from tests.habilitations.adhesions.dossiers import ouvert
from tests.habilitations.adhesions.liens import envoye
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
MOTIF = "Un départ annoncé par le partenaire"
FORMULAIRE = 'class="bloc page-'


def lire(client: Client, monde: Monde, nom: str, *arguments: int) -> str:
    return page(client, monde.responsable, reverse(nom, args=arguments))


def test_un_droit_suspendu_ou_retire(monde: Monde, client: Client) -> None:
    droit = Habilitation.objects.filter(gestionnaire=monde.passerelles.gestionnaire).first()
    assert droit is not None
    actes = [f"habilitations:{acte}_droit" for acte in ("suspendre", "reprendre", "retirer")]
    suspendre, reprendre, retirer = actes
    qui = acteur(monde.responsable)
    for acte in (suspendre, retirer):
        assert FORMULAIRE in lire(client, monde, acte, droit.pk)
    assert "Ce droit n’est pas suspendu." in lire(client, monde, reprendre, droit.pk)
    suspendre_droit(droit.pk, motif=MOTIF, acteur=qui)
    assert "Ce droit est déjà suspendu." in lire(client, monde, suspendre, droit.pk)
    assert FORMULAIRE in lire(client, monde, reprendre, droit.pk)
    retirer_droit(droit.pk, motif=MOTIF, acteur=qui)
    for acte in actes:
        lue = lire(client, monde, acte, droit.pk)
        assert "Ce droit a été retiré." in lue
        assert FORMULAIRE not in lue


def test_un_partenaire_et_un_equipement_suspendus(monde: Monde, client: Client) -> None:
    base = Adhesion.objects.get(caf=monde.caf, gestionnaire=monde.passerelles.gestionnaire)
    dits = {
        ("suspendre_partenaire", base.pk): "Ce partenaire est déjà suspendu.",
        ("reprendre_partenaire", base.pk): "Ce partenaire n’est pas suspendu.",
        ("suspendre_equipement", monde.er.pk): "Cet équipement est déjà suspendu.",
        ("reprendre_equipement", monde.er.pk): "Cet équipement n’est pas suspendu.",
    }

    def refuses() -> list[str]:
        lues = {acte: lire(client, monde, f"habilitations:{acte[0]}", acte[1]) for acte in dits}
        assert all((dits[a] in lue) is (FORMULAIRE not in lue) for a, lue in lues.items())
        return [nom for (nom, pk), lue in lues.items() if FORMULAIRE not in lue]

    assert refuses() == ["reprendre_partenaire", "reprendre_equipement"]
    qui = acteur(monde.responsable)
    suspendre_equipement(monde.er.pk, motif=MOTIF, acteur=qui)
    suspendre_adhesion(base.caf_id, base.gestionnaire_id, motif=MOTIF, acteur=qui)
    assert refuses() == ["suspendre_partenaire", "suspendre_equipement"]


def test_un_lien_revoque_et_un_dossier_classe(monde: Monde, client: Client) -> None:
    dossier = ouvert(monde)
    envoye(monde, dossier)
    lien = InvitationAdhesion.objects.get()
    actes = [("adhesions:revoquer_lien", dossier.pk, lien.pk), ("adhesions:sans_suite", dossier.pk)]
    for acte in actes:
        assert FORMULAIRE in lire(client, monde, *acte)
    qui = acteur(monde.responsable)
    revoquer(dossier.pk, lien.pk, motif=MOTIF, acteur=qui)
    classer_sans_suite(dossier.pk, motif=MOTIF, acteur=qui)
    dits = ("Ce lien est déjà révoqué.", "Ce dossier a été classé sans suite.")
    for acte, dit in zip(actes, dits, strict=True):
        lue = lire(client, monde, *acte)
        assert dit in lue
        assert FORMULAIRE not in lue
