"""Person × right × équipement × state of what the right rests on, all of them, one after the other.

What is expected is told here in a few words of the domain, apart from the rules that answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    Delegation,
    Equipement,
    Habilitation,
    Role,
    Utilisateur,
)
from habilitations.services.accord import Demande, accorder
from habilitations.services.cles import revoquer_cle
from habilitations.services.delegations import retirer_delegation
from habilitations.services.suites import retirer_droit, suspendre_droit
from habilitations.verification import droits_verifies
from tests.habilitations.services.actes import MOTIF, chez, delegue
from tests.monde import JOUR, MAINTENANT, Monde, acteur, amender, espace_rencontre, personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
HIER, DEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)


@dataclass
class Scene:
    """One right of one person at the first partner, whose two équipements it covers or not."""

    monde: Monde
    droit: Habilitation
    delegation: Delegation

    def adhesion(self, **champs: Any) -> None:
        """As its Caf would change it."""
        amender(Adhesion.objects.filter(pk=self.droit.base_id), **champs)

    def adhesion_en_sql(self, **champs: Any) -> None:
        Adhesion.objects.filter(pk=self.droit.base_id).update(**champs)

    def en_sql(self, **champs: Any) -> None:
        Habilitation.objects.filter(pk=self.droit.pk).update(**champs)

    @property
    def responsable(self) -> Any:
        return acteur(self.monde.responsable)


def rien(scene: Scene) -> None:
    """Nothing happens."""


def _revoquer(scene: Scene) -> None:
    cle = scene.droit.cle
    revoquer_cle(cle.identifiant, depuis=MAINTENANT, motif=MOTIF, acteur=scene.responsable)


def _rendre(scene: Scene, **champs: Any) -> None:
    """Suspended, or over, as its Caf signed it; then given back by somebody with the database."""
    avant = {"suspendue_le": JOUR, "suspendue_motif": MOTIF, "fin_le": HIER}
    scene.adhesion(**{champ: avant[champ] for champ in champs})
    scene.adhesion_en_sql(**champs)


# What happens, and whether the right still gives: always, never, or without a delegation only.
ETATS: dict[str, tuple[Callable[[Scene], None], str]] = {
    "rien": (rien, "oui"),
    "adhesion_incomplete": (lambda s: s.adhesion(complete_le=None), "non"),
    "adhesion_a_venir": (lambda s: s.adhesion(complete_le=DEMAIN), "non"),
    "adhesion_suspendue": (
        lambda s: s.adhesion(suspendue_le=JOUR, suspendue_motif="Par précaution"),
        "non",
    ),
    "adhesion_finie": (lambda s: s.adhesion(fin_le=HIER), "non"),
    "adhesion_dernier_jour": (lambda s: s.adhesion(fin_le=JOUR), "oui"),
    "adhesion_d_une_autre_caf": (lambda s: s.adhesion_en_sql(caf=s.monde.autre_caf), "non"),
    "adhesion_prolongee_en_sql": (lambda s: s.adhesion_en_sql(fin_le=JOUR), "non"),
    "adhesion_rendue_en_sql": (lambda s: _rendre(s, suspendue_le=None, suspendue_motif=""), "non"),
    "fin_levee_en_sql": (lambda s: _rendre(s, fin_le=None), "non"),
    "contrat_sans_delegation": (lambda s: s.adhesion(mode="non_delegue"), "sans"),
    "delegation_retiree": (
        lambda s: retirer_delegation(s.delegation.pk, motif=MOTIF, acteur=s.responsable),
        "sans",
    ),
    "delegation_alteree": (
        lambda s: Delegation.objects.filter(pk=s.delegation.pk).update(au=DEMAIN),
        "sans",
    ),
    "droit_suspendu": (
        lambda s: suspendre_droit(s.droit.pk, motif=MOTIF, acteur=s.responsable),
        "non",
    ),
    "droit_retire": (
        lambda s: retirer_droit(s.droit.pk, motif=MOTIF, acteur=s.responsable),
        "non",
    ),
    "droit_altere": (lambda s: s.en_sql(au=DEMAIN), "non"),
    "signature_otee": (
        lambda s: s.en_sql(signature="", forme=0, signee_le=None, signee_par=None, cle=None),
        "non",
    ),
    "cle_revoquee": (_revoquer, "non"),
    "compte_ferme": (
        lambda s: Utilisateur.objects.filter(pk=s.droit.utilisateur_id).update(is_active=False),
        "non",
    ),
}
PORTEES = ("tous", "premier")
PERSONNES = ("titulaire", "collegue", "voisine")
CAS = list(product(ROLES_DECLARATION, PORTEES, (False, True), ETATS))


def donne(role: str, portee: str, sous_delegation: bool, etat: str) -> bool:
    valeur = ETATS[etat][1]
    return valeur == "oui" or (valeur == "sans" and not sous_delegation)


@pytest.fixture
def lieux(monde: Monde) -> tuple[Equipement, Equipement, Equipement]:
    """Two équipements of the partner, and one of its neighbour."""
    second = espace_rencontre(
        monde.caf, monde.passerelles.gestionnaire, monde.portefeuille, "Le second", ("Aime",)
    )
    return monde.er, second, monde.er_voisin


def scenes(monde: Monde, premier: Equipement) -> Iterator[tuple[Any, Scene]]:
    """Every case, each from the same world."""
    delegation, par_le_partenaire = delegue(monde)
    titulaire = personne("titulaire")
    for cas in CAS:
        role, portee, sous_delegation, etat = cas
        with transaction.atomic():
            porte = None if portee == "tous" else frozenset({premier.pk})
            qui = par_le_partenaire if sous_delegation else acteur(monde.responsable)
            # The delegation of this world leaves one role out: the Caf grants it.
            if sous_delegation and role not in delegation.roles:
                transaction.set_rollback(True)
                continue
            droit = accorder(Demande(titulaire, role, porte, JOUR), **chez(monde), acteur=qui)
            scene = Scene(monde, droit, delegation)
            ETATS[etat][0](scene)
            yield cas, scene
            transaction.set_rollback(True)


def test_la_matrice_entiere(monde: Monde, lieux: tuple[Equipement, Equipement, Equipement]) -> None:
    premier, second, voisin = lieux
    collegue = personne("camarade")
    combien = 0
    for cas, scene in scenes(monde, premier):
        role, portee, *_ = cas
        gens = {
            "titulaire": scene.droit.utilisateur,
            "collegue": collegue,
            "voisine": monde.voisins.approbateur,
        }
        for nom, lieu in product(PERSONNES, lieux):
            couvert = lieu == premier or (lieu == second and portee == "tous")
            attendu = {role} if nom == "titulaire" and couvert and donne(*cas) else set()
            if nom == "voisine" and lieu == voisin:
                attendu = _de_la_voisine(cas[3])
            assert acteur(gens[nom]).roles_sur(lieu) == attendu, (cas, nom, lieu.nom)
            combien += 1
            if nom == "titulaire":
                sur = Habilitation.objects.sur(lieu).filter(utilisateur=gens[nom])
                assert {d.role for d in droits_verifies(sur, JOUR)} == attendu, (cas, lieu.nom)
    # Three roles, of which two may be delegated; two scopes; every state; 3 people on 3 places.
    assert combien == (3 + 2) * len(PORTEES) * len(ETATS) * 9


def _de_la_voisine(etat: str) -> set[str]:
    """What happens to the partner is nothing to its neighbour; the key of their Caf is common."""
    return set() if etat == "cle_revoquee" else {Role.APPROBATEUR}
