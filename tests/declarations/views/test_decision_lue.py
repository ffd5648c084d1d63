"""A decision of the Caf on a right, read on the pages of the declaration that opened it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from portal.socle.formats import euros
from subventions.models import Droit
from tests.declarations.cct import declaration_cct
from tests.declarations.listes import texte
from tests.declarations.remplir import jusqu_a
from tests.declarations.salaires import chiffres
from tests.monde import Monde
from tests.subventions.droits.ouverts import decider, droit_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def lire(client: Client, adresse: str) -> str:
    """The page without its tags."""
    return texte(re.sub(r"<[^>]+>", " ", client.get(adresse).content.decode()))


def test_une_decision_se_lit_aussi_dans_la_declaration(monde: Monde, client: Client) -> None:
    """Its pages end on the amount that counts, as the money page does, not on the computed one."""
    droit = droit_de(monde)
    decision = decider(droit, monde, "-500.00")
    declaration = Declaration.objects.get()
    adresses = [
        reverse("declarations:dossier", args=[declaration.pk]),
        reverse("declarations:version", args=[declaration.pk, 1]),
    ]
    for qui in (monde.conseiller, monde.passerelles.finances):
        client.force_login(qui)
        for adresse in adresses:
            lue = lire(client, adresse)
            assert "Montant du droit" not in lue
            dit = f"{euros(decision.montant_accepte)} Décision de la Caf, au lieu de "
            assert texte(f"{dit}{euros(droit.calcul.montant)} calculés") in lue
            assert f"{decision.motif} montant calculé" in lue


def test_une_decision_ne_se_lit_pas_de_qui_ne_lit_pas_les_salaires(
    monde: Monde, client: Client
) -> None:
    declaration, saisies = declaration_cct(monde)
    jusqu_a(declaration, monde, "validee", changements=chiffres(declaration, saisies))
    decision = decider(Droit.objects.get(), monde, "-500.00")
    client.force_login(monde.passerelles.activite)
    for vue, suite in (("dossier", []), ("version", [1])):
        lue = lire(client, reverse(f"declarations:{vue}", args=[declaration.pk, *suite]))
        assert texte(euros(decision.montant_accepte)) not in lue
        assert decision.motif not in lue
