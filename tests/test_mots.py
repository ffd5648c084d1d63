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

# « Droits de Amina », « chez Association… »: a name takes ``francais.de``, ``de_la`` or ``chez``.
# « à Les Essarts », « à Caf de la Savoie »: of a partner, a place or a Caf, ``francais.a_la``.
_MAISON = r"(?:gestionnaire|partenaire|commune|ancien|caf|annuaire)(?:\.nom)?"
_NOMME = r"(?:gestionnaire|partenaire|personne|utilisateur|titulaire|absent|gens|user)(?:\.nom)?"
NOM_SANS_ARTICLE = re.compile(
    rf"\b(?:de|chez)\s+(?:<strong>)?\{{{{?\s*(?:\w+\.)*{_NOMME}\s*\}}"
    rf"|\b(?:de|à)\s+(?:<strong>)?\{{{{?\s*(?:\w+\.)*{_MAISON}\s*\}}",
    re.IGNORECASE,
)


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


def phrases_du_code() -> Iterator[tuple[str, str]]:
    """Strings of the code with the names that they take, whichever way they take them."""
    for application in APPLICATIONS:
        for chemin in sorted((RACINE / application).rglob("*.py")):
            for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
                ou = f"{chemin.relative_to(RACINE)}:{getattr(noeud, 'lineno', 0)}"
                if isinstance(noeud, ast.JoinedStr):
                    yield ou, ast.unparse(noeud)
                elif isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
                    yield ou, noeud.value


def test_un_courriel_ne_se_dit_pas_autrement() -> None:
    lus = [*textes_des_gabarits(), *textes_du_code()]
    assert len(lus) > 1000
    assert [(ou, t.strip()[:80]) for ou, t in lus if AUTRES_MOTS.search(t)] == []


def test_un_nombre_et_son_mot_s_accordent() -> None:
    lus = [*textes_des_gabarits(), *textes_du_code()]
    assert [(ou, t.strip()[:80]) for ou, t in lus if ENTRE_PARENTHESES.search(t)] == []


def test_un_nom_s_elide_et_prend_son_article() -> None:
    fautes = (
        "Droits de {{ personne }}",
        "l’adhésion de <strong>{{ dossier.gestionnaire }}</strong>",
    )
    fautes += ("les droits de {gens} chez", "droits chez {base.gestionnaire.nom}.")
    fautes += ("un lien à {{ bilan.gestionnaire.nom }}", "Ville de {commune}", "à {caf.nom}")
    justes = ("{{ commune|a_la }}", "à {{ caf.email }}", "pour {commune}")
    justes += ("Droits {{ personne|de }}", "au nom {de_la(objet.titulaire)}", "pour {partenaire}")
    assert all(NOM_SANS_ARTICLE.search(texte) for texte in fautes)
    assert not any(NOM_SANS_ARTICLE.search(texte) for texte in justes)
    gabarits = sorted((RACINE / "templates").rglob("*.*"))
    lus = [(str(g.relative_to(RACINE)), g.read_text(encoding="utf-8")) for g in gabarits]
    lus += phrases_du_code()
    trouves = [(ou, trouve[0]) for ou, texte in lus for trouve in NOM_SANS_ARTICLE.finditer(texte)]
    assert trouves == []
