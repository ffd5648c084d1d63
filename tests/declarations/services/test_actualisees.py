"""Actualisées: who may ask, for whom and when; said line by line; replayed without effect."""

import threading
from datetime import date, datetime

import pytest
from django.db import connection

from declarations.models import Campagne, Declaration
from declarations.regles.calendrier import Fenetre
from declarations.services.actualisees import (
    APPELEE,
    DEJA_APPELEE,
    REFUSEE,
    Cible,
    appeler_actualisees,
    candidats,
    prochain_numero,
)
from declarations.services.erreurs import ActionRefusee, DemandeInvalide
from habilitations.models import Adhesion, Portefeuille
from portal.socle.models import LigneJournal
from tests.monde import PARIS, Monde, acteur, espace_rencontre

EN_JUIN = datetime(2026, 6, 20, 10, 0, tzinfo=PARIS)
A_ELLE = Fenetre(date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 15))


def campagne(monde: Monde, numero: int = 1, **champs: object) -> Campagne:
    """The actualisée of June of the calendar."""
    dates = {
        "annee": 2026,
        "ouvre_le": date(2026, 6, 15),
        "echeance_le": date(2026, 7, 10),
        "ferme_le": date(2026, 8, 9),
    }
    return Campagne.objects.create(
        caf=monde.caf, dispositif="er", nature="actualisee", numero=numero, **{**dates, **champs}
    )


def cible(monde: Monde, numero: int = 1, annee: int = 2026, **champs: object) -> Cible:
    return Cible(**{"caf": monde.caf, "dispositif": "er", **champs}, annee=annee, numero=numero)


def appeler(monde: Monde, *equipements: int, qui: object = None, **champs: object) -> list:
    quand = champs.pop("quand", EN_JUIN)
    return appeler_actualisees(
        champs.pop("cible", None) or cible(monde),
        equipements,
        acteur=acteur(qui or monde.conseiller, quand),
        **champs,
    )


def test_seuls_les_equipements_choisis_sont_appeles(monde: Monde) -> None:
    fenetre = campagne(monde)

    lignes = appeler(monde, monde.er.pk)

    declaration = Declaration.objects.get()
    assert [(x.libelle, x.issue) for x in lignes] == [(monde.er.nom, APPELEE)]
    assert (declaration.equipement, declaration.campagne) == (monde.er, fenetre)
    assert declaration.libelle == "Actualisée n° 1 2026"
    assert declaration.appelee_le == EN_JUIN
    assert declaration.version_courante.volets.count() == 2
    journal = LigneJournal.objects.sur(declaration).get()
    assert journal.auteur_id == monde.conseiller.pk


def test_le_remplacant_appelle_aussi(monde: Monde) -> None:
    campagne(monde)

    assert appeler(monde, monde.er.pk, qui=monde.remplacant)[0].issue == APPELEE


def test_rejouer_ne_fait_rien(monde: Monde) -> None:
    campagne(monde)
    appeler(monde, monde.er.pk)
    lignes = LigneJournal.objects.count()

    rejouees = appeler(monde, monde.er.pk, monde.er.pk, monde.er_voisin.pk)

    assert [x.issue for x in rejouees] == [DEJA_APPELEE, APPELEE]
    assert Declaration.objects.count() == 2
    assert LigneJournal.objects.count() == lignes + 1


def test_plusieurs_actualisees_dans_un_exercice(monde: Monde) -> None:
    campagne(monde)
    appeler(monde, monde.er.pk)

    appeler(monde, monde.er.pk, cible=cible(monde, 2), dates=A_ELLE)

    assert [d.libelle for d in Declaration.objects.order_by("numero")] == [
        "Actualisée n° 1 2026",
        "Actualisée n° 2 2026",
    ]
    ouverte = Campagne.objects.get(numero=2)
    assert ouverte.exceptionnelle
    assert (ouverte.ouvre_le, ouverte.echeance_le, ouverte.ferme_le) == (
        A_ELLE.ouvre_le,
        A_ELLE.echeance_le,
        A_ELLE.ferme_le,
    )
    assert prochain_numero(monde.caf, "er", 2026) == 3


