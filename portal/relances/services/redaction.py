"""The e-mail of a person: subject, text and HTML, from what they are to be reminded of."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from portal.relances.regles.redaction import objet_du_courriel
from portal.relances.services.lettres import Lettre, Objet
from portal.socle import courriels


@dataclass(frozen=True)
class Rappel:
    """One file of the e-mail, in words."""

    objet: Objet
    adresse: str


@dataclass(frozen=True)
class Groupe:
    """The files of one gestionnaire."""

    gestionnaire: str
    rappels: tuple[Rappel, ...]


@dataclass(frozen=True)
class Redige:
    """What leaves."""

    objet: str
    texte: str
    html: str


def rediger(lettre: Lettre) -> Redige:
    """Write the e-mail of a person, all their files in it, as seen on the day of its plan."""
    contexte = {
        "destinataire": lettre.destinataire,
        "groupes": _groupes(lettre),
        "droits": [(d, f"{_base()}{d.adresse}") for d in lettre.droits],
        "seul": len(lettre.objets) + len(lettre.droits) == 1,
        "plusieurs_gestionnaires": len({o.dossier.gestionnaire_id for o in lettre.objets}) > 1,
        "phrases": _phrases(lettre),
        "ensemble": nom_commun(lettre),
        "a_faire": f"{_base()}{reverse('accueil:a_faire')}",
    }
    texte, html = courriels.rendre("relance", contexte)
    return Redige(_objet(lettre), texte, html)


def nom_commun(lettre: Lettre) -> str:
    """What the files of a letter are called together: « déclarations », « dossiers » if mixed."""
    genres = {objet.dossier.genre for objet in lettre.objets}
    return genres.pop().pluriel if len(genres) == 1 and not lettre.droits else "dossiers"


def _objet(lettre: Lettre) -> str:
    """Files first: they have a deadline, and what is said of rights a line below them."""
    libelles = [f"{o.dossier.libelle}, {o.dossier.objet}" for o in lettre.objets]
    libelles += [d.objet for d in lettre.droits]
    if lettre.objets:
        limite = lettre.objets[0].limite
        delai, en_retard = limite.delai, limite.en_retard
    else:
        dit = lettre.droits[0].delai
        delai, en_retard = dit[0].lower() + dit[1:], lettre.droits[0].en_retard
    return objet_du_courriel(libelles, delai, en_retard, nom_commun(lettre))


def _groupes(lettre: Lettre) -> list[Groupe]:
    groupes: dict[int, list[Objet]] = {}
    for objet in lettre.objets:
        groupes.setdefault(objet.dossier.gestionnaire_id, []).append(objet)
    return [
        Groupe(objets[0].dossier.gestionnaire, tuple(_rappel(o) for o in objets))
        for objets in groupes.values()
    ]


def _rappel(objet: Objet) -> Rappel:
    return Rappel(objet, f"{_base()}{objet.adresse}")


def _phrases(lettre: Lettre) -> list[str]:
    """The sentences advisers added to the campaigns, each once."""
    phrases = []
    for objet in lettre.objets:
        if objet.reglage and objet.reglage.phrase:
            phrases.append(objet.reglage.phrase)
    return list(dict.fromkeys(phrases))


def _base() -> str:
    adresse: str = settings.ADRESSE_PUBLIQUE
    return adresse.rstrip("/")
