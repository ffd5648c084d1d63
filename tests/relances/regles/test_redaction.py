"""What a reminder says."""

import pytest

from declarations.regles.etats import Action
from declarations.regles.grille import ACTIVITE, FINANCES
from portal.dossiers.regles.transitions import Tache
from portal.relances.regles.redaction import LONGUEUR_OBJET, manque, objet_du_courriel

A, F = Tache(Action.SAISIR, ACTIVITE), Tache(Action.SAISIR, FINANCES)


@pytest.mark.parametrize(
    ("taches", "options", "attendu"),
    [
        ((A,), {}, "Saisir et signer les données d’activité"),
        ((A, F), {}, "Saisir et signer les données d’activité et les données financières"),
        ((F,), {"commence": True}, "Compléter et signer les données financières"),
        ((F,), {"commence": True, "renvoi": True}, "Revoir et signer les données financières"),
        ((A,), {"commence": True, "correction": True}, "Corriger et signer les données d’activité"),
        ((Tache(Action.TRANSMETTRE),), {}, "Relire, approuver et transmettre à la Caf"),
    ],
)
def test_ce_qui_manque(taches: tuple[Tache, ...], options: dict[str, bool], attendu: str) -> None:
    assert manque(taches, **options) == attendu


def test_rien_ne_manque() -> None:
    with pytest.raises(ValueError, match="rien"):
        manque(())


def test_l_objet_du_courriel() -> None:
    assert objet_du_courriel(["Réelle 2025, Le Lac"], "il reste 15 jours", False) == (
        "Réelle 2025, Le Lac : il reste 15 jours"
    )
    deux = ["Réelle 2025, Le Lac", "Prévisionnelle 2026, Le Lac"]
    assert objet_du_courriel(deux, "en retard de 1 jour", True) == (
        "En retard : 2 déclarations, dont Réelle 2025, Le Lac (en retard de 1 jour)"
    )
    assert objet_du_courriel(deux, "il reste 7 jours", False).startswith("À faire : 2 déclarations")
    long = objet_du_courriel(["Réelle 2025, " + "x" * 300], "il reste 1 jour", False)
    assert len(long) == LONGUEUR_OBJET
    assert long.endswith("…")
