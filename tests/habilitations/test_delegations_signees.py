"""Every column of a delegation changed by SQL: what was granted under it gives nothing, and the
Caf is told at the next request."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from habilitations.models import Adhesion, AlerteDroit, CleCaf, Delegation, Habilitation
from habilitations.regles.verdicts import ALERTES
from habilitations.services.accord import accorder
from tests.habilitations.services.actes import chez, delegue, demande
from tests.monde import DEBUT, JOUR, MAINTENANT, Monde, acteur, personne
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
TABLE = Delegation._meta.db_table
COUVERTS = Delegation.equipements.through._meta.db_table

COLONNES: dict[str, Any] = {
    "caf_id": lambda m: m.autre_caf.pk,
    "gestionnaire_id": lambda m: m.voisins.gestionnaire.pk,
    "base_id": lambda m: Adhesion.objects.get(gestionnaire=m.voisins.gestionnaire).pk,
    "niveau": lambda m: "non_delegue",
    "roles": lambda m: ["approbateur", "fournisseur_activite", "fournisseur_finances"],
    "tous_equipements": lambda m: False,
    "du": lambda m: DEBUT,
    "au": lambda m: JOUR + timedelta(days=900),
    "reference": lambda m: "00000000-0000-4000-8000-000000000000",
    "signee_par_id": lambda m: m.conseiller.pk,
    "signee_le": lambda m: MAINTENANT + timedelta(seconds=1),
    "cle_id": lambda m: (
        CleCaf.objects.create(
            caf=m.autre_caf, identifiant="f" * 16, publique="A" * 43, du=DEBUT_CLE
        ).pk
    ),
    "forme": lambda m: 2,
    "signature": lambda m: "ab" * 64,
    "retire_le": lambda m: MAINTENANT,
}
# Tied to another column by a constraint, which moves with it above; who took it back signs nothing.
AVEC_UNE_AUTRE = {"id", "retire_motif", "retire_par_id"}
DEBUT_CLE = MAINTENANT - timedelta(days=400)


@pytest.fixture
def sous(monde: Monde) -> Habilitation:
    """A right that the partner's manager granted under its delegation."""
    _, qui = delegue(monde)
    return accorder(demande(personne("zoe")), **chez(monde), acteur=qui)


def test_chaque_colonne_est_essayee() -> None:
    colonnes = {c.column for c in Delegation._meta.concrete_fields}
    assert colonnes == set(COLONNES) | AVEC_UNE_AUTRE


@pytest.mark.parametrize("colonne", COLONNES)
def test_une_colonne_changee_fait_tomber_ce_qui_fut_accorde_sous_elle(
    monde: Monde, sous: Habilitation, colonne: str
) -> None:
    zoe = sous.utilisateur
    assert acteur(zoe).roles_sur(monde.er)
    avec = ", retire_motif = 'à la main', retire_par_id = signee_par_id"
    avec = avec if colonne == "retire_le" else ""
    with connection.cursor() as curseur:
        curseur.execute(
            f"UPDATE {TABLE} SET {colonne} = %s{avec} WHERE id = %s",
            [COLONNES[colonne](monde), sous.delegation_id],
        )
    assert acteur(zoe).roles_sur(monde.er) == frozenset()
    connecte(zoe).get(reverse("accueil:a_faire"))
    [alerte] = AlerteDroit.objects.filter(droit=sous)
    assert alerte.motif in ALERTES
    # What the Caf granted itself does not depend on it.
    assert acteur(monde.passerelles.approbateur).roles_sur(monde.er)


def test_un_equipement_ajoute_a_la_main(monde: Monde, sous: Habilitation) -> None:
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {COUVERTS} (delegation_id, equipement_id) VALUES (%s, %s)",
            [sous.delegation_id, monde.er.pk],
        )
    assert acteur(sous.utilisateur).roles_sur(monde.er) == frozenset()
