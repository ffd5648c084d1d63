"""Twenty writers on one volet, on PostgreSQL: what was acknowledged is never lost."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection

from declarations.models import ValeurEcartee, Volet
from declarations.regles.controles.contexte import Donnees
from declarations.services.saisie import EnregistrementVolet, enregistrer
from habilitations.models import Role, Utilisateur
from tests.monde import acteur, habiliter, nouveau_monde, personne

ECRIVAINS, ENVOIS = 20, 6
Recus = list[tuple[str, str]]


def _champs(volet: Volet) -> list[str]:
    lieux = volet.version.declaration.equipement.lieux.order_by("pk")
    return [
        f"lieux.l{lieu.pk}.{code}"
        for lieu in lieux
        for code in ("heures_rencontres", "heures_entretiens", "heures_organisation")
    ]


def _sauver(
    declaration: int, qui: Utilisateur, revision: int, **champs: Donnees
) -> EnregistrementVolet:
    """One request: a connection taken for it, and given back to the pool."""
    try:
        return enregistrer(declaration, "activite", acteur=acteur(qui), revision=revision, **champs)
    finally:
        connection.close()


def _ecrire(declaration: int, qui: Utilisateur, rang: int, champs: list[str]) -> Recus:
    """One writer: fields taken at random, from the last revision this writer knows of."""
    hasard, revision, recus = Random(rang), 0, []
    for tour in range(ENVOIS):
        chemin, valeur = hasard.choice(champs), str(1000 + rang * 100 + tour)
        fait = _sauver(declaration, qui, revision, brut={chemin: valeur})
        revision = fait.revision
        if chemin in fait.ecrits:
            recus.append((chemin, valeur))
        elif fait.conflits and tour % 2:
            _sauver(declaration, qui, revision, brut={}, ecartees={chemin: valeur})
            recus.append((chemin, valeur))
    return recus


@pytest.mark.django_db(transaction=True)
def test_vingt_personnes_sur_un_volet_ne_perdent_rien() -> None:
    monde = nouveau_monde()
    declaration = monde.declaration()
    gens = []
    for rang in range(ECRIVAINS):
        gens.append(personne(f"ecrivain.{rang}"))
        partenaire = monde.passerelles.gestionnaire
        habiliter(gens[-1], partenaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    volet = declaration.version_courante.volets.get(nature="activite")
    champs = _champs(volet)

    with ThreadPoolExecutor(ECRIVAINS) as salle:
        taches = [
            salle.submit(_ecrire, declaration.pk, qui, rang, champs)
            for rang, qui in enumerate(gens)
        ]
        recus = [recu for tache in taches for recu in tache.result()]

    volet.refresh_from_db()
    passees = {c: {e.donnees.get(c) for e in volet.events.all()} for c in champs}
    ecartees = set(ValeurEcartee.objects.values_list("chemin", "valeur"))
    assert len(recus) > ECRIVAINS
    for chemin, valeur in recus:
        assert valeur in passees[chemin] or (chemin, valeur) in ecartees
    for chemin in champs:
        assert volet.donnees.get(chemin) in passees[chemin]
    revisions = list(volet.events.order_by("pgh_id").values_list("revision", flat=True))
    assert revisions == sorted(revisions)
    assert volet.revision == len(set(revisions)) - 1
