"""Importing the figures of ELAN: all or nothing, once looked at."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from declarations.elan.services import confirmation
from declarations.elan.services.confirmation import (
    ApercuDepasse,
    confirmer_import,
    etat_compare,
    reprises_de,
)
from declarations.elan.services.saisie import reprendre_elan
from declarations.models import ImportElan, RepriseElan
from habilitations.models import Equipement
from portal.socle.models import LigneJournal
from tests.declarations.clas import ANNEE, projet_clas
from tests.declarations.classeurs import (
    classeur_elan,
)
from tests.declarations.elan.depots import confirmer, deposer
from tests.declarations.remplir import referentiels
from tests.monde import MAINTENANT, Monde, acteur, nouveau_monde


def test_rien_n_est_ecrit_avant_la_confirmation_puis_tout_l_est(
    monde: Monde, projet: Equipement
) -> None:
    autre = projet_clas(monde, "Clas du Lac", monde.voisins.gestionnaire)

    depot = deposer(monde, classeur_elan([projet, autre]))
    assert not RepriseElan.objects.exists()

    confirme = confirmer(monde, depot)

    reprise = RepriseElan.objects.get(equipement=projet)
    assert [ligne["libelle"] for ligne in reprise.lignes] == ["Les Alizés", "Les Embruns"]
    assert reprise.donnees == {
        "collectifs.c1.niveau": "elementaire",
        "collectifs.c1.enfants": "10",
        "collectifs.c1.bonus_enfants": "oui",
        "collectifs.c1.bonus_parents": "non",
        "collectifs.c2.niveau": "college",
        "collectifs.c2.enfants": "12",
        "collectifs.c2.bonus_enfants": "non",
        "collectifs.c2.bonus_parents": "non",
        "comptes.60": "3000",
        "comptes.64": "15000.50",
        "comptes.741": "18000.50",
    }
    assert (reprise.origine, reprise.fichier_nom) == ("import", "elan.xlsx")
    assert reprise.fichier_empreinte == depot.fichier_empreinte
    assert [ligne["issue"] for ligne in confirme.rapport] == ["repris", "repris"]
    assert (confirme.contenu, confirme.confirme_le) == ([], MAINTENANT)


def test_confirmer_deux_fois_ne_fait_rien_de_plus(monde: Monde, projet: Equipement) -> None:
    depot = deposer(monde, classeur_elan(projet))

    assert confirmer(monde, depot).rapport == confirmer(monde, depot, "perdu").rapport
    assert RepriseElan.objects.get().revision == 1
    assert LigneJournal.objects.filter(action="elan.repris").count() == 1


def test_le_meme_classeur_de_nouveau_ne_change_rien(monde: Monde, projet: Equipement) -> None:
    confirmer(monde, deposer(monde, classeur_elan(projet)))

    confirme = confirmer(monde, deposer(monde, classeur_elan(projet)))

    assert [ligne["issue"] for ligne in confirme.rapport] == ["identique"]
    assert RepriseElan.objects.get().revision == 1


def test_un_import_garde_les_textes_que_le_classeur_ne_porte_pas(
    monde: Monde, projet: Equipement
) -> None:
    confirmer(monde, deposer(monde, classeur_elan(projet)))
    reprise = RepriseElan.objects.get()
    RepriseElan.objects.update(
        donnees=reprise.donnees | {"projet_bonus_enfants": "Lire et écrire ensemble."}
    )

    def changer(collectifs: list, comptes: list) -> None:
        collectifs[1][4] = 8

    confirme = confirmer(monde, deposer(monde, classeur_elan(projet, changer)))

    reprise.refresh_from_db()
    assert [ligne["issue"] for ligne in confirme.rapport] == ["modifie"]
    assert reprise.donnees["projet_bonus_enfants"] == "Lire et écrire ensemble."
    assert reprise.donnees["collectifs.c1.enfants"] == "8"


def test_des_chiffres_changes_depuis_l_apercu_se_regardent_de_nouveau(
    monde: Monde, projet: Equipement
) -> None:
    depot = deposer(monde, classeur_elan(projet))
    vu = etat_compare(depot, reprises_de(depot))
    contenu = depot.contenu[0]
    reprendre_elan(
        projet.pk,
        ANNEE,
        acteur=acteur(monde.remplacant),
        revision=0,
        lignes=confirmation.lignes_importees(contenu),
        brut=contenu["brut"] | {"collectifs.c1.enfants": "9"},
    )

    with pytest.raises(ApercuDepasse):
        confirmer(monde, depot, vu)

    assert RepriseElan.objects.get().donnees["collectifs.c1.enfants"] == "9"
    assert confirmer(monde, depot).rapport[0]["issue"] == "modifie"


def test_un_import_n_est_qu_a_son_auteur(monde: Monde, projet: Equipement) -> None:
    depot = deposer(monde, classeur_elan(projet))

    with pytest.raises(ImportElan.DoesNotExist):
        confirmer_import(depot.pk, acteur=acteur(monde.remplacant), compare="")


def test_ce_qui_attend_depuis_plus_d_un_jour_est_jete(monde: Monde, projet: Equipement) -> None:
    vieux = deposer(monde, classeur_elan(projet))
    ImportElan.objects.update(depose_le=MAINTENANT - timedelta(days=2))

    deposer(monde, classeur_elan(projet))

    assert not ImportElan.objects.filter(pk=vieux.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_deux_confirmations_en_meme_temps_n_ecrivent_qu_une_fois() -> None:
    monde = nouveau_monde()
    referentiels(monde.caf)
    depot = deposer(monde, classeur_elan(projet_clas(monde)))
    vu = etat_compare(depot, reprises_de(depot))
    depart, issues = threading.Barrier(2), []

    def cliquer() -> None:
        depart.wait()
        try:
            issues.append(confirmer(monde, depot, vu).rapport[0]["issue"])
        finally:
            connection.close()

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert issues == ["repris", "repris"]
    assert LigneJournal.objects.filter(action="elan.repris").count() == 1
