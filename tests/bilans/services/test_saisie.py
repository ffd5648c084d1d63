"""Saving answers: refusals, merges, what hides and comes back, history."""

import pytest

from bilans.models import Bilan, FeuilleBilan
from bilans.services.erreurs import QuestionsRefusees
from bilans.services.lignes import ajouter_ligne
from bilans.services.saisie import EnregistrementBilan, enregistrer
from habilitations.models import Utilisateur
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.valeurs import Valeur
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from tests.bilans.bilans import bilan_cct
from tests.bilans.pieges import bilan_piege
from tests.monde import Monde, acteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return bilan_piege(monde)


def saisir(
    bilan: Bilan, qui: Utilisateur, revision: int | None = None, **donnees: Valeur
) -> EnregistrementBilan:
    """Save answers, « __ » standing for the points of their paths; at the present revision."""
    if revision is None:
        revision = feuille(bilan).revision
    valeurs = {chemin.replace("__", "."): valeur for chemin, valeur in donnees.items()}
    return enregistrer(bilan.pk, acteur=acteur(qui), envoi=Envoi(revision, valeurs))


def feuille(bilan: Bilan) -> FeuilleBilan:
    return FeuilleBilan.objects.get(bilan=bilan)


def test_la_premiere_reponse_commence_le_bilan(monde: Monde, bilan: Bilan) -> None:
    fait = saisir(bilan, monde.passerelles.activite, n="3", bonus="oui")

    assert set(fait.ecrits) == {"n", "bonus"}
    gardee = feuille(bilan)
    assert gardee.donnees == {"n": "3", "bonus": "oui"}
    assert gardee.auteurs["n"][:2] == [1, monde.passerelles.activite.pk]
    bilan.refresh_from_db()
    assert bilan.etat == "en_cours"
    assert LigneJournal.objects.sur(bilan).last().action == "bilan.commence"


def test_ne_sait_pas_est_une_reponse(monde: Monde, bilan: Bilan) -> None:
    saisir(bilan, monde.passerelles.activite, n=["", "ne_sait_pas"])
    assert feuille(bilan).donnees == {"n": "ne_sait_pas"}


def test_un_choix_exclusif_avec_d_autres_est_garde_et_signale(monde: Monde, bilan: Bilan) -> None:
    fait = saisir(bilan, monde.passerelles.activite, publics=["enfants", "aucun"])
    assert feuille(bilan).donnees["publics"] == ["enfants", "aucun"]
    assert fait.dossier.etat.fautes == {"publics": "exclusif"}


def test_une_question_cachee_est_refusee(monde: Monde, bilan: Bilan) -> None:
    with pytest.raises(QuestionsRefusees):
        saisir(bilan, monde.passerelles.activite, n="2", motif_bonus="Parce que")
    assert feuille(bilan).donnees == {}


@pytest.mark.parametrize("chemin", ["inconnu", "groupes__1__niveau", "lieux__l9__adresse"])
def test_une_question_forgee_est_refusee(monde: Monde, bilan: Bilan, chemin: str) -> None:
    with pytest.raises(QuestionsRefusees):
        saisir(bilan, monde.passerelles.activite, **{chemin: "5"})


def test_ce_qu_une_reponse_fait_apparaitre_part_avec_elle(monde: Monde, bilan: Bilan) -> None:
    """Typed while the network was cut: one lot holds the answer and what it brings, in chain."""
    saisir(bilan, monde.passerelles.activite, bonus="oui", motif_bonus="Deux", suite="Trois")
    assert feuille(bilan).donnees == {"bonus": "oui", "motif_bonus": "Deux", "suite": "Trois"}


def test_ce_qu_un_autre_a_cache_pendant_la_saisie_est_garde(monde: Monde, bilan: Bilan) -> None:
    qui = monde.passerelles.activite
    saisir(bilan, qui, bonus="oui")
    saisir(bilan, qui, bonus="non")

    fait = saisir(bilan, qui, revision=1, motif_bonus="Tapé avant de le savoir")

    assert fait.ecrits == ("motif_bonus",)
    assert feuille(bilan).donnees["motif_bonus"] == "Tapé avant de le savoir"
    assert "motif_bonus" not in fait.dossier.etat.comptees


def test_cacher_puis_remontrer_ne_perd_rien(monde: Monde, bilan: Bilan) -> None:
    """Toggling a condition empties neither an answer, nor rows, nor what is nested in them."""
    qui = monde.passerelles.activite
    saisir(bilan, qui, bonus="oui", motif_bonus="Parce que")
    ajouter_ligne(bilan.pk, "lieux", "la", acteur=acteur(qui), nom="Lieu")
    ajouter_ligne(bilan.pk, "lieux.la.salles", "sa", acteur=acteur(qui), nom="Salle")
    saisir(bilan, qui, lieux__la__adresse="Ici", lieux__la__salles__sa__places="12")

    cache = saisir(bilan, qui, bonus="non").dossier.etat
    assert cache.comptees == {"bonus": "non"}
    montre = saisir(bilan, qui, bonus="oui").dossier.etat
    assert montre.comptees == {
        "bonus": "oui",
        "motif_bonus": "Parce que",
        "lieux.la.adresse": "Ici",
        "lieux.la.salles.sa.places": "12",
    }


