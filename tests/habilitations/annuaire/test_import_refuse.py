"""A list of forty wrong lines: each is told, and nothing is written."""

from pathlib import Path

import pytest

from habilitations.annuaire.exports import annuaire_xlsx
from habilitations.annuaire.services.imports import application
from habilitations.models import (
    Adhesion,
    Equipement,
    EtatImport,
    Gestionnaire,
    Habilitation,
    Lieu,
    Utilisateur,
)
from habilitations.services.suites import suspendre_personne
from habilitations.verification import droits_verifies
from portal.socle.models import Courriel, LigneJournal
from tests.habilitations.annuaire.depots import confirmer, deposer
from tests.monde import JOUR, SIRETS, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige", "sur_place")]
FAUX = Path(__file__).parents[2] / "cas" / "annuaire" / "quarante-lignes-fausses.xlsx"
# Sheet, line → what its refusal says.
REFUS = {
    ("gestionnaires", 2): "Le tableur a arrondi ce SIRET (3,62521E+13)",
    ("gestionnaires", 3): "compte 9 chiffres, au lieu de 14",
    ("gestionnaires", 4): "n’est pas valide",
    ("gestionnaires", 5): "n’est pas un SIRET",
    ("gestionnaires", 6): "SIRET : cette colonne est à remplir",
    ("gestionnaires", 7): "Nom : cette colonne est à remplir",
    ("gestionnaires", 8): "n’est pas l’un de ces choix",
    ("gestionnaires", 9): "201 caractères, pour 200 au plus",
    ("gestionnaires", 11): "La ligne 10 dit déjà cela",
    ("gestionnaires", 12): "la cellule porte l’erreur",
    ("gestionnaires", 13): "contient une date",
    ("equipements", 2): f"Aucun gestionnaire de SIRET {SIRETS[2]}",
    ("equipements", 3): "n’est pas l’un de ces choix",
    ("equipements", 4): "L’organisation s’indique pour un Espace de rencontre",
    ("equipements", 5): "L’organisation s’indique pour un Espace de rencontre",
    ("equipements", 6): "Portefeuille : cette colonne est à remplir",
    ("equipements", 7): "Aucun portefeuille « Secteur 9 »",
    ("equipements", 8): "n’existe pas dans le calendrier",
    ("equipements", 9): "La fermeture précède l’ouverture",
    ("equipements", 10): "n’est pas une date : écrivez JJ/MM/AAAA",
    ("equipements", 11): "Aucun équipement n° 9999999 à cette Caf",
    ("equipements", 12): "n’est pas un numéro d’export",
    ("equipements", 13): "l’année 1026 n’est pas plausible",
    ("equipements", 15): "La ligne 14 dit déjà cela",
    ("lieux", 2): "Ce gestionnaire n’a pas d’équipement « Introuvable »",
    ("lieux", 3): "Seul un Espace de rencontre a des lieux",
    ("lieux", 4): "Nom du lieu : cette colonne est à remplir",
    ("lieux", 6): "Aucun lieu n° 8888888",
    ("lieux", 7): "Ce gestionnaire n’a pas d’équipement « ER des Bauges »",
    ("personnes", 2): "n’est pas une adresse électronique complète",
    ("personnes", 3): "Prénom : cette colonne est à remplir",
    ("personnes", 4): "n’est pas un numéro de téléphone",
    ("personnes", 6): "La ligne 5 dit déjà cela",
    ("roles", 2): "Aucun compte pour inconnu@exemple.test",
    ("roles", 3): "n’est pas l’un de ces choix",
    ("roles", 4): "Ce gestionnaire n’a pas d’équipement « Introuvable »",
    ("roles", 5): "La date de fin précède la date de début",
    ("roles", 6): "Du : cette colonne est à remplir",
    ("roles", 7): "Ce rôle porte sur tout le partenaire",
    ("roles", 8): "n’est pas complète",
    ("roles", 9): "Équipements : cette colonne est à remplir",
    ("roles", 11): "La ligne 10 dit déjà cela",
}
JUSTES = {
    ("gestionnaires", 10),
    ("equipements", 14),
    ("equipements", 16),
    ("lieux", 5),
    ("personnes", 5),
    ("roles", 10),
}


