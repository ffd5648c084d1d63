"""Figures of ELAN taken up by two people at once: merged, or chosen, nothing overwritten."""

import threading

import pytest
from django.db import connection

from declarations.elan.services.saisie import RepriseModifiee
from declarations.models import RepriseElan, ValeurEcarteeElan
from declarations.regles.grille import LigneGrille
from habilitations.models import Equipement
from portal.socle.models import LigneJournal
from tests.declarations.clas import projet_clas, saisie_elan
from tests.declarations.elan.reprises import LIGNES, reprendre
from tests.declarations.remplir import referentiels
from tests.monde import Monde, nouveau_monde


def test_une_revision_depassee_n_ecrase_rien(monde: Monde, projet: Equipement) -> None:
    reprendre(monde, projet)
    reprendre(monde, projet, revision=1, brut=saisie_elan(("9", "12")), qui=monde.remplacant)

    with pytest.raises(RepriseModifiee) as conflit:
        reprendre(monde, projet, revision=1, brut=saisie_elan(("11", "12")))

    assert conflit.value.reprise.revision == 2
    assert conflit.value.reprise.modifie_par == monde.remplacant
    (dispute,) = conflit.value.resultat.conflits
    assert (dispute.chemin, dispute.mienne, dispute.autre) == ("collectifs.c1.enfants", "11", "9")
    assert RepriseElan.objects.get().donnees["collectifs.c1.enfants"] == "9"


def test_deux_saisies_qui_ne_se_touchent_pas_se_fusionnent(
    monde: Monde, projet: Equipement
) -> None:
    reprendre(monde, projet)
    reprendre(monde, projet, revision=1, brut=saisie_elan(("9", "12")), qui=monde.remplacant)

    reprise = reprendre(monde, projet, revision=1, brut=saisie_elan(("10", "11")))

    assert reprise.revision == 3
    assert reprise.donnees["collectifs.c1.enfants"] == "9"
    assert reprise.donnees["collectifs.c2.enfants"] == "11"
    assert reprise.auteurs["collectifs.c1.enfants"][:2] == [2, monde.remplacant.pk]
    assert reprise.auteurs["collectifs.c2.enfants"][:2] == [3, monde.conseiller.pk]


def test_chacun_ajoute_son_collectif_et_les_deux_restent(monde: Monde, projet: Equipement) -> None:
    reprendre(monde, projet)
    for cle, nom, qui in (("c7", "Les Dunes", monde.remplacant), ("c8", "Les Mouettes", None)):
        figures = {c.replace(".c1.", f".{cle}."): v for c, v in saisie_elan().items()}
        reprise = reprendre(
            monde,
            projet,
            revision=1,
            lignes=(*LIGNES, LigneGrille(cle, nom)),
            brut=saisie_elan() | figures,
            qui=qui or monde.conseiller,
        )

    assert [ligne["libelle"] for ligne in reprise.lignes] == [
        "Les Alizés",
        "Les Embruns",
        "Les Mouettes",
        "Les Dunes",
    ]


def test_un_collectif_retire_par_l_un_ne_revient_pas_par_l_autre(
    monde: Monde, projet: Equipement
) -> None:
    reprendre(monde, projet)
    sans = {c: v for c, v in saisie_elan().items() if ".c2." not in c}
    reprendre(monde, projet, revision=1, lignes=LIGNES[:1], brut=sans, qui=monde.remplacant)

    reprise = reprendre(monde, projet, revision=1, brut=saisie_elan(("9", "12")))

    assert [ligne["cle"] for ligne in reprise.lignes] == ["c1"]
    assert reprise.donnees["collectifs.c1.enfants"] == "9"


def test_un_collectif_retire_par_l_un_et_modifie_par_l_autre_se_choisit(
    monde: Monde, projet: Equipement
) -> None:
    reprendre(monde, projet)
    reprendre(monde, projet, revision=1, brut=saisie_elan(("10", "8")), qui=monde.remplacant)
    sans = {c: v for c, v in saisie_elan().items() if ".c2." not in c}

    with pytest.raises(RepriseModifiee) as conflit:
        reprendre(monde, projet, revision=1, lignes=LIGNES[:1], brut=sans)

    assert [c.chemin for c in conflit.value.resultat.conflits] == ["collectifs.c2.enfants"]
    assert len(RepriseElan.objects.get().lignes) == 2


def test_la_valeur_abandonnee_reste_dans_l_histoire(monde: Monde, projet: Equipement) -> None:
    reprendre(monde, projet)
    reprendre(monde, projet, revision=1, brut=saisie_elan(("9", "12")), qui=monde.remplacant)
    chemin = "collectifs.c1.enfants"
    sans = {c: v for c, v in saisie_elan().items() if c != chemin}

    reprise = reprendre(monde, projet, revision=2, brut=sans, ecartees={chemin: "11"})

    assert (reprise.revision, reprise.donnees[chemin]) == (2, "9")
    (ecartee,) = ValeurEcarteeElan.objects.all()
    assert (ecartee.reprise, ecartee.chemin, ecartee.valeur) == (reprise, chemin, "11")


@pytest.mark.django_db(transaction=True)
def test_deux_clics_en_meme_temps_n_ecrivent_qu_une_fois() -> None:
    monde = nouveau_monde()
    referentiels(monde.caf)
    projet = projet_clas(monde)
    depart, issues = threading.Barrier(2), []

    def cliquer() -> None:
        depart.wait()
        try:
            issues.append(reprendre(monde, projet).revision)
        finally:
            connection.close()

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert issues == [1, 1]
    assert RepriseElan.objects.get().revision == 1
    assert LigneJournal.objects.filter(action__startswith="elan.").count() == 1
