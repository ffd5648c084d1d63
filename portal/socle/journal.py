"""Writing the journal: what was done, in chains, and the sensitive readings beside them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from portal.socle.models import ChaineJournal, LectureSensible, LigneJournal
from portal.socle.portee import au_nom_du_systeme
from portal.socle.requetes_ecrites import RequeteEcrite

log = structlog.get_logger(__name__)
CHAINE_NATIONALE = "nationale"
_TETE = RequeteEcrite(lambda cle: ChaineJournal.objects.select_for_update().filter(cle=cle))


@dataclass(frozen=True)
class Fait:
    """What one line tells. ``auteur`` is a user, or None for the portal itself."""

    action: str
    auteur: Any
    objet: models.Model | None = None
    gestionnaire_id: int | None = None
    caf_id: int | None = None
    motif: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    le: datetime | None = None


def ecrire(
    action: str,
    *,
    auteur: Any,
    objet: models.Model | None = None,
    gestionnaire_id: int | None = None,
    caf_id: int | None = None,
    motif: str = "",
    details: dict[str, Any] | None = None,
    le: datetime | None = None,
) -> LigneJournal:
    """Add one line, in the caller's transaction, and return it.

    The line goes to the chain of the gestionnaire when there is one, else to that of the Caf, else
    to the national one. ``auteur`` is a user, or None for the portal itself;
    ``le`` the moment of the act when the caller holds it.
    """
    fait = Fait(action, auteur, objet, gestionnaire_id, caf_id, motif, details or {}, le)
    return ecrire_plusieurs([fait])[0]


def ecrire_plusieurs(faits: Sequence[Fait]) -> list[LigneJournal]:
    """Add lines in the order given, in the caller's transaction, with five queries at most.

    The chains are locked in one order, whatever that of the facts: two batches never wait for each
    other both ways. They stay locked until the caller commits: write them last.
    """
    cles = [chaine_de(fait.gestionnaire_id, fait.caf_id) for fait in faits]
    if not faits:
        return []
    with transaction.atomic():
        chaines = _verrouiller(set(cles))
        lignes = [
            _ajouter(chaines[cle], fait, timezone.now())
            for cle, fait in zip(cles, faits, strict=True)
        ]
        with au_nom_du_systeme("ajouter au journal, où l’on ne lit pas forcément ce qu’on écrit"):
            LigneJournal.objects.bulk_create(lignes)
        _avancer(list(chaines.values()))
    return lignes


def _verrouiller(cles: set[str]) -> dict[str, ChaineJournal]:
    """Heads of these chains, created when they are new, locked until the end of the transaction.

    One chain alone, which is nearly every act, has no order to keep and is locked at once.
    """
    connues: set[str] = set()
    if len(cles) > 1:
        connues = set(ChaineJournal.objects.filter(cle__in=cles).values_list("cle", flat=True))
    elif seule := _TETE.premiere(*cles):
        return {seule.cle: seule}
    tetes = ChaineJournal.objects.select_for_update().filter(cle__in=cles).order_by("cle")
    nouvelles = [ChaineJournal(cle=cle) for cle in sorted(cles - connues)]
    if nouvelles:
        ChaineJournal.objects.bulk_create(nouvelles, ignore_conflicts=True)
    return {chaine.cle: chaine for chaine in tetes}


def _avancer(chaines: Sequence[ChaineJournal]) -> None:
    """Keep where the chains are now; one alone by a plain UPDATE, lighter to write than several."""
    if len(chaines) == 1:
        (chaine,) = chaines
        ChaineJournal.objects.filter(pk=chaine.pk).update(
            numero=chaine.numero, empreinte=chaine.empreinte
        )
    else:
        ChaineJournal.objects.bulk_update(chaines, ["numero", "empreinte"])


def _ajouter(chaine: ChaineJournal, fait: Fait, maintenant: datetime) -> LigneJournal:
    """The next line of a locked chain, whose head moves to it; neither is saved."""
    ligne = LigneJournal(
        chaine=chaine,
        numero=chaine.numero + 1,
        le=fait.le or maintenant,
        action=fait.action,
        auteur_id=fait.auteur.pk if fait.auteur else None,
        auteur_libelle=str(fait.auteur) if fait.auteur else "Portail",
        gestionnaire_id=fait.gestionnaire_id,
        caf_id=fait.caf_id,
        objet_type=fait.objet._meta.label_lower if fait.objet else "",
        objet_id=fait.objet.pk if fait.objet else None,
        motif=fait.motif,
        details=fait.details,
        precedente=chaine.empreinte,
    )
    ligne.empreinte = calculer_empreinte(ligne)
    chaine.numero, chaine.empreinte = ligne.numero, ligne.empreinte
    return ligne


def chaine_de(gestionnaire_id: int | None, caf_id: int | None) -> str:
    """The chain that a line goes to: that of the gestionnaire, else of the Caf, else national."""
    if gestionnaire_id is not None:
        return f"gestionnaire:{gestionnaire_id}"
    return f"caf:{caf_id}" if caf_id is not None else CHAINE_NATIONALE


class LigneAChainer(Protocol):
    """What the hash of a line covers; read only, whatever holds it."""

    @property
    def precedente(self) -> str: ...
    @property
    def numero(self) -> int: ...
    @property
    def le(self) -> datetime: ...
    @property
    def action(self) -> str: ...
    @property
    def auteur_id(self) -> int | None: ...
    @property
    def auteur_libelle(self) -> str: ...
    @property
    def gestionnaire_id(self) -> int | None: ...
    @property
    def caf_id(self) -> int | None: ...
    @property
    def objet_type(self) -> str: ...
    @property
    def objet_id(self) -> int | None: ...
    @property
    def motif(self) -> str: ...
    @property
    def details(self) -> Any: ...


def calculer_empreinte(ligne: LigneAChainer) -> str:
    """Return the SHA-256 of a line's content and of the line before it."""
    contenu = [
        ligne.precedente,
        ligne.numero,
        ligne.le.astimezone(UTC).isoformat(),
        ligne.action,
        ligne.auteur_id,
        ligne.auteur_libelle,
        ligne.gestionnaire_id,
        ligne.caf_id,
        ligne.objet_type,
        ligne.objet_id,
        ligne.motif,
        ligne.details,
    ]
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def lecture_sensible(
    action: str,
    *,
    auteur: Any,
    objet: models.Model | None = None,
    precision: str = "",
    gestionnaire_id: int | None = None,
    caf_id: int | None = None,
    le: datetime | None = None,
) -> None:
    """Write that a person read what is not a matter of course (``LectureSensible.Action``).

    Once per person, object, ``precision`` (which list was exported, say), Caf and day,
    Europe/Paris. A page is never refused because this could not be written: the technical log
    tells it.
    """
    ecrire_lectures(
        [
            LectureSensible(
                objet_type=objet._meta.label_lower if objet else "",
                objet_id=objet.pk if objet else None,
                precision=precision[:200],
                gestionnaire_id=gestionnaire_id,
                caf_id=caf_id,
            )
        ],
        action,
        auteur=auteur,
        le=le,
    )


def ecrire_lectures(
    lectures: Sequence[LectureSensible],
    action: str,
    *,
    auteur: Any,
    le: datetime | None = None,
) -> None:
    """Write the readings of one page, each saying what was read; one insertion for all."""
    le = le or timezone.now()
    for lecture in lectures:
        lecture.action, lecture.le, lecture.jour = action, le, timezone.localdate(le)
        lecture.personne_id, lecture.personne_libelle = auteur.pk, str(auteur)
    try:
        with transaction.atomic():
            LectureSensible.objects.bulk_create(lectures, ignore_conflicts=True)
    except DatabaseError:
        log.exception("journal.lecture_non_ecrite", action=action, personne=auteur.pk)
