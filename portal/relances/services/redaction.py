"""The e-mail of a person: subject, text and HTML, from what they are to be reminded of."""

from dataclasses import dataclass
from datetime import date

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
    referent: object
    telephone: str


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


def rediger(lettre: Lettre, jour: date) -> Redige:
    """Write the e-mail of a person, all their files in it, as seen on that day."""
    premier = lettre.objets[0]
    contexte = {
        "destinataire": lettre.destinataire,
        "groupes": _groupes(lettre, jour),
        "plusieurs_gestionnaires": len({o.declaration.gestionnaire_id for o in lettre.objets}) > 1,
        "phrases": _phrases(lettre),
        "a_faire": f"{_base()}{reverse('accueil:a_faire')}",
    }
    texte, html = courriels.rendre("relance", contexte)
    libelles = [f"{o.declaration.libelle}, {o.declaration.equipement.nom}" for o in lettre.objets]
    objet = objet_du_courriel(libelles, premier.limite.delai, premier.limite.en_retard)
    return Redige(objet, texte, html)


def _groupes(lettre: Lettre, jour: date) -> list[Groupe]:
    groupes: dict[int, list[Objet]] = {}
    for objet in lettre.objets:
        groupes.setdefault(objet.declaration.gestionnaire_id, []).append(objet)
    return [
        Groupe(objets[0].declaration.gestionnaire.nom, tuple(_rappel(o, jour) for o in objets))
        for objets in groupes.values()
    ]


def _rappel(objet: Objet, jour: date) -> Rappel:
    declaration = objet.declaration
    referent = declaration.equipement.portefeuille.referent(jour)
    return Rappel(
        objet,
        f"{_base()}{reverse(objet.vue, args=objet.arguments)}",
        referent,
        referent.telephone or declaration.caf.telephone,
    )


def _phrases(lettre: Lettre) -> list[str]:
    """The sentences advisers added to the campaigns, each once."""
    phrases = []
    for objet in lettre.objets:
        reglage = getattr(objet.declaration.campagne, "reglage_relances", None)
        if reglage and reglage.phrase:
            phrases.append(reglage.phrase)
    return list(dict.fromkeys(phrases))


def _base() -> str:
    return settings.ADRESSE_PUBLIQUE.rstrip("/")
