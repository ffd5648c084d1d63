"""The fiche d'identification: what a partner types, what of it misses, what no longer changes.

Pure. A section is one thing (the partner, its representative, who acts for them) or a list of rows
(contacts, équipements, people), each with a key of its own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from habilitations.adhesions.regles.avancement import EtatPiece

TOUS = "tous"
ACTIVITE, FINANCES, APPROBATEUR = "fournisseur_activite", "fournisseur_finances", "approbateur"
GESTIONNAIRE = "gestionnaire_habilitations"
ROLES_DECLARATION = (ACTIVITE, FINANCES, APPROBATEUR)
ROLES = (*ROLES_DECLARATION, GESTIONNAIRE)
DELEGUE = "delegue"


class Section(StrEnum):
    """A part of the fiche, saved by itself."""

    PARTENAIRE = "partenaire"
    REPRESENTANT = "representant"
    MANDATAIRE = "mandataire"
    CONTACTS = "contacts"
    EQUIPEMENTS = "equipements"
    PERSONNES = "personnes"


LISTES = (Section.CONTACTS, Section.EQUIPEMENTS, Section.PERSONNES)
# What each section keeps, besides the key of a row.
CHAMPS: Mapping[Section, tuple[str, ...]] = {
    Section.PARTENAIRE: ("nom", "adresse", "telephone"),
    Section.REPRESENTANT: ("nom", "qualite", "courriel", "telephone"),
    Section.MANDATAIRE: ("nom", "qualite", "courriel", "telephone", "mandat_du"),
    Section.CONTACTS: ("nom", "fonction", "courriel", "telephone"),
    Section.EQUIPEMENTS: ("nom", "dispositif", "organisation", "adresse", "lieux", "connu"),
    Section.PERSONNES: ("prenom", "nom", "courriel", "telephone", "roles"),
}
EXIGES: Mapping[Section, tuple[str, ...]] = {
    Section.PARTENAIRE: ("nom", "adresse"),
    Section.REPRESENTANT: ("nom", "qualite", "courriel"),
    Section.MANDATAIRE: ("qualite", "mandat_du"),
    Section.CONTACTS: ("nom",),
    Section.EQUIPEMENTS: ("nom", "dispositif"),
    Section.PERSONNES: ("prenom", "nom", "courriel"),
}


class Quoi(StrEnum):
    """What misses in a section."""

    CHAMP = "champ"
    RIEN = "rien"
    ROLE = "role"
    GESTIONNAIRE = "gestionnaire"


@dataclass(frozen=True)
class Manque:
    """Something that misses: a field (``champ``), any row at all, a role on an équipement."""

    section: Section
    quoi: Quoi
    champ: str = ""
    equipement: str = ""


Valeurs = Mapping[str, Any]


@dataclass(frozen=True)
class Fiche:
    """The fiche as it is kept, section by section."""

    contenu: Mapping[str, Any]

    def une(self, section: Section) -> Valeurs:
        """What a section that is one thing says; empty when nothing was typed."""
        return self.contenu.get(section) or {}

    def liste(self, section: Section) -> Sequence[Valeurs]:
        """The rows of a section that is a list, in the order in which they were added."""
        return self.contenu.get(section) or ()

    @cached_property
    def equipements(self) -> Mapping[str, Valeurs]:
        """Équipements by their keys in the fiche."""
        return {str(e["cle"]): e for e in self.liste(Section.EQUIPEMENTS)}

    @property
    def a_un_mandataire(self) -> bool:
        return bool(self.une(Section.MANDATAIRE).get("nom"))

    def couverts(self, personne: Valeurs, role: str) -> tuple[str, ...]:
        """Keys of the équipements on which a person is asked to hold a role, TOUS made plain."""
        dits = personne.get("roles", {}).get(role, ())
        return tuple(self.equipements) if TOUS in dits else tuple(dits)

    def tenants(self, role: str, equipement: str) -> list[Valeurs]:
        """Who is asked to hold a role on an équipement."""
        personnes = self.liste(Section.PERSONNES)
        return [p for p in personnes if equipement in self.couverts(p, role)]

    def gestionnaires(self) -> list[Valeurs]:
        """Who is asked to look after the rights of the partner."""
        personnes = self.liste(Section.PERSONNES)
        return [p for p in personnes if GESTIONNAIRE in p.get("roles", {})]


def manques(fiche: Fiche, sections: Collection[Section], mode: str) -> list[Manque]:
    """What misses in these sections before a paper can be filled in with them.

    ``mode`` is the level of delegation of the contract: in mode délégué somebody must look after
    the rights. Every équipement needs its three roles (DOMAINE §2, S).
    """
    trouves: list[Manque] = []
    for section in Section:
        if section in sections:
            trouves += _manques_de(fiche, section, mode)
    return trouves


def _manques_de(fiche: Fiche, section: Section, mode: str) -> Iterable[Manque]:
    if section not in LISTES:
        dit = fiche.une(section)
        if section == Section.MANDATAIRE and not fiche.a_un_mandataire:
            return
        yield from (Manque(section, Quoi.CHAMP, c) for c in EXIGES[section] if not dit.get(c))
        return
    if not fiche.liste(section):
        yield Manque(section, Quoi.RIEN)
        return
    if section == Section.PERSONNES:
        for cle, equipement in fiche.equipements.items():
            for role in ROLES_DECLARATION:
                if not fiche.tenants(role, cle):
                    yield Manque(section, Quoi.ROLE, role, str(equipement["nom"]))
        if mode == DELEGUE and not fiche.gestionnaires():
            yield Manque(section, Quoi.GESTIONNAIRE)


def seuls(fiche: Fiche) -> list[Valeurs]:
    """People who would enter all the data of an équipement and approve them: told, not refused."""
    return [
        personne
        for personne in fiche.liste(Section.PERSONNES)
        if any(
            all(fiche.tenants(role, cle) == [personne] for role in ROLES_DECLARATION)
            for cle in fiche.equipements
        )
    ]


@dataclass(frozen=True)
class Depot:
    """A paper received: the sections that it prints, its state, and when it came."""

    genre: str
    sections: frozenset[Section]
    etat: EtatPiece
    recue_le: datetime


def figee_par(
    section: Section, depots: Iterable[Depot], saisies: Mapping[str, datetime]
) -> str | None:
    """The kind of a paper received, not refused, that says what this section says; else None.

    What was signed does not change under it. A section first typed after the paper came – handed in
    at the counter – is not what was signed.
    """
    saisie_le = saisies.get(section)
    for depot in depots:
        garde = depot.etat in (EtatPiece.A_VERIFIER, EtatPiece.ACCEPTEE)
        if garde and section in depot.sections and saisie_le and saisie_le <= depot.recue_le:
            return depot.genre
    return None


def saisies_apres(depot: Depot, saisies: Mapping[str, datetime]) -> list[Section]:
    """Sections that a paper prints and that were typed after it came: to be compared with care."""
    return [
        s
        for s in Section
        if s in depot.sections and (saisies.get(s) or depot.recue_le) > depot.recue_le
    ]
