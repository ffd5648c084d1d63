"""Nobody reads the table of rights without verifying them, but those who give nothing by it."""

import ast
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
APPLICATIONS = ("habilitations", "subventions", "declarations", "bilans", "portal")
# Who names the manager of rights, and why it opens nothing.
LECTEURS = {
    "habilitations/models/droits.py": "role_pourvu: the holes of a list",
    "habilitations/verification.py": "those of a person, each examined",
    "habilitations/alterations.py": "verifies them all, by lots",
    "habilitations/presentation/fiche.py": "by droits_verifies",
    "habilitations/presentation/personnes.py": "by droits_verifies",
    "habilitations/filters.py": "the people of a list, narrowed to those that one looks after",
    "habilitations/annuaire/services/droits.py": "those to be signed anew, each by examiner",
    "habilitations/annuaire/services/gestionnaires.py": "counted, to say that a partner is used",
    "habilitations/services/accord_en_masse.py": "those just signed, written by lots",
    "habilitations/services/actes.py": "the rights to tell on paper; each is judged for its act",
    "habilitations/annuaire/services/imports/etat.py": "those suspended, to grant none by a list",
    "habilitations/services/actes_a_refaire.py": "those of acts to make again, by demander_acte",
    "habilitations/services/couverture.py": "by droits_verifies or examiner",
    "habilitations/services/verification_actes.py": "those an act names, by examiner",
    "habilitations/services/accord.py": "by droits_verifies",
    "habilitations/services/cles.py": "those that a revoked key had signed, to be read",
    "habilitations/services/signatures_en_masse.py": "those to be signed",
    "habilitations/services/suites.py": "one, locked, for an act of the Caf",
    "habilitations/services/masse.py": "those locked to be signed anew",
    "habilitations/services/gestionnaires.py": "by droits_verifies; all of them, to tell a loss",
    "habilitations/services/mots_de_passe.py": "whether somebody has a right left there",
    "habilitations/services/precautions.py": "those that the Caf suspended, so that none is added",
    "habilitations/services/prevenir.py": "by droits_verifies; personnes_de names whom to write to",
    "habilitations/revues/presentation.py": "names of the people that a wave would touch",
    "habilitations/revues/services/candidats.py": "by droits_verifies; counts, and people asleep",
    "habilitations/revues/services/lettres.py": "by droits_verifies",
    "habilitations/revues/services/rappels.py": "narrows to partners; then by droits_verifies",
    "habilitations/revues/services/nuit.py": "those spared already, to say so on their line",
    "habilitations/revues/services/ouverture.py": "by droits_verifies",
    "habilitations/revues/services/reponses.py": "by droits_verifies; those to be signed anew",
    "habilitations/services/signature.py": "those just signed, written by lots",
    "habilitations/tasks.py": "the Cafs with rights; the right whose act is made",
    "declarations/services/annonces_fenetres.py": "by droits_verifies, for many files at once",
    "portal/accueil/departs.py": "by examiner",
    "portal/dossiers/services/destinataires.py": "by droits_verifies, or by tenus",
    "portal/dossiers/services/fusions.py": "those that a merger leaves behind, told before it",
    "portal/relances/services/plan.py": "by droits_verifies; declarants only names whom to ask",
    "portal/relances/services/droits.py": "names those whom plan.declarants asks already",
    "subventions/paiements/services/annonces.py": "by droits_verifies",
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