def test_repondre_ligne_2_ne_touche_pas_la_ligne_1(monde: Monde, bilan: Bilan) -> None:
    qui = monde.passerelles.activite
    saisir(bilan, qui, n="2")
    saisir(bilan, qui, groupes__1__niveau="lycee", groupes__1__filiere="L")
    etat = saisir(bilan, qui, groupes__2__niveau="college").dossier.etat
    assert etat.comptees["groupes.1.filiere"] == "L"
    with pytest.raises(QuestionsRefusees):
        saisir(bilan, qui, groupes__2__filiere="La condition est celle de sa ligne")


def test_un_nombre_baisse_ne_laisse_pas_de_lignes_puis_les_rend(monde: Monde, bilan: Bilan) -> None:
    """Also when the count stands in a repeated row itself."""
    qui = monde.passerelles.activite
    saisir(bilan, qui, n="2", groupes__2__m="2", groupes__2__seances__2__theme="Lecture")
    etat = saisir(bilan, qui, n="1").dossier.etat
    assert not any(chemin.startswith("groupes.2") for chemin in etat.visibles)
    etat = saisir(bilan, qui, n="2").dossier.etat
    assert etat.comptees["groupes.2.seances.2.theme"] == "Lecture"
    etat = saisir(bilan, qui, groupes__2__m="1").dossier.etat
    assert "groupes.2.seances.2.theme" not in etat.comptees
    assert feuille(bilan).donnees["groupes.2.seances.2.theme"] == "Lecture"


def test_deux_saisies_de_questions_differentes_se_fusionnent(monde: Monde, bilan: Bilan) -> None:
    qui = monde.passerelles.activite
    saisir(bilan, qui, 0, n="1", bonus="")
    fait = saisir(bilan, qui, 0, n="", bonus="non")
    assert fait.conflits == ()
    assert feuille(bilan).donnees == {"n": "1", "bonus": "non"}


def test_la_meme_question_deux_fois_est_rendue_en_conflit(monde: Monde, bilan: Bilan) -> None:
    qui = monde.passerelles.activite
    saisir(bilan, qui, 0, n="1")
    (conflit,) = saisir(bilan, qui, 0, n="2").conflits
    assert (conflit.mienne, conflit.autre) == ("2", "1")
    assert feuille(bilan).donnees == {"n": "1"}


def test_les_reponses_justes_sont_gardees_quand_une_autre_est_refusee(
    monde: Monde, bilan: Bilan
) -> None:
    fait = saisir(bilan, monde.passerelles.activite, n="beaucoup", bonus="non")
    assert (fait.ecrits, set(fait.erreurs)) == (("bonus",), {"n"})


class TestRefus:
    def test_un_autre_role_ne_remplit_pas(self, monde: Monde, bilan: Bilan) -> None:
        for qui in (monde.passerelles.approbateur, monde.passerelles.finances, monde.conseiller):
            with pytest.raises(ActionRefusee) as refus:
                saisir(bilan, qui, n="1")
            assert refus.value.refus.interdit

    def test_ailleurs_le_bilan_n_existe_pas(self, monde: Monde, bilan: Bilan) -> None:
        with pytest.raises(Bilan.DoesNotExist):
            saisir(bilan, monde.conseiller_nord, n="1")

    def test_hors_fenetre_et_campagne_suspendue(self, monde: Monde, bilan: Bilan) -> None:
        bilan.campagne.suspendue_le, bilan.campagne.suspendue_motif = "2026-02-01T08:00Z", "Panne"
        bilan.campagne.save()
        with pytest.raises(ActionRefusee) as refus:
            saisir(bilan, monde.passerelles.activite, n="1")
        assert not refus.value.refus.interdit

    def test_un_complement_ne_rouvre_que_ce_qu_il_nomme(self, monde: Monde, bilan: Bilan) -> None:
        qui = monde.passerelles.activite
        saisir(bilan, qui, n="1", bonus="non")
        FeuilleBilan.objects.filter(bilan=bilan).update(ouvertes=["n"])
        bilan.refresh_from_db()
        # What the Caf never read may be answered: nothing was sent here, so all of it.
        saisir(bilan, qui, bonus="oui")


def test_le_conseiller_accompagne_l_auto_evaluation(monde: Monde) -> None:
    bilan = bilan_cct(monde, "autoevaluation_cct")
    saisir(bilan, monde.conseiller, m1_objectifs_politiques__famille="2")
    saisir(bilan, monde.passerelles.activite, m1_objectifs_politiques__social="NC")
    auteurs = feuille(bilan).auteurs
    assert auteurs["m1_objectifs_politiques.famille"][1] == monde.conseiller.pk
    assert auteurs["m1_objectifs_politiques.social"][1] == monde.passerelles.activite.pk
    commence = LigneJournal.objects.sur(bilan).last()
    assert commence.details["par_la_caf"] is True


def test_le_tableau_des_postes_vient_de_la_declaration(monde: Monde) -> None:
    bilan = bilan_cct(monde, "autoevaluation_cct")
    fait = saisir(bilan, monde.passerelles.activite, m1_objectifs_politiques__famille="2")
    postes = [e for e in fait.dossier.etat.emplacements if e.champ.code == "intitule"]
    assert len(postes) == 2
    with pytest.raises(QuestionsRefusees):
        saisir(bilan, monde.passerelles.activite, **{postes[0].chemin.replace(".", "__"): "x"})
