"""State, progress and who holds a file up: every combination of three papers."""

from collections.abc import Iterator
from itertools import product
from types import SimpleNamespace
from typing import cast

import pytest
from django.template.loader import render_to_string

from habilitations.adhesions.presentation.dossiers import adhesions_en_cours, attend
from habilitations.adhesions.regles.avancement import Avancement, Cloture, Etat, EtatPiece, Partie
from habilitations.permissions import Acteur
from tests.habilitations.adhesions.dossiers import ouvert, recue, refusee
from tests.monde import Monde

ATTENDUE, A_VERIFIER, REFUSEE, ACCEPTEE = EtatPiece


def toutes() -> Iterator[tuple[EtatPiece, ...]]:
    for combien in (1, 2, 3):
        yield from product(EtatPiece, repeat=combien)


def avancement(*etats: EtatPiece, cloture: Cloture = Cloture.AUCUNE) -> Avancement:
    return Avancement({f"pj{rang}": etat for rang, etat in enumerate(etats)}, cloture)


def attendu(etats: tuple[EtatPiece, ...]) -> tuple[Etat, Partie]:
    """Said again, another way: by what is among the papers."""
    presents = set(etats)
    if A_VERIFIER in presents:
        return Etat.A_VERIFIER, Partie.CAF
    if REFUSEE in presents:
        return Etat.A_REPRENDRE, Partie.PARTENAIRE
    if presents == {ACCEPTEE}:
        return Etat.A_CONCLURE, Partie.CAF
    if presents == {ATTENDUE}:
        return Etat.OUVERT, Partie.PARTENAIRE
    return Etat.EN_COURS, Partie.PARTENAIRE


@pytest.mark.parametrize("etats", list(toutes()), ids=lambda etats: "-".join(etats))
def test_chaque_combinaison(etats: tuple[EtatPiece, ...]) -> None:
    lu = avancement(*etats)

    assert (lu.etat, lu.retenu_par) == attendu(etats)
    assert lu.total == len(etats)
    assert lu.acceptees + len(lu.manquantes) == lu.total
    assert (lu.etat == Etat.A_CONCLURE) == (lu.manquantes == ())


@pytest.mark.parametrize(
    ("cloture", "etat"),
    [(Cloture.COMPLETE, Etat.COMPLET), (Cloture.SANS_SUITE, Etat.SANS_SUITE)],
)
def test_un_dossier_clos_n_attend_personne(cloture: Cloture, etat: Etat) -> None:
    for etats in toutes():
        lu = avancement(*etats, cloture=cloture)
        assert (lu.etat, lu.retenu_par) == (etat, Partie.PERSONNE)


def test_les_manquantes_gardent_leur_ordre() -> None:
    assert avancement(REFUSEE, ACCEPTEE, ATTENDUE).manquantes == ("pj0", "pj2")


def test_ce_qui_reste_a_deposer_pendant_que_la_caf_verifie() -> None:
    lu = avancement(A_VERIFIER, REFUSEE, ATTENDUE, ACCEPTEE)
    assert (lu.retenu_par, lu.a_deposer, attend(lu)) == (
        Partie.CAF,
        2,
        "La Caf et le partenaire",
    )
    assert attend(avancement(A_VERIFIER, ACCEPTEE)) == "La Caf"
    assert attend(avancement(REFUSEE, ATTENDUE)) == "Le partenaire"
    assert avancement(ATTENDUE, cloture=Cloture.SANS_SUITE).a_deposer == 0


@pytest.mark.django_db
def test_la_premiere_page_dit_ce_qui_reste_a_deposer(monde: Monde) -> None:
    dossier = ouvert(monde, "a")
    recue(monde, dossier, "bulletin_afas")
    refusee(monde, dossier, "convention_mcp")
    suivi = SimpleNamespace(adhesions_suivies=frozenset({dossier.pk}))
    (ligne,) = adhesions_en_cours(cast(Acteur, suivi))

    page = " ".join(
        render_to_string("accueil/a_faire_adhesions.html", {"adhesions": [ligne]}).split()
    )

    assert f"il vous reste {len(dossier.attendues) - 1} pièces à déposer" in page
    assert "du côté de la Caf" not in page
