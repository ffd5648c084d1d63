"""Reviews in words: where one stands, what is said of each person, what the next night would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from habilitations.models import (
    Caf,
    Habilitation,
    LigneRevue,
    Revue,
    RevuePartenaire,
    Role,
    Utilisateur,
    Vague,
)
from habilitations.permissions import Acteur
from habilitations.presentation.actes import periode
from habilitations.regles.reglages import Reglages
from habilitations.revues.regles.vagues import depasse
from habilitations.revues.services.candidats import Prevue
from portal.socle.composants import Fait
from portal.socle.formats import ESPACE_INSECABLE, MOIS, date_fr
from portal.socle.francais import compter

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Comptes(TypedDict):
        """What ``avec_comptes`` counts: people, those without an answer, those suspended for it."""

        personnes: int
        restantes: int
        suspendues: int

    PartenaireCompte = WithAnnotations[RevuePartenaire, Comptes]

MONTRES = 50
TONS = {Vague.Etat.ARRETEE: "erreur", Vague.Etat.AUTORISEE: "attention", Vague.Etat.FAITE: "succes"}


@dataclass(frozen=True)
class Suivi:
    """What a responsable reads of one Caf: its review, when there is one, and what waits."""

    caf: Caf
    revue: Revue | None
    faits: list[Fait]
    vagues: list[tuple[Vague, str]]


@dataclass(frozen=True)
class VaguePrevue:
    """A wave of the next night; ``gens`` and ``epargnes``: « Alice Activité – Association … »."""

    libelle: str
    nombre: int
    total: int
    trop: bool
    gens: list[str]
    autres: int
    epargnes: list[str]


def etat_du_partenaire(partenaire: "PartenaireCompte", jour: date) -> tuple[str, str]:
    """Label and tone of the part of one partner, annotated by ``avec_comptes``."""
    if not partenaire.restantes:
        return "Terminée", "succes"
    dites = partenaire.personnes - partenaire.restantes
    if partenaire.suspendues:
        return f"{partenaire.suspendues} sans réponse, suspendus", "erreur"
    if partenaire.revue.echeance_le < jour:
        return f"En retard, {dites} sur {partenaire.personnes}", "erreur"
    combien = f"{dites} sur {partenaire.personnes}".replace(" ", ESPACE_INSECABLE)
    return combien, "attention" if dites else "info"


def faits_de_la_revue(
    revue: Revue, partenaires: int, termines: int, prochain: date | None = None
) -> list[Fait]:
    """``prochain``: the day of the next reminder, to those who have not finished."""
    rappel = "plus aucun"
    if prochain and not revue.close_le and termines < partenaires:
        restent = compter(partenaires - termines, "partenaire")
        rappel = f"{date_fr(prochain)}, à ceux qui répondent pour {restent}"
    return [
        Fait("Ouverte le", date_fr(revue.ouverte_le)),
        Fait("À répondre avant le", date_fr(revue.echeance_le)),
        Fait("Suspension faute de réponse", f"à partir du {date_fr(revue.suspension_le)}"),
        Fait("Retrait faute de réponse", f"à partir du {date_fr(revue.retrait_le)}"),
        Fait("Partenaires qui ont fini", f"{termines} sur {partenaires}"),
        Fait("Prochain rappel", rappel, "Dans le courriel du jour de chacun, avec ses dossiers."),
        Fait("État", "Close" if revue.close_le else "En cours"),
    ]


def faits_sans_revue(reglages: Reglages) -> list[Fait]:
    jour = "1er" if reglages.revue_jour == 1 else str(reglages.revue_jour)
    return [
        Fait(
            "Prochaine revue",
            f"elle s’ouvre d’elle-même le {jour} {MOIS[reglages.revue_mois - 1]}",
            f"Réponse en {reglages.revue_duree} jours",
        )
    ]


def titre_de_la_ligne(ligne: LigneRevue, droits: Iterable[Habilitation]) -> str:
    """« Alice Activité – Approbateur (depuis le 1er janvier 2020) »."""
    roles = []
    for droit in droits:
        quand = periode(droit.du, droit.au)
        roles.append(f"{Role(droit.role).label} ({quand[0].lower()}{quand[1:]})")
    return f"{ligne.utilisateur} – {', '.join(roles) or 'aucun droit restant'}"


def aide_de_la_ligne(ligne: LigneRevue) -> str:
    """What was said already, what the portal did for want of it, when the person came last."""
    phrases = []
    if ligne.retiree_le:
        phrases.append(f"Retirés faute de réponse le {date_fr(ligne.retiree_le)}.")
    elif ligne.suspendue_le:
        phrases.append(
            f"Suspendus faute de réponse le {date_fr(ligne.suspendue_le)} : votre réponse les "
            "reprend."
        )
    if ligne.repondue_le:
        phrases.append(f"Répondu le {date_fr(ligne.repondue_le)} par {ligne.repondue_par}.")
    phrases.append(derniere_connexion(ligne.utilisateur))
    return " ".join(phrases)


def derniere_connexion(qui: Utilisateur) -> str:
    if qui.last_login is None:
        return "Ne s’est jamais connecté."
    return f"Dernière connexion le {date_fr(qui.last_login)}."


def prevues(vagues: Iterable[Prevue], reglages: Reglages) -> list[VaguePrevue]:
    """What the next night would do; one query for each wave."""
    dites = []
    for vague in vagues:
        gens, epargnes = _noms(vague.droits), _noms(vague.epargnes)
        dites.append(
            VaguePrevue(
                libelle=Vague.Genre(vague.genre).label,
                nombre=len(vague.droits),
                total=vague.total,
                trop=depasse(len(vague.droits), vague.total, reglages.part_max),
                gens=gens[:MONTRES],
                autres=max(0, len(gens) - MONTRES),
                epargnes=epargnes,
            )
        )
    return dites


def _noms(ids: Iterable[int]) -> list[str]:
    droits = Habilitation.objects.filter(pk__in=list(ids)).select_related(
        "utilisateur", "gestionnaire"
    )
    dits = (f"{d.utilisateur} – {d.gestionnaire}" for d in droits.order_by("gestionnaire", "pk"))
    return list(dict.fromkeys(dits))


def revues_a_repondre(acteur: Acteur) -> list[RevuePartenaire]:
    """Open reviews to which this person answers and has not finished, for the first page.

    The Caf's responsables follow theirs on their own page. One query.
    """
    if not acteur.habilitations:
        return []
    miennes = RevuePartenaire.objects.visibles_par(acteur).ouvertes()
    siennes = miennes.filter(
        gestionnaire__in={h.gestionnaire_id for h in acteur.habilitations},
        pk__in=LigneRevue.objects.filter(reponse="").values("partenaire"),
    )
    return list(siennes.avec_comptes().select_related("gestionnaire", "revue"))


def vagues_arretees(acteur: Acteur) -> list[Vague]:
    """Waves that wait for this responsable; one query."""
    arretees = Vague.objects.visibles_par(acteur).filter(etat=Vague.Etat.ARRETEE)
    return list(arretees.select_related("caf"))
