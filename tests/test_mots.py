"""One word for one thing, wherever people read: an e-mail is a courriel, sent to an address."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
APPLICATIONS = ("habilitations", "subventions", "declarations", "bilans", "portal")
# « mail » stands for a street in addresses; identifiers and names of files are not read by people.
AUTRES_MOTS = re.compile(
    r"\be-?mails?\b(?!\.|=|\"|\]|_)|\bmél\b"
    r"|adresse (e-?mail|mail|courriel|de messagerie|de courriel)",
    re.IGNORECASE,
)
BALISES = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)

# « 3 courriel(s) » on a page: numbers and their words agree, by ``francais.compter``.
ENTRE_PARENTHESES = re.compile(r"[a-zé]\((s|e|es|x|en)\)")


def textes_des_gabarits() -> Iterator[tuple[str, str]]:
    for chemin in sorted((RACINE / "templates").rglob("*.*")):
        texte = BALISES.sub(" ", chemin.read_text(encoding="utf-8"))
        yield str(chemin.relative_to(RACINE)), texte


def textes_du_code() -> Iterator[tuple[str, str]]:
    """Sentences of the code: strings with a space and an accent, docstrings left out."""
    for application in APPLICATIONS:
        for chemin in sorted((RACINE / application).rglob("*.py")):
            if "migrations" in chemin.parts:
                continue
            arbre = ast.parse(chemin.read_text(encoding="utf-8"))
            notes = {id(n.value) for n in ast.walk(arbre) if isinstance(n, ast.Expr)}
            for noeud in ast.walk(arbre):
                if (
                    isinstance(noeud, ast.Constant)
                    and isinstance(noeud.value, str)
                    and id(noeud) not in notes
                    and " " in noeud.value
                    and not noeud.value.replace(" ", "_").isidentifier()
                ):
                    yield f"{chemin.relative_to(RACINE)}:{noeud.lineno}", noeud.value


def test_un_courriel_ne_se_dit_pas_autrement() -> None:
    lus = [*textes_des_gabarits(), *textes_du_code()]
    assert len(lus) > 1000
    assert [(ou, t.strip()[:80]) for ou, t in lus if AUTRES_MOTS.search(t)] == []


def test_un_nombre_et_son_mot_s_accordent() -> None:
    lus = [*textes_des_gabarits(), *textes_du_code()]
    assert [(ou, t.strip()[:80]) for ou, t in lus if ENTRE_PARENTHESES.search(t)] == []