def test_rejouer_avec_ses_dates_n_ouvre_qu_une_fenetre(monde: Monde) -> None:
    for _ in range(2):
        lignes = appeler(monde, monde.er.pk, dates=A_ELLE)

    assert [x.issue for x in lignes] == [DEJA_APPELEE]
    assert Campagne.objects.count() == Declaration.objects.count() == 1


def test_un_numero_deja_pris_a_d_autres_dates_est_refuse(monde: Monde) -> None:
    campagne(monde)

    with pytest.raises(DemandeInvalide, match="existe déjà, avec une échéance au 10 juillet 2026"):
        appeler(monde, monde.er.pk, dates=A_ELLE)


def test_un_numero_saute_est_refuse(monde: Monde) -> None:
    with pytest.raises(DemandeInvalide, match="n’est pas le suivant"):
        appeler(monde, monde.er.pk, cible=cible(monde, 4), dates=A_ELLE)


def test_sans_fenetre_les_dates_sont_demandees(monde: Monde) -> None:
    with pytest.raises(DemandeInvalide, match="Indiquez les dates"):
        appeler(monde, monde.er.pk)


@pytest.mark.parametrize(
    ("dates", "champ"),
    [
        ((date(2026, 6, 21), date(2026, 6, 30), date(2026, 7, 15)), "ouvre_le"),
        ((date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 15)), "ouvre_le"),
        ((date(2026, 6, 20), date(2026, 6, 19), date(2026, 7, 15)), "echeance_le"),
        ((date(2026, 6, 20), date(2027, 1, 1), date(2027, 1, 15)), "echeance_le"),
        ((date(2026, 6, 20), date(2026, 6, 30), date(2026, 6, 29)), "ferme_le"),
    ],
)
def test_des_dates_en_desordre_sont_refusees(monde: Monde, dates: tuple, champ: str) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        appeler(monde, monde.er.pk, dates=Fenetre(*dates))

    assert refus.value.champ == champ
    assert not Campagne.objects.exists()


@pytest.mark.parametrize("jours", [0, 10])
def test_des_dates_au_plus_court_ou_jusqu_a_la_fin_sont_acceptees(monde: Monde, jours: int) -> None:
    fin = date(2026, 6, 20) if not jours else date(2026, 12, 31)

    lignes = appeler(monde, monde.er.pk, dates=Fenetre(date(2026, 6, 20), fin, fin))

    assert lignes[0].issue == APPELEE


@pytest.mark.parametrize(
    ("annee", "mots"), [(2025, "c’est la réelle qui est attendue"), (2027, "commence le 1er")]
)
def test_un_exercice_fini_ou_a_venir_est_refuse(monde: Monde, annee: int, mots: str) -> None:
    campagne(monde, annee=annee)

    with pytest.raises(ActionRefusee, match=mots) as refus:
        appeler(monde, monde.er.pk, cible=cible(monde, annee=annee))
    assert not refus.value.interdite


@pytest.mark.parametrize(
    ("quand", "mots"),
    [
        (datetime(2026, 6, 14, 23, 59, tzinfo=PARIS), "ouvre le 15 juin 2026"),
        (datetime(2026, 8, 10, 0, 0, tzinfo=PARIS), "s’est terminée le 9 août 2026"),
    ],
)
def test_une_fenetre_fermee_est_refusee(monde: Monde, quand: datetime, mots: str) -> None:
    campagne(monde)

    with pytest.raises(ActionRefusee, match=mots):
        appeler(monde, monde.er.pk, quand=quand)


def test_rien_de_choisi_est_refuse(monde: Monde) -> None:
    campagne(monde)

    with pytest.raises(DemandeInvalide, match="au moins un équipement"):
        appeler(monde)


