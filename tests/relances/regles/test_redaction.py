"""What a reminder says."""

from portal.relances.regles.redaction import LONGUEUR_OBJET, objet_du_courriel


def test_l_objet_du_courriel() -> None:
    assert objet_du_courriel(
        ["Réelle 2025, Le Lac"], "il reste 15 jours", False, "déclarations"
    ) == ("Réelle 2025, Le Lac : il reste 15 jours")
    deux = ["Réelle 2025, Le Lac", "Prévisionnelle 2026, Le Lac"]
    assert objet_du_courriel(deux, "en retard de 1 jour", True, "déclarations") == (
        "En retard : 2 déclarations, dont Réelle 2025, Le Lac (en retard de 1 jour)"
    )
    assert objet_du_courriel(deux, "il reste 7 jours", False, "dossiers").startswith(
        "À faire : 2 dossiers, dont"
    )
    long = objet_du_courriel(
        ["Réelle 2025, " + "x" * 300], "il reste 1 jour", False, "déclarations"
    )
    assert len(long) == LONGUEUR_OBJET
    assert long.endswith("…")
