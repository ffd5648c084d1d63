"""What a paper to sign says: its articles, the parts of the fiche that it prints, who signs."""

from collections.abc import Sequence
from dataclasses import dataclass

from habilitations.adhesions.models import FicheAdhesion
from habilitations.adhesions.presentation.fiche import TITRES, faits_de
from habilitations.adhesions.regles.fiche import (
    GESTIONNAIRE,
    LISTES,
    ROLES_DECLARATION,
    Section,
)
from habilitations.adhesions.regles.pieces import Donnee, GenrePiece
from habilitations.models import Dispositif, Role
from portal.socle.composants import Fait
from portal.socle.formats import ecrire_siret, telephone

COURRIEL, ROLES = "Adresse électronique", "Rôles demandés"
LARGES = frozenset({COURRIEL, ROLES})
PERSONNE = "Personne : la Caf gère les habilitations."


@dataclass(frozen=True)
class Tableau:
    """A table of a paper; ``vide`` is said in place of one without rows."""

    titre: str
    colonnes: Sequence[str]
    lignes: Sequence[Sequence[str]]
    vide: str = ""


@dataclass(frozen=True)
class Papier:
    """A paper as it is printed. ``parties`` are sections told as facts; what identifies the partner
    is at its head, once. ``larges``: the columns that hold long words."""

    titre: str
    partenaire: str
    faits: Sequence[Fait]
    articles: Sequence[str]
    parties: Sequence[tuple[str, Sequence[Fait]]]
    tableaux: Sequence[Tableau]
    signataire: str
    signe_par_la_caf: bool
    larges: frozenset[str] = LARGES


def decrire(fiche: FicheAdhesion, genre: GenrePiece) -> Papier:
    """Everything that a paper prints; no query once the file is loaded."""
    dossier = fiche.dossier
    faits = [
        Fait(
            "Partenaire", str(fiche.lue.une(Section.PARTENAIRE).get("nom") or dossier.gestionnaire)
        ),
        Fait("SIRET", ecrire_siret(dossier.gestionnaire.siret)),
        Fait("Caf", dossier.caf.nom),
    ]
    if dossier.nouveau_siret:
        faits.append(Fait("Nouveau SIRET", ecrire_siret(dossier.nouveau_siret)))
    if Donnee.MODE in genre.donnees:
        faits.append(Fait("Gestion des habilitations", dossier.get_mode_display()))
    identite, parties = _parties(fiche, genre, faits)
    return Papier(
        titre=f"{genre.libelle} – avenant" if dossier.objets else genre.libelle,
        partenaire=faits[0].valeur,
        faits=[*faits, *identite],
        articles=genre.articles,
        parties=parties,
        tableaux=_tableaux(fiche, genre),
        signataire=_signataire(fiche),
        signe_par_la_caf=genre.signe_par_la_caf,
    )


def _parties(
    fiche: FicheAdhesion, genre: GenrePiece, dits: Sequence[Fait]
) -> tuple[list[Fait], list[tuple[str, Sequence[Fait]]]]:
    """What the fiche adds to the identity of the partner, then its other sections told as facts."""
    deja = {fait.valeur for fait in dits}
    sections = [s for s in genre.sections if s not in LISTES]
    identite = faits_de(Section.PARTENAIRE, fiche) if Section.PARTENAIRE in sections else []
    parties: list[tuple[str, Sequence[Fait]]] = [
        (TITRES[s], faits_de(s, fiche)) for s in sections if s != Section.PARTENAIRE
    ]
    return [fait for fait in identite if fait.valeur not in deja], parties


def _tableaux(fiche: FicheAdhesion, genre: GenrePiece) -> list[Tableau]:
    if genre.code == "pj1":
        return [_administrateurs(fiche)]
    if Section.EQUIPEMENTS in genre.sections:
        return [_equipements(fiche)]
    if Section.PERSONNES in genre.sections:
        return [_utilisateurs(fiche)]
    return [_contacts(fiche)] if Section.CONTACTS in genre.sections else []


def _contacts(fiche: FicheAdhesion) -> Tableau:
    contacts = fiche.lue.liste(Section.CONTACTS)
    lignes = [(c["nom"], c["fonction"], c["courriel"], telephone(c["telephone"])) for c in contacts]
    return Tableau("Contacts", ("Nom", "Fonction", COURRIEL, "Téléphone"), lignes, "Aucun.")


def _administrateurs(fiche: FicheAdhesion) -> Tableau:
    gens = fiche.lue.gestionnaires()
    return Tableau(
        "Gestionnaires des habilitations",
        ("Prénom", "Nom", COURRIEL, "Téléphone"),
        [(p["prenom"], p["nom"], p["courriel"], telephone(p["telephone"])) for p in gens],
        PERSONNE,
    )


def _utilisateurs(fiche: FicheAdhesion) -> Tableau:
    gens = fiche.lue.liste(Section.PERSONNES)
    lignes = [
        (
            p["prenom"],
            p["nom"],
            p["courriel"],
            ", ".join(Role(role).label for role in Role.values if role in p["roles"]),
        )
        for p in gens
        if set(p["roles"]) - {GESTIONNAIRE}
    ]
    return Tableau(
        "Utilisateurs",
        ("Prénom", "Nom", COURRIEL, ROLES),
        lignes,
        "Aucun.",
    )


def _equipements(fiche: FicheAdhesion) -> Tableau:
    """One row per équipement, with who holds each of its three roles."""
    lignes = [
        (
            str(e["nom"]),
            Dispositif(e["dispositif"]).label,
            *(
                ", ".join(f"{p['prenom']} {p['nom']}" for p in fiche.lue.tenants(role, cle))
                for role in ROLES_DECLARATION
            ),
        )
        for cle, e in fiche.lue.equipements.items()
    ]
    roles = (Role(role).label for role in ROLES_DECLARATION)
    return Tableau("Équipements", ("Équipement", "Dispositif", *roles), lignes)


def _signataire(fiche: FicheAdhesion) -> str:
    """« Paule Présidente, présidente », or who acts for them."""
    representant = fiche.lue.une(Section.REPRESENTANT)
    if fiche.lue.a_un_mandataire:
        mandataire = fiche.lue.une(Section.MANDATAIRE)
        return f"{mandataire['nom']}, {mandataire['qualite']}, pour {representant.get('nom')}"
    nom = representant.get("nom") or fiche.dossier.representant
    return f"{nom}, {representant.get('qualite') or fiche.dossier.qualite}"
