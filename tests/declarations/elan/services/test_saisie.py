"""Figures taken up from ELAN: what is kept, and what they serve."""

from datetime import date
from decimal import Decimal

from declarations.models import Campagne, Declaration
from declarations.regles.grille import LigneGrille
from declarations.services.campagnes import appeler
from declarations.services.contenu.references import references_de
from habilitations.models import Equipement, Notification
from portal.socle.models import LigneJournal
from subventions.models import Calcul
from tests.declarations.clas import ANNEE, saisie_elan
from tests.declarations.elan.reprises import LIGNES, reprendre
from tests.monde import JOUR, MAINTENANT, Monde


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
