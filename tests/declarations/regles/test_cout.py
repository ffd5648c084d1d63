"""What the checks cost: so many calls per field asked for, whatever the number of rows.

The bounds are those of 28 November 2026 and a quarter more, plus what C19 to C21 read. A check that
computes again what the others know, or looks through all for each row, goes beyond them.
"""

from decimal import Decimal

import pytest

from declarations.controles import valeurs_de_reference
from declarations.grilles import grille_pour
from declarations.regles.controles.contexte import Contexte, Reference
from declarations.regles.controles.registre import executer
from declarations.regles.grille import PREVISIONNELLE, REELLE, LigneGrille
from tests.appels import compter_appels
from tests.declarations.regles.fabrique import (
    ANNEE,
    COMPTES,
    contexte_er,
    donnees_er,
    estimation,
    reference_er,
)

VALEURS = {"choix": "primaire", "oui_non": "non", "texte_long": "Renseigné."}


def _donnees(dispositif, nature, lignes):
    """Every field asked for, filled."""
    if dispositif == "er":
        return donnees_er(nature, lignes)
    places = grille_pour(dispositif, ANNEE).emplacements(nature, lignes)
    champs = {e.chemin: VALEURS.get(e.champ.type, "10") for e in places if not e.section.groupe}
    return champs | COMPTES


def _contexte(dispositif, combien):
    """A réelle of so many rows, with what C06 and C07 compare it with."""
    lignes = tuple(LigneGrille(f"l{rang}", f"Ligne {rang}") for rang in range(combien))
    donnees = {n: _donnees(dispositif, n, lignes) for n in (PREVISIONNELLE, REELLE)}
    grille = grille_pour(dispositif, ANNEE)
    montant = Decimal("1000.00")
    return Contexte(
        grille=grille,
        nature=REELLE,
        annee=ANNEE,
        lignes=lignes,
        donnees=donnees[REELLE],
        seuils=valeurs_de_reference(),
        estimation=estimation("1000.00"),
        exercice_precedent=Reference(
            REELLE, ANNEE - 1, "Réelle 2024", lignes, donnees[REELLE], montant
        ),
        meme_exercice=Reference(
            PREVISIONNELLE, ANNEE, "Prévisionnelle 2025", lignes, donnees[PREVISIONNELLE], montant
        ),
    )


def _cout(dispositif, combien):
    """Calls that the checks make, and fields asked for."""
    modele = _contexte(dispositif, combien)

    def evaluer():
        # A context remembers: each evaluation has its own.
        champs = {nom: getattr(modele, nom) for nom in modele.__dataclass_fields__}
        executer(Contexte(**champs))

    return compter_appels(evaluer), len(modele.emplacements)


@pytest.mark.parametrize(
    ("dispositif", "combien", "par_champ"), [("er", 3, 42), ("clas", 40, 41), ("cct", 4, 44)]
)
def test_les_controles_font_peu_d_appels_par_champ(dispositif, combien, par_champ):
    appels, champs = _cout(dispositif, combien)
    assert appels / champs < par_champ


@pytest.mark.parametrize("dispositif", ["er", "clas", "cct"])
def test_chaque_rangee_coute_autant_que_la_precedente(dispositif):
    """Forty rows and forty more: no check compares every row with every other."""
    (vingt, _), (quarante, _), (quatre_vingts, _) = (_cout(dispositif, n) for n in (20, 40, 80))
    assert quatre_vingts - quarante < 2.1 * (quarante - vingt)


def test_une_reference_ne_coute_que_les_totaux_compares():
    """Of another declaration, C06 reads what it follows, not the eighteen classes of accounts."""
    contexte = contexte_er(exercice_precedent=reference_er())
    totaux = contexte.totaux_de(contexte.exercice_precedent)
    assert [t.code for t in totaux.suivis][-1] == "charges"
    assert not {"classes", "produits", "resultat"} & vars(totaux).keys()
