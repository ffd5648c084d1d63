"""Figures taken up from ELAN: what is kept, and what they serve."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from declarations.elan.services.saisie import RepriseModifiee
from declarations.models import Campagne, Declaration, RepriseElan, ValeurEcarteeElan
from declarations.regles.grille import LigneGrille
from declarations.services.campagnes import appeler
from declarations.services.contenu.references import references_de
from habilitations.models import Equipement, Notification
from portal.socle.models import LigneJournal
from subventions.models import Calcul
from tests.declarations.clas import ANNEE, projet_clas, saisie_elan
from tests.declarations.elan.reprises import LIGNES, reprendre
from tests.declarations.remplir import referentiels
from tests.monde import JOUR, MAINTENANT, Monde, nouveau_monde


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
    assert (reprise.modifie_le, reprise.modifie_par) == (MAINTENANT, monde.conseiller)
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
    assert conflit.value.reprise.modifie_par == monde.remplacant
    (dispute,) = conflit.value.resultat.conflits
    assert (dispute.chemin, dispute.mienne, dispute.autre) == ("collectifs.c1.enfants", "11", "9")
    assert RepriseElan.objects.get().donnees["collectifs.c1.enfants"] == "9"


def test_un_collectif_garde_sa_cle_quand_un_autre_est_retire(
    monde: Monde, projet: Equipement
) -> None:
    """No figure ever lands on the row of another."""
    reprendre(monde, projet)
    brut = {c: v for c, v in saisie_elan().items() if ".c1." not in c}

    reprise = reprendre(
        monde, projet, revision=1, lignes=(LigneGrille("c2", " Les Embruns "),), brut=brut
    )

    assert reprise.lignes == [{"cle": "c2", "libelle": "Les Embruns"}]
    assert [c for c in reprise.donnees if c.startswith("collectifs.c1")] == []
    assert reprise.donnees["collectifs.c2.enfants"] == "12"


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


def test_un_budget_desequilibre_n_empeche_pas_la_reprise(monde: Monde, projet: Equipement) -> None:
    assert reprendre(monde, projet, brut=saisie_elan(**{"60": "1"})).revision == 1


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
