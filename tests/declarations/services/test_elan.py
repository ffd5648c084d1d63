"""Figures taken up from ELAN: who, which exercice, what is kept, and what they serve."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from declarations.models import Campagne, Declaration, RepriseElan
from declarations.regles.elan import MANQUE, chemin_libelle
from declarations.regles.grille import Ligne
from declarations.services.campagnes import appeler
from declarations.services.elan import RepriseModifiee, SaisieRefusee, reprendre_elan
from declarations.services.erreurs import ActionRefusee, ChampsRefuses
from declarations.services.evaluation import references_de
from habilitations.models import Equipement, Notification
from portal.socle.models import LigneJournal
from subventions.models import Calcul
from tests.declarations.clas import ANNEE, COLLECTIFS, projet_clas, saisie_elan
from tests.declarations.remplir import referentiels
from tests.monde import JOUR, MAINTENANT, Monde, acteur

LIGNES = tuple(Ligne(f"c{rang}", nom) for rang, nom in enumerate(COLLECTIFS, start=1))


@pytest.fixture
def projet(monde: Monde) -> Equipement:
    referentiels(monde.caf)
    return projet_clas(monde)


def notifier(monde: Monde, projet: Equipement, collectifs: int = 2) -> Notification:
    return Notification.objects.create(
        equipement=projet,
        annee=ANNEE,
        collectifs=collectifs,
        reference="N-2024-12",
        notifiee_le=date(2024, 10, 1),
        inscrite_par=monde.conseiller,
        inscrite_le=MAINTENANT,
    )


def reprendre(monde: Monde, projet: Equipement, **champs: object) -> RepriseElan:
    defauts = {"revision": 0, "lignes": LIGNES, "brut": saisie_elan()}
    qui = champs.pop("qui", monde.conseiller)
    annee = champs.pop("annee", ANNEE)
    return reprendre_elan(projet.pk, annee, acteur=acteur(qui), **(defauts | champs))


def test_les_chiffres_sont_gardes_sous_leur_forme_canonique(
    monde: Monde, projet: Equipement
) -> None:
    reprise = reprendre(monde, projet)

    reprise.refresh_from_db()
    assert reprise.lignes == [
        {"cle": "c1", "libelle": "Les Alizés"},
        {"cle": "c2", "libelle": "Les Embruns"},
    ]
    assert reprise.donnees["comptes.64"] == "15000.50"
    assert reprise.donnees["collectifs.c2.enfants"] == "12"
    assert (reprise.caf, reprise.gestionnaire) == (monde.caf, projet.gestionnaire)
    assert (reprise.grille, reprise.revision, reprise.origine) == ("clas-1", 1, "saisie")
    assert (reprise.reprise_le, reprise.reprise_par) == (MAINTENANT, monde.conseiller)
    ligne = LigneJournal.objects.sur(reprise).get()
    assert (ligne.action, ligne.auteur_id) == ("elan.repris", monde.conseiller.pk)
    assert reprise.libelle == "Prévisionnelle 2024-2025 (ELAN)"


def test_sans_notification_rien_n_est_estime(monde: Monde, projet: Equipement) -> None:
    assert reprendre(monde, projet).calcul is None


def test_l_estimation_est_figee_avec_les_collectifs_notifies(
    monde: Monde, projet: Equipement
) -> None:
    notifier(monde, projet, collectifs=1)

    reprise = reprendre(monde, projet)

    # One collectif financed: 0.325 × min(18 000.50, 7 886.15) = 2 563.00, and one bonus of 329.
    assert reprise.calcul.montant == Decimal("2892.00")
    assert reprise.donnees["collectifs_notifies"] == "1"
    assert LigneJournal.objects.sur(reprise).get().details["montant"] == "2892.00"


def test_les_memes_chiffres_ne_changent_rien(monde: Monde, projet: Equipement) -> None:
    notifier(monde, projet)
    premiere = reprendre(monde, projet)

    rejouee = reprendre(monde, projet)  # with the revision of the first click

    assert (rejouee.pk, rejouee.revision) == (premiere.pk, 1)
    assert Calcul.objects.count() == 1
    assert LigneJournal.objects.sur(premiere).count() == 1


def test_une_notification_venue_depuis_donne_son_estimation(
    monde: Monde, projet: Equipement
) -> None:
    reprendre(monde, projet)
    notifier(monde, projet)

    reprise = reprendre(monde, projet, revision=1)

    assert reprise.revision == 2
    assert reprise.calcul.montant > 0


def test_une_modification_garde_l_histoire(monde: Monde, projet: Equipement) -> None:
    reprendre(monde, projet)

    reprise = reprendre(monde, projet, revision=1, brut=saisie_elan(("9", "12")))

    assert reprise.revision == 2
    assert [e.donnees["collectifs.c1.enfants"] for e in reprise.events.order_by("pgh_id")] == [
        "10",
        "9",
    ]
    assert LigneJournal.objects.sur(reprise).last().action == "elan.modifie"


def test_une_revision_depassee_n_ecrase_rien(monde: Monde, projet: Equipement) -> None:
    reprendre(monde, projet)
    reprendre(monde, projet, revision=1, brut=saisie_elan(("9", "12")), qui=monde.remplacant)

    with pytest.raises(RepriseModifiee) as conflit:
        reprendre(monde, projet, revision=1, brut=saisie_elan(("11", "12")))

    assert conflit.value.reprise.revision == 2
    assert conflit.value.reprise.reprise_par == monde.remplacant
    assert conflit.value.lecture.donnees["collectifs.c1.enfants"] == "11"
    assert RepriseElan.objects.get().donnees["collectifs.c1.enfants"] == "9"


def test_un_collectif_retire_ne_laisse_pas_de_trou(monde: Monde, projet: Equipement) -> None:
    brut = {c.replace(".c2.", ".c7."): v for c, v in saisie_elan().items() if ".c1." not in c}

    reprise = reprendre(monde, projet, lignes=(Ligne("c7", " Les Embruns "),), brut=brut)

    assert reprise.lignes == [{"cle": "c1", "libelle": "Les Embruns"}]
    assert reprise.donnees["collectifs.c1.enfants"] == "12"


@pytest.mark.parametrize(
    ("changements", "chemin", "message"),
    [
        ({"collectifs.c1.enfants": "-1"}, "collectifs.c1.enfants", "négatif"),
        ({"collectifs.c1.enfants": "beaucoup"}, "collectifs.c1.enfants", "Écrivez un nombre"),
        ({"collectifs.c2.enfants": " "}, "collectifs.c2.enfants", MANQUE),
        ({"collectifs.c2.niveau": "maternelle"}, "collectifs.c2.niveau", "réponses proposées"),
        ({"comptes.64": "1.234,50"}, "comptes.64", "1234,50"),
        ({"comptes.741": ""}, "comptes", "au moins une charge et un produit"),
    ],
)
def test_ce_qui_manque_ou_ne_se_lit_pas_est_refuse(
    monde: Monde, projet: Equipement, changements: dict, chemin: str, message: str
) -> None:
    with pytest.raises(SaisieRefusee) as refus:
        reprendre(monde, projet, brut=saisie_elan() | changements)

    assert list(refus.value.erreurs) == [chemin]
    assert message in refus.value.erreurs[chemin]
    assert not RepriseElan.objects.exists()


@pytest.mark.parametrize(
    ("noms", "chemin"),
    [
        ((), "collectifs"),
        (("", "Les Embruns"), chemin_libelle("c1")),
        (("Les Alizés", "les alizés"), chemin_libelle("c2")),
        (("Les Alizés", "x" * 101), chemin_libelle("c2")),
        (("Les Alizés", "a\nb"), chemin_libelle("c2")),
        (tuple(f"Collectif {n}" for n in range(100)), "collectifs"),
    ],
)
def test_chaque_collectif_a_son_nom(
    monde: Monde, projet: Equipement, noms: tuple, chemin: str
) -> None:
    lignes = [Ligne(f"c{rang}", nom) for rang, nom in enumerate(noms, start=1)]
    cles = {ligne.cle for ligne in lignes}
    brut = {c: v for c, v in saisie_elan().items() if "." not in c or c.split(".")[1] in cles}
    brut |= {c: v for c, v in saisie_elan().items() if c.startswith("comptes")}

    with pytest.raises(SaisieRefusee) as refus:
        reprendre(monde, projet, lignes=lignes, brut=brut)

    assert chemin in refus.value.erreurs


@pytest.mark.parametrize("chemin", ["collectifs_notifies", "resultat_annonce", "collectifs.c9.a"])
def test_un_champ_qui_n_est_pas_demande_est_refuse(
    monde: Monde, projet: Equipement, chemin: str
) -> None:
    with pytest.raises(ChampsRefuses):
        reprendre(monde, projet, brut=saisie_elan() | {chemin: "3"})


def test_un_budget_desequilibre_n_empeche_pas_la_reprise(monde: Monde, projet: Equipement) -> None:
    assert reprendre(monde, projet, brut=saisie_elan(**{"60": "1"})).revision == 1


@pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd"])
def test_seul_le_conseiller_du_dossier_reprend(monde: Monde, projet: Equipement, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        reprendre(monde, projet, qui=getattr(monde, qui))

    assert refus.value.interdite


@pytest.mark.parametrize("qui", ["conseiller_nord", "responsable", "national"])
def test_ailleurs_le_projet_n_existe_pas(monde: Monde, projet: Equipement, qui: str) -> None:
    with pytest.raises(Equipement.DoesNotExist):
        reprendre(monde, projet, qui=getattr(monde, qui))


@pytest.mark.parametrize("annee", [2023, 2025, 2028])
def test_seul_le_premier_exercice_se_reprend(monde: Monde, projet: Equipement, annee: int) -> None:
    with pytest.raises(ActionRefusee, match="premier exercice") as refus:
        reprendre(monde, projet, annee=annee)

    assert not refus.value.interdite


def test_un_espace_de_rencontre_ne_se_reprend_pas(monde: Monde) -> None:
    with pytest.raises(ActionRefusee, match="convention Clas"):
        reprendre(monde, monde.er, annee=2023)


def declaration(monde: Monde, projet: Equipement, nature: str, annee: int) -> Declaration:
    campagne = Campagne.objects.create(
        caf=monde.caf,
        dispositif="clas",
        nature=nature,
        annee=annee,
        ouvre_le=JOUR,
        echeance_le=JOUR,
        ferme_le=JOUR,
    )
    return appeler(campagne, projet, MAINTENANT)


def test_la_reprise_est_la_previsionnelle_du_meme_exercice(
    monde: Monde, projet: Equipement
) -> None:
    notifier(monde, projet)
    reprise = reprendre(monde, projet)

    precedent, meme = references_de(declaration(monde, projet, "reelle", ANNEE))

    assert precedent is None
    assert meme.libelle == "Prévisionnelle 2024-2025 (ELAN)"
    assert meme.lignes == LIGNES
    assert meme.donnees == reprise.donnees
    assert meme.montant == reprise.calcul.montant


def test_elle_sert_l_exercice_suivant_tant_que_rien_n_est_envoye(
    monde: Monde, projet: Equipement
) -> None:
    reprendre(monde, projet)
    declaration(monde, projet, "reelle", ANNEE)  # called, not sent

    precedent, meme = references_de(declaration(monde, projet, "previsionnelle", ANNEE + 1))

    assert (precedent.libelle, precedent.montant) == ("Prévisionnelle 2024-2025 (ELAN)", None)
    assert meme is None


@pytest.mark.django_db(transaction=True)
def test_deux_clics_en_meme_temps_n_ecrivent_qu_une_fois() -> None:
    monde = Monde()
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
