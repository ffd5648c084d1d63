"""The fiche d'identification: opened with what the Caf knows, then typed section by section."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import DossierAdhesion, FicheAdhesion
from habilitations.adhesions.regles.fiche import (
    CHAMPS,
    EXIGES,
    LISTES,
    ROLES,
    ROLES_DECLARATION,
    TOUS,
    Depot,
    Section,
    figee_par,
)
from habilitations.adhesions.services.acces import exiger_ouvert, raconter, verrouiller_a_deux
from habilitations.adhesions.services.fiche_connue import fiche_connue
from habilitations.models import Dispositif, OrganisationER
from habilitations.permissions import Acteur
from portal.socle.formats import date_heure_fr
from portal.socle.refus import DemandeInvalide, impossible

Valeurs = Mapping[str, Any]
RETIREE = (
    "Cette ligne a été retirée de la fiche entre-temps. Ce que vous avez écrit est resté dans le "
    "formulaire : recopiez-le dans une nouvelle ligne pour le garder."
)
CONNU = "Cet équipement est déjà suivi par la Caf : c’est elle qui le modifie, à votre demande."
EXIGENCES: Mapping[str, str] = {
    "nom": "Indiquez le nom.",
    "prenom": "Indiquez le prénom.",
    "adresse": "Indiquez l’adresse.",
    "qualite": "Indiquez la qualité.",
    "courriel": "Écrivez une adresse électronique complète.",
    "mandat_du": "Indiquez la date du mandat.",
    "dispositif": "Choisissez ce que la Caf finance.",
}


def fiche_de(dossier: DossierAdhesion, jour: date) -> FicheAdhesion:
    """The fiche of a file; one that was never typed is made, unsaved, of what the Caf knows."""
    fiche = FicheAdhesion.objects.filter(dossier=dossier).first()
    fiche = fiche or FicheAdhesion(**fiche_connue(dossier, jour))
    fiche.dossier = dossier
    return fiche


@transaction.atomic
def enregistrer(
    dossier_id: int,
    section: Section,
    valeurs: Valeurs,
    *,
    vue: str,
    acteur: Acteur,
    cle: str = "",
) -> FicheAdhesion:
    """Save a section, or one row of a list: the one of this ``cle``, else one more.

    ``vue`` is what the page saw of the section (``FicheAdhesion.vue``). The same again changes
    nothing. Raises ActionRefusee (neither side, closed, signed already), DemandeInvalide (what is
    typed; changed meanwhile by somebody else), DossierAdhesion.DoesNotExist.
    """
    fiche = _ouvrir(dossier_id, acteur)
    lues = _lire(section, valeurs, fiche)
    if section not in LISTES:
        apres: Any = lues
    else:
        lignes = list(fiche.lue.liste(section))
        if not cle and lignes and _sans_cle(lignes[-1]) == lues and fiche.vue(section) != vue:
            return fiche  # a second click
        apres = _ranger(fiche, section, lignes, cle, lues)
    if apres == fiche.contenu.get(section) and fiche.vue(section):
        return fiche
    _exiger_modifiable(fiche, section, vue)
    _garder(fiche, section, apres, acteur)
    return fiche


@transaction.atomic
def retirer(
    dossier_id: int, section: Section, cle: str, *, vue: str, acteur: Acteur
) -> FicheAdhesion:
    """Take a row out of a list; again, no effect. Roles on an équipement taken out go with it.

    Raises as ``enregistrer``.
    """
    fiche = _ouvrir(dossier_id, acteur)
    lignes = fiche.lue.liste(section)
    restent = [ligne for ligne in lignes if ligne["cle"] != cle]
    if len(restent) == len(lignes):
        return fiche
    _exiger_modifiable(fiche, section, vue)
    if section == Section.EQUIPEMENTS:
        personnes = [_sans_equipement(p, cle) for p in fiche.lue.liste(Section.PERSONNES)]
        if personnes != list(fiche.lue.liste(Section.PERSONNES)):
            _exiger_modifiable(fiche, Section.PERSONNES, fiche.vue(Section.PERSONNES))
            _garder(fiche, Section.PERSONNES, personnes, acteur)
    _garder(fiche, section, restent, acteur)
    return fiche


def depots(dossier: DossierAdhesion) -> list[Depot]:
    """The last paper of each kind with the sections it prints; ``pieces`` prefetched, no query."""
    return [
        Depot(genre, frozenset(genres()[genre].sections), piece.etat, piece.recue_le)
        for genre, piece in dossier.dernieres_pieces.items()
    ]


def refus_de_modifier(fiche: FicheAdhesion, section: Section) -> str:
    """Why a section no longer changes; empty when it does."""
    genre = figee_par(section, depots(fiche.dossier), fiche.saisies_le)
    if genre is None:
        return ""
    return (
        f"Cette partie figure dans une pièce déjà déposée ({genres()[genre].libelle}) : elle ne "
        "change plus, sauf si la Caf refuse cette pièce."
    )


def _ouvrir(dossier_id: int, acteur: Acteur) -> FicheAdhesion:
    dossier = verrouiller_a_deux(dossier_id, acteur)
    exiger_ouvert(dossier)
    return fiche_de(dossier, acteur.jour)


def _exiger_modifiable(fiche: FicheAdhesion, section: Section, vue: str) -> None:
    if refus := refus_de_modifier(fiche, section):
        raise impossible(refus)
    if fiche.vue(section) != vue:
        dite = fiche.saisies[section]
        le = date_heure_fr(datetime.fromisoformat(dite["le"]))
        raise DemandeInvalide(
            "vue",
            f"{dite['par']} a modifié cette partie entre-temps ({le}). Ce qui est enregistré est "
            "rappelé ci-dessous ; ce que vous avez écrit est resté dans le formulaire : "
            "enregistrez de nouveau pour le garder.",
        )


def _garder(fiche: FicheAdhesion, section: Section, valeur: Any, acteur: Acteur) -> None:
    fiche.contenu = {**fiche.contenu, str(section): valeur}
    dite = {"le": acteur.maintenant.isoformat(), "par": str(acteur.utilisateur)}
    fiche.saisies = {**fiche.saisies, str(section): dite}
    fiche.save()
    raconter("adhesion.fiche", fiche.dossier, acteur, section=str(section))


def _lire(section: Section, valeurs: Valeurs, fiche: FicheAdhesion) -> dict[str, Any]:
    """What is kept of what was typed. Raises DemandeInvalide on the first thing that cannot be."""
    lues = {c: _propre(valeurs.get(c, "")) for c in CHAMPS[section]}
    if section == Section.MANDATAIRE and not lues["nom"]:
        return {}
    for champ in EXIGES[section]:
        if not lues[champ]:
            raise DemandeInvalide(champ, EXIGENCES[champ])
    if lues.get("courriel"):
        try:
            validate_email(lues["courriel"])
        except ValidationError:
            raise DemandeInvalide("courriel", EXIGENCES["courriel"]) from None
        lues["courriel"] = lues["courriel"].lower()
    if section == Section.EQUIPEMENTS:
        lues["connu"] = None  # the Caf alone tells which équipements it knows
        _exiger_equipement(lues)
    if section == Section.PERSONNES:
        lues["roles"] = _roles(lues["roles"] or {}, fiche)
    return lues


def _exiger_equipement(lues: dict[str, Any]) -> None:
    if lues["dispositif"] not in Dispositif.values:
        raise DemandeInvalide("dispositif", EXIGENCES["dispositif"])
    if lues["dispositif"] != Dispositif.ER:
        lues["organisation"], lues["lieux"] = "", []
        return
    lues["lieux"] = list(lues["lieux"] or [])
    if not lues["lieux"]:
        raise DemandeInvalide("lieux", "Indiquez au moins un lieu d’accueil, un par ligne.")
    if len(lues["lieux"]) == 1:
        lues["organisation"] = OrganisationER.MONO_LIEU.value
    elif lues["organisation"] not in (OrganisationER.ITINERANCE, OrganisationER.ANTENNES):
        raise DemandeInvalide(
            "organisation", "Dites si les lieux sont tenus en itinérance ou en antennes."
        )


def _roles(dits: Mapping[str, Sequence[str]], fiche: FicheAdhesion) -> dict[str, list[str]]:
    """Roles asked for, on équipements of the fiche; TOUS stands for all, now and later."""
    lus: dict[str, list[str]] = {}
    for role in ROLES:
        couverts = list(dits.get(role) or ())
        if not couverts:
            continue
        if TOUS in couverts or role not in ROLES_DECLARATION:
            lus[role] = [TOUS]
        elif inconnus := set(couverts) - set(fiche.lue.equipements):
            raise DemandeInvalide(role, f"Équipement inconnu : {', '.join(sorted(inconnus))}.")
        else:
            lus[role] = couverts
    if not lus:
        raise DemandeInvalide(ROLES[0], "Choisissez au moins un rôle pour cette personne.")
    return lus


def _ranger(
    fiche: FicheAdhesion, section: Section, lignes: list[Valeurs], cle: str, lues: dict[str, Any]
) -> list[Valeurs]:
    """The rows with this one in its place, or last. Raises DemandeInvalide: it is gone."""
    if section == Section.PERSONNES:
        homonyme = next((p for p in lignes if p["courriel"] == lues["courriel"]), None)
        if homonyme and homonyme["cle"] != cle:
            raise DemandeInvalide("courriel", "Une autre personne a déjà cette adresse.")
    if not cle:
        nouvelle = f"{section[0]}{fiche.suite}"
        fiche.suite += 1
        return [*lignes, {"cle": nouvelle, **lues}]
    visee = next((ligne for ligne in lignes if ligne["cle"] == cle), None)
    if visee is None:
        raise DemandeInvalide("vue", RETIREE)
    if visee.get("connu"):
        raise impossible(CONNU)
    return [{"cle": cle, **lues} if ligne["cle"] == cle else ligne for ligne in lignes]


def _sans_cle(ligne: Valeurs) -> dict[str, Any]:
    return {champ: valeur for champ, valeur in ligne.items() if champ != "cle"}


def _sans_equipement(personne: Valeurs, cle: str) -> dict[str, Any]:
    roles = {role: [e for e in dits if e != cle] for role, dits in personne["roles"].items()}
    return {**personne, "roles": {role: dits for role, dits in roles.items() if dits}}


def _propre(valeur: Any) -> Any:
    return " ".join(valeur.split()) if isinstance(valeur, str) else valeur