@pytest.mark.parametrize(
    "qui", ["ccd", "conseiller_nord", "responsable", "national", "passerelles"]
)
def test_seul_un_gestionnaire_conseil_de_la_caf_appelle(monde: Monde, qui: str) -> None:
    campagne(monde)
    personne = monde.passerelles.approbateur if qui == "passerelles" else getattr(monde, qui)

    with pytest.raises(ActionRefusee) as refus:
        appeler(monde, monde.er.pk, qui=personne)

    assert refus.value.interdite
    assert not Declaration.objects.exists()


def test_le_portefeuille_d_un_autre_est_refuse_sans_etre_nomme(monde: Monde) -> None:
    campagne(monde)
    monde.er.portefeuille = Portefeuille.objects.create(
        caf=monde.caf, nom="Secteur 2", titulaire=monde.hors_portefeuille
    )
    monde.er.save()

    lignes = appeler(monde, monde.er.pk, monde.er_voisin.pk, 999_999)

    assert [x.issue for x in lignes] == [REFUSEE, APPELEE, REFUSEE]
    assert monde.er.nom not in lignes[0].libelle
    assert lignes[0] == lignes[2]
    assert Declaration.objects.get().equipement == monde.er_voisin


def test_quand_tout_est_refuse_aucune_fenetre_ne_s_ouvre(monde: Monde) -> None:
    monde.er.conventions.all().delete()

    lignes = appeler(monde, monde.er.pk, dates=A_ELLE)

    assert [(x.issue, x.motif) for x in lignes] == [
        (REFUSEE, "Aucune convention ne couvre l’exercice 2026")
    ]
    assert not Campagne.objects.exists()


@pytest.mark.parametrize(
    ("champ", "jour", "motif"),
    [
        ("ferme_le", date(2025, 12, 31), "Fermé le 31 décembre 2025"),
        ("ouvert_le", date(2027, 1, 1), "N’ouvre que le 1er janvier 2027"),
    ],
)
def test_chaque_equipement_dit_ce_qui_empeche_l_appel(
    monde: Monde, champ: str, jour: date, motif: str
) -> None:
    setattr(monde.er, champ, jour)
    monde.er.save()
    Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire).update(complete_le=None)

    dits = {
        c.equipement: c.empechement
        for c in candidats(cible(monde), acteur(monde.conseiller, EN_JUIN))
    }

    assert dits[monde.er] == motif
    assert dits[monde.er_voisin].startswith("L’adhésion du partenaire n’est pas complète")


def test_les_candidats_se_lisent_en_deux_requetes_dans_l_ordre_francais(
    monde: Monde, django_assert_num_queries: object
) -> None:
    for nom in ("Zénith", "Écully", "Antenne 10", "Antenne 2"):
        espace_rencontre(
            monde.caf, monde.voisins.gestionnaire, monde.portefeuille, nom, (f"Lieu {nom}",)
        )
    qui = acteur(monde.conseiller, EN_JUIN)

    with django_assert_num_queries(2):
        noms = [c.equipement.nom for c in candidats(cible(monde), qui)]

    assert noms == [
        "Espace de rencontre Les Passerelles",
        "Antenne 2",
        "Antenne 10",
        "Écully",
        "Espace de rencontre du Lac",
        "Zénith",
    ]


@pytest.mark.django_db(transaction=True)
def test_deux_clics_en_meme_temps_n_appellent_qu_une_fois() -> None:
    monde = Monde()
    depart, issues = threading.Barrier(2), []

    def cliquer() -> None:
        depart.wait()
        try:
            lignes = appeler(monde, monde.er.pk, monde.er_voisin.pk, dates=A_ELLE)
            issues.append([x.issue for x in lignes])
        finally:
            connection.close()

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sorted(issues) == [[APPELEE, APPELEE], [DEJA_APPELEE, DEJA_APPELEE]]
    assert Declaration.objects.count() == 2
    assert Campagne.objects.count() == 1
    assert LigneJournal.objects.filter(action="campagne.fenetre_exceptionnelle").count() == 1
