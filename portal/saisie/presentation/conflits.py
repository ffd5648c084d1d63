"""Two saves that met on one field: both values in words, with who wrote the other and when."""

from dataclasses import dataclass
from datetime import datetime

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.auteurs import Auteur
from portal.saisie.services.enregistrement import Enregistrement
from portal.socle.composants import id_de
from portal.socle.formats import PARIS, date_heure_fr, heure_fr

VIDE = "rien"


@dataclass(frozen=True)
class Choix:
    """What a person chooses from; ``qui`` speaks to them (after « par »)."""

    chemin: str
    libelle: str
    mienne: str
    autre: str
    qui: str
    quand: str

    @property
    def id(self) -> str:
        return id_de(self.chemin)


def choix_a_faire(resultat: Enregistrement, moi: int) -> list[Choix]:
    """Return the choices a save leaves to its author, in the order of the form."""
    conflits = {c.chemin: c for c in resultat.conflits}
    return [
        Choix(
            chemin,
            place.libelle_complet,
            en_mots(place, conflits[chemin].mienne),
            en_mots(place, conflits[chemin].autre),
            *signature(resultat.auteurs.get(chemin), moi, resultat.le),
        )
        for chemin, place in resultat.places.items()
        if chemin in conflits
    ]


def en_mots(place: Emplacement[Champ, Ligne], valeur: Valeur) -> str:
    """A value as people read it; « rien » for a field emptied."""
    return ecrire_valeur(place.champ, valeur) or VIDE


def signature(auteur: Auteur | None, moi: int, maintenant: datetime) -> tuple[str, str]:
    """Return who wrote a value, and when: « à 18 h 42 » today, with the day otherwise."""
    if auteur is None:
        return "une autre personne", ""
    qui = "vous, dans une autre fenêtre," if auteur.pk == moi else auteur.nom
    if auteur.le.astimezone(PARIS).date() == maintenant.astimezone(PARIS).date():
        return qui, f"à {heure_fr(auteur.le)}"
    return qui, f"le {date_heure_fr(auteur.le)}"
