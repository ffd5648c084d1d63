"""Several people on one bilan, over real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from bilans.models import Bilan, FeuilleBilan
from bilans.services.envoi import transmettre
from bilans.services.lignes import ajouter_ligne
from bilans.services.saisie import enregistrer
from portal.saisie.regles.envoi import Envoi
from portal.socle.refus import ActionRefusee
from tests.bilans.pieges import bilan_piege
from tests.monde import acteur, nouveau_monde

pytestmark = pytest.mark.django_db(transaction=True)
VINGT = 20


def ensemble(actes: list) -> list:
    """Do everything at once; what each returns, or its refusal."""
    depart = Barrier(len(actes))

    def faire(acte: object) -> object:
        try:
            depart.wait()
            return acte()
        except ActionRefusee as refus:
            return refus
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actes)) as fils:
        return list(fils.map(faire, actes))


def test_vingt_personnes_sur_un_bilan_n_en_perdent_rien() -> None:
    monde = nouveau_monde()
    bilan, alice = bilan_piege(monde), monde.passerelles.activite
    enregistrer(bilan.pk, acteur=acteur(alice), envoi=Envoi(0, {"n": str(VINGT), "bonus": "oui"}))

    def repondre(rang: int) -> object:
        reponse = {f"groupes.{rang}.niveau": "lycee", f"groupes.{rang}.filiere": f"F{rang}"}
        return enregistrer(bilan.pk, acteur=acteur(alice), envoi=Envoi(1, reponse))

    resultats = ensemble([lambda r=rang: repondre(r) for rang in range(1, VINGT + 1)])

    assert all(r.conflits == () and not r.erreurs for r in resultats)
    feuille = FeuilleBilan.objects.get(bilan=bilan)
    assert feuille.revision == VINGT + 1
    for rang in range(1, VINGT + 1):
        assert feuille.donnees[f"groupes.{rang}.filiere"] == f"F{rang}"


def test_la_meme_question_par_vingt_personnes_garde_une_reponse_et_rend_les_autres() -> None:
    monde = nouveau_monde()
    bilan, alice = bilan_piege(monde), monde.passerelles.activite
    resultats = ensemble(
        [
            lambda r=rang: enregistrer(
                bilan.pk, acteur=acteur(alice), envoi=Envoi(0, {"n": str(r)})
            )
            for rang in range(VINGT)
        ]
    )
    assert sum(bool(r.ecrits) for r in resultats) == 1
    assert sum(bool(r.conflits) for r in resultats) == VINGT - 1


def test_le_meme_ajout_deux_fois_ajoute_une_ligne() -> None:
    monde = nouveau_monde()
    bilan, alice = bilan_piege(monde), monde.passerelles.activite
    enregistrer(bilan.pk, acteur=acteur(alice), envoi=Envoi(0, {"bonus": "oui"}))
    ajout = [lambda: ajouter_ligne(bilan.pk, "lieux", "la", acteur=acteur(alice), nom="Lieu")] * 5
    assert sorted(ensemble(ajout)) == [False] * 4 + [True]
    assert FeuilleBilan.objects.get(bilan=bilan).lignes == {"lieux": [["la", "Lieu 1"]]}


def test_ce_qui_est_transmis_est_ce_qui_etait_enregistre() -> None:
    """A save that comes with the sending is in it, or refused: never kept behind it."""
    monde = nouveau_monde()
    bilan, gens = bilan_piege(monde), monde.passerelles
    enregistrer(bilan.pk, acteur=acteur(gens.activite), envoi=Envoi(0, {"bonus": "non", "n": "1"}))
    resultats = ensemble(
        [
            lambda: transmettre(bilan.pk, acteur=acteur(gens.approbateur)),
            lambda: transmettre(bilan.pk, acteur=acteur(gens.approbateur)),
            lambda: enregistrer(bilan.pk, acteur=acteur(gens.activite), envoi=Envoi(1, {"n": "2"})),
        ]
    )
    bilan = Bilan.objects.get(pk=bilan.pk)
    assert sum(isinstance(r, ActionRefusee) for r in resultats[:2]) == 1
    assert bilan.envois.count() == 1
    gardees = FeuilleBilan.objects.get(bilan=bilan).donnees
    assert bilan.dernier_envoi.reponses == gardees
    assert (gardees["n"] == "1") is isinstance(resultats[2], ActionRefusee)
