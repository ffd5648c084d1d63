"""The fiche d'identification in words: each section, what misses in it, and for each paper."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import FicheAdhesion, PieceAdhesion
from habilitations.adhesions.regles.avancement import Cloture
from habilitations.adhesions.regles.fiche import (
    LISTES,
    ROLES,
    ROLES_DECLARATION,
    TOUS,
    Depot,
    Fiche,
    Manque,
    Quoi,
    Section,
    manques,
    saisies_apres,
    seuls,
)
from habilitations.adhesions.services.fiches import refus_de_modifier
from habilitations.models import Dispositif, OrganisationER, Role
from portal.socle.composants import Fait
from portal.socle.formats import date_fr, ecrire_siret, telephone

TITRES: Mapping[Section, str] = {
    Section.PARTENAIRE: "Le partenaire",
    Section.REPRESENTANT: "Son représentant légal",
    Section.MANDATAIRE: "Qui agit pour lui",
    Section.CONTACTS: "Contacts",
    Section.EQUIPEMENTS: "Équipements",
    Section.PERSONNES: "Personnes et rôles demandés",
}
AJOUTS: Mapping[Section, str] = {
    Section.CONTACTS: "Ajouter un contact",
    Section.EQUIPEMENTS: "Ajouter un équipement",
    Section.PERSONNES: "Ajouter une personne",
}
RIEN: Mapping[Section, str] = {
    Section.CONTACTS: "Aucun contact.",
    Section.EQUIPEMENTS: "Aucun équipement.",
    Section.PERSONNES: "Personne.",
}
CHAMPS: Mapping[str, str] = {
    "nom": "le nom",
    "adresse": "l’adresse",
    "qualite": "la qualité",
    "courriel": "l’adresse électronique",
    "mandat_du": "la date du mandat",
}


@dataclass(frozen=True)
class LigneFiche:
    """A row of a list; addresses are empty where nothing is done to it."""

    titre: str
    faits: Sequence[Fait]
    modifier: str = ""
    retirer: str = ""


@dataclass(frozen=True)
class SectionMontree:
    """A section with what it says, what misses, and why it no longer changes (``figee``)."""

    code: str
    titre: str
    faits: Sequence[Fait] = ()
    lignes: Sequence[LigneFiche] = ()
    rien: str = ""
    manques: Sequence[str] = ()
    figee: str = ""
    modifier: str = ""
    ajouter: str = ""
    libelle_ajout: str = ""


def sections_utiles(attendues: Collection[str]) -> list[Section]:
    """Sections that the papers of a file print, in the order of the fiche."""
    utiles = {s for genre in attendues for s in genres()[genre].sections}
    return [s for s in Section if s in utiles]


def montrer(fiche: FicheAdhesion) -> list[SectionMontree]:
    """Every section that the papers of the file print, with what may be done to it."""
    dossier = fiche.dossier
    ouvert = dossier.cloture == Cloture.AUCUNE
    return [
        _section(fiche, section, ouvert=ouvert) for section in sections_utiles(dossier.attendues)
    ]


def lues(fiche: FicheAdhesion, sections: Iterable[Section]) -> list[SectionMontree]:
    """The same sections to be read only: beside a paper, or on one."""
    return [_section(fiche, section, ouvert=False) for section in sections]


def dire_manques(trouves: Iterable[Manque]) -> list[str]:
    """What misses, in words."""
    return [_dire(manque) for manque in trouves]


def manques_de_la_fiche(fiche: FicheAdhesion) -> list[str]:
    """What must still be typed for all the papers of the file."""
    sections = sections_utiles(fiche.dossier.attendues)
    return dire_manques(manques(fiche.lue, sections, fiche.dossier.mode))


def manques_de_la_piece(fiche: FicheAdhesion, genre: str) -> list[str]:
    """What must still be typed before a paper can be filled in."""
    sections = genres()[genre].sections
    return dire_manques(manques(fiche.lue, sections, fiche.dossier.mode))


def dire_saisies_apres(fiche: FicheAdhesion, piece: PieceAdhesion) -> str:
    """Sections that were typed after a paper came: not what was signed on it; empty when none."""
    depot = Depot(
        piece.genre, frozenset(genres()[piece.genre].sections), piece.etat, piece.recue_le
    )
    tardives = [TITRES[s].lower() for s in saisies_apres(depot, fiche.saisies_le)]
    return f"À comparer avec soin : {', '.join(tardives)}." if tardives else ""


def avertissements(fiche: Fiche) -> list[str]:
    return [
        f"{_personne(p)} saisirait toutes les données d’un équipement et les approuverait : "
        "désignez si possible deux personnes."
        for p in seuls(fiche)
    ]


def faits_de(section: Section, fiche: FicheAdhesion) -> list[Fait]:
    """A section that is one thing, as facts."""
    dit = fiche.lue.une(section)
    if section == Section.PARTENAIRE:
        return [
            Fait("SIRET", ecrire_siret(fiche.dossier.gestionnaire.siret)),
            *_faits(dit, nom="Nom", adresse="Adresse du siège", telephone="Téléphone"),
        ]
    if section == Section.MANDATAIRE and not fiche.lue.a_un_mandataire:
        return [Fait("Mandataire", "Le représentant légal signe et agit lui-même.")]
    faits = _faits(
        dit,
        nom="Prénom et nom",
        qualite="Qualité",
        courriel="Adresse électronique",
        telephone="Téléphone",
    )
    if dit.get("mandat_du"):
        faits.append(Fait("Mandat donné le", date_fr(date.fromisoformat(dit["mandat_du"]))))
    return faits


def _section(fiche: FicheAdhesion, section: Section, *, ouvert: bool) -> SectionMontree:
    dossier, lue = fiche.dossier, fiche.lue
    figee = refus_de_modifier(fiche, section) if ouvert else ""
    change = ouvert and not figee
    commun: dict[str, Any] = {
        "code": str(section),
        "titre": TITRES[section],
        "manques": dire_manques(manques(lue, [section], dossier.mode)),
        "figee": figee,
    }
    if section not in LISTES:
        modifier = reverse("adhesions:section", args=[dossier.pk, section]) if change else ""
        return SectionMontree(faits=faits_de(section, fiche), modifier=modifier, **commun)
    ajouter = reverse("adhesions:ajouter", args=[dossier.pk, section]) if change else ""
    return SectionMontree(
        lignes=[_ligne(fiche, section, ligne, change) for ligne in lue.liste(section)],
        rien=RIEN[section],
        ajouter=ajouter,
        libelle_ajout=AJOUTS[section],
        **commun,
    )


def _ligne(
    fiche: FicheAdhesion, section: Section, ligne: Mapping[str, Any], change: bool
) -> LigneFiche:
    args = [fiche.dossier.pk, section, ligne["cle"]]
    titre = _personne(ligne) if section == Section.PERSONNES else str(ligne["nom"])
    modifiable = change and not ligne.get("connu")
    return LigneFiche(
        titre,
        _faits_de_ligne(fiche.lue, section, ligne),
        modifier=reverse("adhesions:ligne", args=args) if modifiable else "",
        retirer=reverse("adhesions:retirer", args=args) if change else "",
    )


def _faits_de_ligne(fiche: Fiche, section: Section, ligne: Mapping[str, Any]) -> list[Fait]:
    if section == Section.CONTACTS:
        return _faits(
            ligne, fonction="Fonction", courriel="Adresse électronique", telephone="Téléphone"
        )
    if section == Section.PERSONNES:
        return [
            *_faits(ligne, courriel="Adresse électronique", telephone="Téléphone"),
            *(
                Fait(Role(role).label, _portee(fiche, ligne["roles"][role], role))
                for role in ROLES
                if role in ligne["roles"]
            ),
        ]
    faits = [Fait("Dispositif", Dispositif(ligne["dispositif"]).label)]
    if ligne.get("organisation"):
        organisation = OrganisationER(ligne["organisation"]).label
        faits.append(Fait("Lieux", ", ".join(ligne["lieux"]), organisation))
    return [*faits, *_faits(ligne, adresse="Adresse")]


def _portee(fiche: Fiche, dits: Sequence[str], role: str) -> str:
    if role not in ROLES_DECLARATION:
        return "Tout le partenaire"
    if TOUS in dits:
        return "Tous les équipements"
    return ", ".join(str(fiche.equipements[e]["nom"]) for e in dits if e in fiche.equipements)


def _faits(dit: Mapping[str, Any], **libelles: str) -> list[Fait]:
    """Facts that were given, under their labels."""
    return [
        Fait(libelle, telephone(str(dit[c])) if c == "telephone" else str(dit[c]))
        for c, libelle in libelles.items()
        if dit.get(c)
    ]


def _dire(manque: Manque) -> str:
    if manque.quoi == Quoi.RIEN:
        return f"{AJOUTS[manque.section].replace('Ajouter', 'ajouter')} au moins"
    if manque.quoi == Quoi.GESTIONNAIRE:
        return "désigner un gestionnaire des habilitations"
    if manque.quoi == Quoi.ROLE:
        role = Role(manque.champ).label
        return f"{manque.equipement} : {role[0].lower()}{role[1:]}"
    return f"indiquer {CHAMPS[manque.champ]} ({TITRES[manque.section].lower()})"


def _personne(ligne: Mapping[str, Any]) -> str:
    return f"{ligne['prenom']} {ligne['nom']}"
