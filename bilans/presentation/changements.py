"""« Ce qui change » from one version of a questionnaire to the next, in French sentences.

Respondents and the Caf read what changes for whoever answers; editors also read codes and what only
the portal does with an answer. A code renamed is said as what it is, a question removed and another
added: nothing that was answered goes from one to the other.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bilans.presentation.conditions import en_mots
from bilans.presentation.questions import GENRES, limites, portee
from bilans.regles.questionnaire import Choix, Element, Groupe, Question, Questionnaire
from bilans.regles.versions import Changement, Nature, comparer
from portal.socle.formats import citer

# What only concerns those who write the questionnaire.
TECHNIQUES = frozenset({"reprise", "partage", "marque", "origine"})
# Properties told together, by the one that tells them.
ENSEMBLE: Mapping[str, str] = {
    **dict.fromkeys(("minimum", "maximum", "longueur", "moins", "plus"), "limites"),
    "message": "contrainte",
}
AIDE = "Le texte d’aide est modifié."
JAMAIS_LUES = "Les réponses déjà données restent lisibles et restent dans les exports."
RENOMMEE = (
    "Une question de même intitulé est retirée : ce sont deux questions, et les réponses "
    "déjà données ne passent pas de l’une à l’autre."
)

Versions = tuple[Questionnaire, Questionnaire]


@dataclass(frozen=True)
class Dit:
    """One change in words: a sentence, then what it consists of; ``code`` is of the element."""

    nature: Nature
    code: str
    phrase: str
    details: tuple[str, ...] = ()


def ce_qui_change(
    avant: Questionnaire, apres: Questionnaire, *, technique: bool = False
) -> tuple[Dit, ...]:
    """Return what changes, in the order of the new version, what is removed last.

    ``technique`` also tells codes and properties that respondents never see.
    """
    changements = comparer(avant, apres)
    retires = {_nom(c.avant) for c in changements if c.nature is Nature.RETRAIT and c.avant}
    return tuple(
        dit
        for changement in changements
        if (dit := _dire((avant, apres), changement, retires, technique=technique))
    )


def _dire(
    versions: Versions, changement: Changement, retires: set[str], *, technique: bool
) -> Dit | None:
    code = changement.code
    suffixe = f" ({code})" if technique else ""
    details: tuple[str, ...]
    match changement.nature, changement.avant, changement.apres:
        case Nature.AJOUT, _, Question() | Groupe() as apres:
            details = (_place(versions[1], code), RENOMMEE if _nom(apres) in retires else "")
            phrase = f"{_genre(apres)} ajoutée{suffixe} : {citer(_nom(apres))}."
        case Nature.RETRAIT, Question() | Groupe() as avant, _:
            details = (JAMAIS_LUES if _demande(avant) else "",)
            phrase = f"{_genre(avant)} retirée{suffixe} : {citer(_nom(avant))}."
        case Nature.DEPLACEMENT, _, Question() | Groupe() as apres:
            details = (_place(versions[1], code),)
            phrase = f"{_genre(apres)} déplacée{suffixe} : {citer(_nom(apres))}."
        case _, Question() | Groupe() as avant, Question() | Groupe() as apres:
            details = tuple(_modifications(versions, changement, avant, apres, technique=technique))
            phrase = f"{_genre(apres)} modifiée{suffixe} : {citer(_nom(apres))}."
            if not details:
                return None
    return Dit(changement.nature, code, phrase, tuple(filter(None, details)))


def _modifications(
    versions: Versions, changement: Changement, avant: Element, apres: Element, *, technique: bool
) -> Iterator[str]:
    """A sentence for each property that changes, those told together once."""
    dites: set[str] = set()
    for brute in changement.proprietes:
        propriete = ENSEMBLE.get(brute, brute)
        if propriete in dites or (brute in TECHNIQUES and not technique):
            continue
        dites.add(propriete)
        if phrase := PHRASES.get(propriete):
            yield from phrase(versions, avant, apres)


def _genre(element: Element) -> str:
    if isinstance(element, Groupe):
        return "Rubrique"
    return "Question" if element.demande else "Note"


def _demande(element: Element) -> bool:
    return isinstance(element, Question) and element.demande


def _nom(element: Element) -> str:
    return (element.titre if isinstance(element, Groupe) else element.libelle) or element.code


def _place(version: Questionnaire, code: str) -> str:
    dans = version.par_code[code].dans
    return f"Dans la rubrique {citer(_nom(dans[-1]))}." if dans else ""


Phrase = Callable[[Versions, Element, Element], Iterator[str]]


def _intitule(versions: Versions, avant: Element, apres: Element) -> Iterator[str]:
    yield f"L’intitulé était {citer(_nom(avant))}."


def _type(versions: Versions, avant: Element, apres: Element) -> Iterator[str]:
    if isinstance(avant, Question) and isinstance(apres, Question):
        yield f"Réponse attendue : {GENRES[avant.type]}, puis {GENRES[apres.type]}."
    else:
        yield f"C’était une {_genre(avant).lower()}."


def _aide(versions: Versions, avant: Element, apres: Element) -> Iterator[str]:
    yield AIDE


def _condition(versions: Versions, avant: Element, apres: Element) -> Iterator[str]:
    if apres.condition is None:
        yield "Demandée dans tous les cas."
    else:
        yield f"Demandée si {en_mots(versions[1], apres.condition)}."


def _repetition(versions: Versions, avant: Element, apres: Element) -> Iterator[str]:
    if isinstance(apres, Groupe):
        yield f"{portee(versions[1], apres) or 'À remplir une seule fois'}."


def _question(dire: Callable[[Question, Question], Iterator[str]]) -> Phrase:
    """A sentence that only questions may need."""

    def phrase(versions: Versions, avant: Element, apres: Element) -> Iterator[str]:
        if isinstance(avant, Question) and isinstance(apres, Question):
            yield from dire(avant, apres)

    return phrase


def _obligatoire(avant: Question, apres: Question) -> Iterator[str]:
    yield f"La réponse devient {'obligatoire' if apres.obligatoire else 'facultative'}."


def _limites(avant: Question, apres: Question) -> Iterator[str]:
    yield _devient("Réponse attendue", limites(avant), limites(apres), "sans limite")


def _unite(avant: Question, apres: Question) -> Iterator[str]:
    yield f"L’unité était {citer(avant.unite)}." if avant.unite else f"En {apres.unite}."


def _contrainte(avant: Question, apres: Question) -> Iterator[str]:
    yield apres.message or "Les réponses acceptées ne sont plus les mêmes."


def _ne_sait_pas(avant: Question, apres: Question) -> Iterator[str]:
    yield f"« Ne sait pas » {'devient possible' if apres.ne_sait_pas else 'n’est plus proposé'}."


def _choix(avant: Question, apres: Question) -> Iterator[str]:
    yield from _paires("Choix", "Les choix changent d’ordre.", avant.choix, apres.choix)


def _rangees(avant: Question, apres: Question) -> Iterator[str]:
    yield from _paires("Ligne", "Les lignes changent d’ordre.", avant.rangees, apres.rangees)


def _colonnes(avant: Question, apres: Question) -> Iterator[str]:
    anciennes = tuple((c.code, c.libelle) for c in avant.colonnes)
    nouvelles = tuple((c.code, c.libelle) for c in apres.colonnes)
    yield from _paires("Colonne", "Les colonnes changent.", anciennes, nouvelles)


def _exclusifs(avant: Question, apres: Question) -> Iterator[str]:
    seuls = [libelle for code, libelle in apres.choix if code in apres.exclusifs]
    noms = ", ".join(map(citer, seuls))
    yield f"Se choisit seul : {noms}." if noms else "Tous les choix vont ensemble."


def _partage(avant: Question, apres: Question) -> Iterator[str]:
    yield _devient("Chiffre de la déclaration", avant.partage, apres.partage, "aucun")


def _reprise(avant: Question, apres: Question) -> Iterator[str]:
    repris = "peut être reportée" if apres.reprise else "n’est plus reportée"
    yield f"La réponse de l’an dernier {repris}."


def _marque(versions: Versions, avant: Element, apres: Element) -> Iterator[str]:
    if isinstance(avant, Groupe) and isinstance(apres, Groupe):
        yield _devient("Source", avant.marque, apres.marque, "celle du dessus")


def _devient(quoi: str, avant: str, apres: str, rien: str) -> str:
    return f"{quoi} : {apres or rien} (avant : {avant or rien})."


def _paires(mot: str, ordre: str, avant: Choix, apres: Choix) -> Iterator[str]:
    """What a list of codes and labels gains, loses and says otherwise."""
    anciens, nouveaux, e = dict(avant), dict(apres), "" if mot == "Choix" else "e"
    dits = [
        *(f"{mot} ajouté{e} : {citer(m)}." for c, m in apres if c not in anciens),
        *(f"{mot} retiré{e} : {citer(m)}." for c, m in avant if c not in nouveaux),
        *(
            f"{mot} {citer(m)} : devient {citer(nouveaux[c])}."
            for c, m in avant
            if nouveaux.get(c, m) != m
        ),
    ]
    yield from dits or [ordre]


PHRASES: Mapping[str, Phrase] = {
    "libelle": _intitule,
    "titre": _intitule,
    "type": _type,
    "aide": _aide,
    "condition": _condition,
    "repetition": _repetition,
    "marque": _marque,
    "obligatoire": _question(_obligatoire),
    "limites": _question(_limites),
    "unite": _question(_unite),
    "contrainte": _question(_contrainte),
    "ne_sait_pas": _question(_ne_sait_pas),
    "choix": _question(_choix),
    "rangees": _question(_rangees),
    "colonnes": _question(_colonnes),
    "exclusifs": _question(_exclusifs),
    "partage": _question(_partage),
    "reprise": _question(_reprise),
}
