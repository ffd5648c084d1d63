"""Agents as the annuaire lists them."""

from collections.abc import Iterable
from dataclasses import dataclass

from habilitations.models import AffectationAgent
from habilitations.permissions import Acteur
from portal.socle.formats import date_fr
from portal.socle.francais import cle_de_tri


@dataclass(frozen=True)
class LigneAgent:
    """An agent in a function. ``terminable``: its end may be written, by anybody but themselves.

    ``caf``: where, empty for a national one. ``personne``: the id of the account.
    """

    pk: int
    personne: int
    caf: str
    nom: str
    email: str
    telephone: str
    fonction: str
    du: str
    au: str
    etat: tuple[str, str]
    terminable: bool


def en_ordre(affectations: Iterable[AffectationAgent]) -> list[AffectationAgent]:
    """In the order of names, then of functions."""
    return sorted(
        affectations,
        key=lambda a: (cle_de_tri(f"{a.utilisateur.nom} {a.utilisateur.prenom}"), a.fonction),
    )


def lignes_d_agents(affectations: Iterable[AffectationAgent], acteur: Acteur) -> list[LigneAgent]:
    """As pages show them, in order."""
    return [
        LigneAgent(
            a.pk,
            a.utilisateur_id,
            a.caf.nom if a.caf else "",
            str(a.utilisateur),
            a.utilisateur.email,
            a.utilisateur.telephone,
            a.get_fonction_display(),
            date_fr(a.du),
            date_fr(a.au),
            _etat(a, acteur),
            terminable=a.utilisateur_id != acteur.utilisateur.pk,
        )
        for a in en_ordre(affectations)
    ]


def _etat(affectation: AffectationAgent, acteur: Acteur) -> tuple[str, str]:
    if not affectation.utilisateur.is_active:
        return "Compte fermé", "neutre"
    if affectation.au and affectation.au < acteur.jour:
        return "Terminée", "neutre"
    return ("À venir", "info") if affectation.du > acteur.jour else ("En fonction", "succes")
