"""Papers that tell a salary: read by those who read salaries, and by nobody else."""

import pytest

from portal.dossiers.models import PieceJointe
from portal.dossiers.regles.pieces import LecteurDePieces
from portal.socle.refus import ActionRefusee
from tests.declarations.cct import declaration_cct
from tests.declarations.pieces import SALAIRES, cct_a_justifier, joindre_par, retirer_par
from tests.monde import Monde
from tests.socle import fichiers


def test_la_piece_d_un_salaire_suit_ses_lecteurs(monde: Monde) -> None:
    declaration = cct_a_justifier(monde)
    with pytest.raises(ActionRefusee) as refus:
        joindre_par(declaration, monde.passerelles.activite, cle=SALAIRES)
    assert refus.value.interdite
    piece = joindre_par(declaration, monde.passerelles.finances, cle=SALAIRES)
    assert piece.lecteurs == [["approbateur", "fournisseur_finances"]]
    for role, lisible in (
        ("fournisseur_activite", False),
        ("fournisseur_finances", True),
        ("approbateur", True),
    ):
        lecteur = LecteurDePieces(frozenset({role}), cote_caf=False, envoyees=0)
        assert piece.est_lisible(lecteur) == lisible
    with pytest.raises(PieceJointe.DoesNotExist):
        retirer_par(piece, monde.passerelles.activite)


def test_la_piece_de_qui_lit_les_salaires_leur_est_reservee(monde: Monde) -> None:
    """A payslip joined to the declaration itself tells a salary as a figure would (S)."""
    declaration, _ = declaration_cct(monde)
    bulletin = joindre_par(declaration, monde.passerelles.finances, libelle="Bulletins de paie")
    assert bulletin.lecteurs == [["approbateur", "fournisseur_finances"]]
    autre = fichiers.PDF + b"planning %%EOF"
    planning = joindre_par(declaration, monde.passerelles.activite, contenu=autre)
    assert planning.lecteurs == []


def test_ailleurs_une_piece_est_lue_par_tous(monde: Monde) -> None:
    assert joindre_par(monde.declaration(), monde.passerelles.finances).lecteurs == []
