"""Actualisées: for whom they are asked; said line by line; replayed without effect."""

import threading
from datetime import date

import pytest
from django.db import connection

from declarations.models import Campagne, Declaration
from declarations.services import instruction
from declarations.services.actualisees import (
    APPELEE,
    DEJA_APPELEE,
    candidats,
    prochain_numero,
)
from declarations.services.nouvelles import relire_nouvelle
from habilitations.models import Adhesion
from portal.dossiers.models import Avis
from portal.socle.formats import jour_fr
from portal.socle.models import Courriel, LigneJournal
from portal.socle.relecture import Relu, Retire
from tests.declarations.actualisees import A_ELLE, EN_JUIN, appeler, campagne, cible
from tests.monde import Monde, acteur, amender, espace_rencontre, nouveau_monde


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


def test_chacun_du_partenaire_est_prevenu_une_fois(monde: Monde) -> None:
    campagne(monde)
    appeler(monde, monde.er.pk)
    appeler(monde, monde.er.pk)  # a second click

    gens = monde.passerelles
    adresses = {gens.activite.email, gens.finances.email, gens.approbateur.email}
    courriels = list(Courriel.objects.all())
    assert sorted(c.destinataire for c in courriels) == sorted(adresses)
    assert {a.personne.email for a in Avis.objects.all()} == adresses
    declaration = Declaration.objects.get()
    limite = jour_fr(declaration.campagne.echeance_le)
    for courriel in courriels:
        assert courriel.objet == f"La Caf vous demande une actualisée – {declaration.reference}"
        assert f"à transmettre pour le {limite}." in courriel.texte
        assert f"/declarations/{declaration.pk}/" in courriel.texte
        verdict = relire_nouvelle(courriel, EN_JUIN)
        assert isinstance(verdict, Relu)

    instruction.declarer_sans_objet(
        declaration.pk,
        acteur=acteur(monde.conseiller, EN_JUIN),
        motif="Demandée par erreur pour cet équipement.",
    )
    assert isinstance(relire_nouvelle(courriels[0], EN_JUIN), Retire)


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
    amender(Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire), complete_le=None)

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
    monde = nouveau_monde()
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
