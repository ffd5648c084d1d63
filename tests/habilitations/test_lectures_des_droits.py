"""Nobody reads the table of rights without verifying them, but those who give nothing by it."""

import ast
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
APPLICATIONS = ("habilitations", "subventions", "declarations", "bilans", "portal")
# Who names the manager of rights, and why it opens nothing.
LECTEURS = {
    "habilitations/models/droits.py": "role_pourvu: the holes of a list",
    "habilitations/permissions.py": "Acteur verifies each",
    "habilitations/verification.py": "verifies them all",
    "habilitations/presentation/fiche.py": "by droits_verifies",
    "habilitations/filters.py": "the people of a list, narrowed to those that one looks after",
    "habilitations/services/actes.py": "the rights to tell on paper; each is judged for its act",
    "habilitations/services/actes_a_refaire.py": "those of acts to make again, by demander_acte",
    "habilitations/services/couverture.py": "by droits_verifies or examiner",
    "habilitations/services/verification_actes.py": "those an act names, by examiner",
    "habilitations/services/accord.py": "by droits_verifies",
    "habilitations/services/cles.py": "those that a revoked key had signed, to be read",
    "habilitations/services/signatures_en_masse.py": "those to be signed",
    "habilitations/services/suites.py": "one, locked, for an act of the Caf",
    "portal/dossiers/services/destinataires.py": "by droits_verifies",
    "portal/relances/services/plan.py": "by droits_verifies; declarants only names whom to ask",
    "portal/accueil/demo/signatures.py": "those that nobody has signed",
}


def _lit_les_droits(fichier: Path) -> bool:
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    return any(
        isinstance(noeud, ast.Attribute)
        and noeud.attr == "objects"
        and isinstance(noeud.value, ast.Name)
        and noeud.value.id == "Habilitation"
        for noeud in ast.walk(arbre)
    )


def test_chaque_lecture_des_droits_les_verifie() -> None:
    fichiers = (f for a in APPLICATIONS for f in (RACINE / a).rglob("*.py"))
    lecteurs = {
        str(f.relative_to(RACINE))
        for f in fichiers
        if "migrations" not in f.parts and _lit_les_droits(f)
    }
    assert lecteurs == set(LECTEURS)