def decompte() -> tuple[int, ...]:
    modeles = (Gestionnaire, Adhesion, Equipement, Lieu, Utilisateur, Habilitation, LigneJournal)
    return tuple(modele.objects.count() for modele in modeles)


class TestLignesFausses:
    def test_chaque_sorte_est_expliquee_a_sa_ligne(self, monde: Monde) -> None:
        depose = deposer(monde, FAUX.read_bytes())
        dits = {
            (x.feuille, x.numero): " ".join(x.motifs).replace("\u00a0", " ")
            for x in depose.lignes.all()
        }
        assert {cle for cle, motif in dits.items() if motif} == set(REFUS)
        manques = {cle: dits[cle] for cle, dit in REFUS.items() if dit not in dits[cle]}
        assert manques == {}
        assert {cle for cle, motif in dits.items() if not motif} == JUSTES
        assert depose.compte == {"refuse": len(REFUS), "cree": len(JUSTES)}

    def test_rien_n_est_ecrit_tant_qu_une_ligne_est_fausse(self, monde: Monde) -> None:
        avant = decompte()
        depose = deposer(monde, FAUX.read_bytes())
        with pytest.raises(application.LignesRefusees):
            confirmer(monde, depose)
        assert decompte() == avant

    def test_les_lignes_justes_seules_quand_on_le_demande(self, monde: Monde) -> None:
        depose = confirmer(monde, deposer(monde, FAUX.read_bytes()), justes=True)
        assert depose.etat == EtatImport.FAIT
        alizes = Gestionnaire.objects.get(siret=SIRETS[3])
        assert Adhesion.objects.get(gestionnaire=alizes, caf=monde.caf).complete_le is None
        bauges = Equipement.objects.get(nom="ER des Bauges")
        assert (bauges.gestionnaire, bauges.portefeuille) == (
            monde.passerelles.gestionnaire,
            monde.portefeuille,
        )
        assert bauges.lieux.get().adresse == "Place de la Mairie"
        marie = Utilisateur.objects.get(email="marie.martin@exemple.test")
        assert (marie.telephone, marie.has_usable_password()) == ("0612345678", False)
        (droit,) = droits_verifies(Habilitation.objects.filter(utilisateur=marie), JOUR)
        assert {e.pk for e in droit.equipements.all()} == {monde.er.pk, bauges.pk}
        assert droit.signee_par == monde.responsable
        (lettre,) = Courriel.objects.filter(destinataire=marie.email)
        assert "Approbateur" in lettre.texte
        actions = set(LigneJournal.objects.values_list("action", flat=True))
        assert actions >= {
            "gestionnaire.cree",
            "equipement.cree",
            "lieu.cree",
            "compte.ouvert",
            "droit.accorde",
            "annuaire.importe",
        }
        encore = deposer(monde, FAUX.read_bytes())
        assert encore.compte == {"refuse": len(REFUS), "identique": len(JUSTES)}


def test_une_liste_d_avant_ne_rend_pas_ce_qui_est_suspendu_depuis(monde: Monde) -> None:
    alice = monde.passerelles.activite
    liste = annuaire_xlsx(monde.caf, JOUR)
    suspendre_personne(
        monde.caf.pk,
        monde.passerelles.gestionnaire.pk,
        alice.pk,
        motif="Un signalement est en cours d’examen.",
        acteur=acteur(monde.responsable),
    )

    depose = deposer(monde, liste)

    assert depose.compte["refuse"] == 1
    (refusee,) = depose.lignes.filter(issue="refuse")
    assert "suspendus chez ce gestionnaire" in " ".join(refusee.motifs)
    confirmer(monde, depose, justes=True)
    assert not droits_verifies(alice.habilitations.all(), JOUR)
