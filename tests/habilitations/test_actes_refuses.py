"""Acts: who may ask for one, when there is none, and what the database refuses."""

import json
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from habilitations.models import ActeHabilitation, Habilitation, Role
from habilitations.services.actes import demander_acte
from habilitations.services.verification_actes import fautes_des_actes
from portal.socle.refus import ActionRefusee
from tests.cachets import Autorite, jours
from tests.habilitations.actes import acte_de, alterer, demande
from tests.habilitations.droits import droit_de
from tests.monde import MAINTENANT, Monde, acteur, changer, habiliter, nouveau_monde

# --- Who, and when not --------------------------------------------------------------------


def test_qui_peut_demander_l_acte(monde: Monde) -> None:
    droit = droit_de(monde.passerelles.activite)
    gerante = monde.voisins.finances
    for personne in (monde.passerelles.finances, monde.conseiller, monde.national, gerante):
        with pytest.raises(Habilitation.DoesNotExist):
            demander_acte(droit.pk, acteur=acteur(personne))
    habiliter(
        *(gerante, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    )
    acte = demander_acte(droit.pk, acteur=acteur(monde.responsable))
    for personne in (monde.passerelles.activite, gerante):
        assert demander_acte(droit.pk, acteur=acteur(personne)) == acte
    assert acte.demande_par == monde.responsable
    voisin = droit_de(monde.voisins.activite)
    with pytest.raises(Habilitation.DoesNotExist):
        demander_acte(voisin.pk, acteur=acteur(gerante))


@pytest.mark.parametrize(
    "champs",
    [
        {"au": MAINTENANT.date() - jours(1)},
        {"suspendue_le": MAINTENANT, "suspendue_motif": "Par précaution"},
        {"retiree_le": MAINTENANT, "retiree_motif": "Départ de la structure"},
    ],
)
def test_un_droit_qui_ne_donne_rien_n_a_pas_d_acte(monde: Monde, champs: dict) -> None:
    droit = droit_de(monde.passerelles.activite)
    changer([droit], **champs)
    with pytest.raises(ActionRefusee, match="pas en vigueur"):
        demander_acte(droit.pk, acteur=acteur(monde.responsable))
    assert not ActeHabilitation.objects.exists()


def test_un_droit_altere_dans_la_base_n_a_pas_d_acte(monde: Monde) -> None:
    droit = droit_de(monde.passerelles.activite)
    Habilitation.objects.filter(pk=droit.pk).update(role=Role.APPROBATEUR)
    with pytest.raises(ActionRefusee):
        demander_acte(droit.pk, acteur=acteur(monde.responsable))


def test_un_droit_a_venir_a_son_acte(monde: Monde) -> None:
    droit = droit_de(monde.passerelles.activite)
    changer([droit], du=MAINTENANT.date() + jours(10))
    assert demander_acte(droit.pk, acteur=acteur(monde.passerelles.activite))


# --- The database ---------------------------------------------------------------------------


def test_un_acte_ne_change_ni_ne_part(monde: Monde, autorite: Autorite) -> None:
    acte = demande(monde.passerelles.activite)
    autres = {
        "reference": "AH-73-00000000",
        "contenu": {"reference": acte.reference},
        "empreinte": "0" * 64,
        "accorde_le": MAINTENANT.date() - jours(1),
        "utilisateur": monde.passerelles.finances,
        "gestionnaire": monde.voisins.gestionnaire,
        "caf": monde.autre_caf,
        "demande_par": monde.conseiller,
        "demande_le": timezone.now(),
    }
    for champ, valeur in autres.items():
        with pytest.raises(IntegrityError, match="acte_fige"), transaction.atomic():
            ActeHabilitation.objects.filter(pk=acte.pk).update(**{champ: valeur})
    acte_de(monde.passerelles.activite)
    for champs in ({"document": None, "serie": ""}, {"serie": "0" * 40}):
        with pytest.raises(IntegrityError, match="acte_fige"), transaction.atomic():
            ActeHabilitation.objects.filter(pk=acte.pk).update(**champs)
    with pytest.raises(Exception, match="acte_garde"), transaction.atomic():
        ActeHabilitation.objects.filter(pk=acte.pk).delete()


@pytest.mark.parametrize(
    ("champs", "regle"),
    [
        ({"empreinte": "0"}, "acte_empreinte_presente"),
        ({"reference": "AH-73-court"}, "acte_reference_bien_formee"),
        ({"serie": "0" * 40}, "acte_scelle_par_un_certificat"),
    ],
)
def test_la_base_refuse_un_acte_mal_forme(monde: Monde, champs: dict, regle: str) -> None:
    acte = demande(monde.passerelles.activite)
    acte.pk, acte.reference, acte.empreinte = None, "AH-73-00000001", "1" * 64
    for champ, valeur in champs.items():
        setattr(acte, champ, valeur)
    with pytest.raises(IntegrityError, match=regle), transaction.atomic():
        acte.save(force_insert=True)


def test_un_acte_altere_se_voit_la_nuit(monde: Monde) -> None:
    acte = demande(monde.passerelles.activite)
    acte.contenu["personne"]["nom"] = "Quelqu’un d’autre"
    alterer(acte, contenu=json.dumps(acte.contenu, ensure_ascii=False))
    (faute,) = fautes_des_actes(MAINTENANT)
    assert str(faute).endswith("ce que dit la base n’est plus ce qui a été scellé")


@pytest.mark.django_db(transaction=True)
def test_deux_demandes_a_la_fois_ne_font_qu_un_acte() -> None:
    monde = nouveau_monde()
    droit, alice = droit_de(monde.passerelles.activite), monde.passerelles.activite
    depart, trouves = threading.Barrier(2), []

    def demander() -> None:
        try:
            depart.wait()
            trouves.append(demander_acte(droit.pk, acteur=acteur(alice)).pk)
        finally:
            connection.close()

    fils = [threading.Thread(target=demander) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(trouves) == 2
    assert len(set(trouves)) == ActeHabilitation.objects.count() == 1
