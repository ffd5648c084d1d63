"""Telling whether an acte d'habilitation is genuine, and whether its rights still hold.

Other sealed papers, that their applications register (``services.papiers``), are told the same way.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from habilitations.models import ActeHabilitation, Habilitation
from habilitations.models.actes import ActeHabilitationQuerySet
from habilitations.services.actes import motif_du_cachet
from habilitations.services.contenu_acte import (
    accordes,
    ce_qui_est_accorde,
    ecrire_droits,
    empreinte_de,
)
from habilitations.services.papiers import Inscrit, PapierLu, chercher
from portal.socle.cachets.verification import Constat, Verdict, verifier_cachet
from portal.socle.contenus import FichierRefuse
from portal.socle.documents import stockage
from portal.socle.fautes import Faute
from portal.socle.formats import date_fr
from portal.socle.models import Document

ATTENTE_MAX = timedelta(days=1)


class Issue(StrEnum):
    """What is said of an act. Only AUTHENTIQUE shows what it says."""

    AUTHENTIQUE = "authentique"
    INCONNU = "inconnu"
    HORS_REGISTRE = "hors_registre"
    ALTERE = "altere"
    ABSENT = "absent"
    AJOUTE = "ajoute"
    MODIFIE = "modifie"
    ETRANGER = "etranger"
    PERIME = "perime"
    REVOQUE = "revoque"


class Vigueur(StrEnum):
    """What became of the rights that an act tells."""

    TOUS = "tous"
    CERTAINS = "certains"
    AUCUN = "aucun"


@dataclass(frozen=True)
class Verification:
    """The answer; for AUTHENTIQUE alone, the act or the other paper, who sealed it and when."""

    issue: Issue
    acte: ActeHabilitation | None = None
    vigueur: Vigueur | None = None
    papier: PapierLu | None = None
    par: str = ""
    le: datetime | None = None


def verifier_reference(reference: str, empreinte: str, maintenant: datetime) -> Verification:
    """Check an act copied from paper: both must be known, together, of one that was sealed.

    Spaces and capitals do not count. The register is not believed alone: the file that was kept
    must bear a seal that names this act and this hash.
    """
    inscrit = _chercher(
        Q(
            reference="".join(reference.split()).upper(),
            empreinte="".join(empreinte.split()).lower(),
        )
    )
    if inscrit is None or inscrit.document is None:
        return Verification(Issue.INCONNU)
    try:
        constat = verifier_cachet(_octets(inscrit.document), maintenant)
    except (OSError, FichierRefuse):
        return Verification(Issue.ALTERE)
    return _juger(inscrit, constat, maintenant)


def verifier_fichier(octets: bytes, maintenant: datetime) -> Verification:
    """Check an act by its PDF: its seal first, then whether the portal delivered this very file.

    Raises FichierRefuse: no PDF, broken, or made to be long to read.
    """
    constat = verifier_cachet(octets, maintenant)
    if constat.verdict != Verdict.VALIDE:
        return Verification(Issue(str(constat.verdict)))
    inscrit = _chercher(Q(document__sha256=hashlib.sha256(octets).hexdigest()))
    if inscrit is None:
        return Verification(Issue.HORS_REGISTRE, par=constat.par, le=constat.le)
    return _juger(inscrit, constat, maintenant)


def vigueur(acte: ActeHabilitation, maintenant: datetime) -> Vigueur:
    """Whether the rights of an act are still those that the Caf grants, each one verified."""
    dits = {droit["reference"]: ce_qui_est_accorde(droit) for droit in acte.contenu["droits"]}
    droits = Habilitation.objects.filter(reference__in=dits).a_verifier()
    tenus = ecrire_droits(accordes(droits, timezone.localdate(maintenant)))
    pareils = sum(ce_qui_est_accorde(droit) == dits[droit["reference"]] for droit in tenus)
    if pareils == len(dits):
        return Vigueur.TOUS
    return Vigueur.CERTAINS if pareils else Vigueur.AUCUN


def fautes_des_actes(maintenant: datetime) -> Iterator[Faute]:
    """Acts that wait for their seal for too long, or whose row is not what was hashed."""
    for acte in ActeHabilitation.objects.order_by("pk").iterator(chunk_size=500):
        if not _est_intact(acte):
            raison = "ce que dit la base n’est plus ce qui a été scellé"
            yield Faute("acte", acte.reference, raison)
        elif not acte.est_scelle and acte.demande_le < maintenant - ATTENTE_MAX:
            raison = f"attend son cachet depuis le {date_fr(acte.demande_le)}"
            yield Faute("acte", acte.reference, raison)


@dataclass(frozen=True)
class _Acte:
    """An act of the register, told as ``Inscrit`` tells the other papers."""

    acte: ActeHabilitation

    @property
    def document(self) -> Document | None:
        return self.acte.document

    @property
    def motif(self) -> str:
        return motif_du_cachet(self.acte)

    @property
    def intact(self) -> bool:
        return _est_intact(self.acte)


def _chercher(condition: Q) -> _Acte | Inscrit | None:
    acte = _scelles().filter(condition).first()
    return _Acte(acte) if acte is not None else chercher(condition)


def _octets(document: Document) -> bytes:
    with stockage().open(document.chemin) as fichier:
        octets: bytes = fichier.read()
    return octets


def _juger(inscrit: _Acte | Inscrit, constat: Constat, maintenant: datetime) -> Verification:
    """What to say of a registered act, or paper, whose file bears this seal."""
    if constat.verdict == Verdict.REVOQUE:
        return Verification(Issue.REVOQUE)
    dit_vrai = constat.motif == inscrit.motif
    if constat.verdict != Verdict.VALIDE or not dit_vrai or not inscrit.intact:
        return Verification(Issue.ALTERE)
    vrai = Verification(Issue.AUTHENTIQUE, par=constat.par, le=constat.le)
    if isinstance(inscrit, Inscrit):
        return replace(vrai, papier=inscrit.lire())
    return replace(vrai, acte=inscrit.acte, vigueur=vigueur(inscrit.acte, maintenant))


def _est_intact(acte: ActeHabilitation) -> bool:
    """Tell whether what the register says is what was hashed, of this act."""
    return (
        empreinte_de(acte.contenu) == acte.empreinte and acte.contenu["reference"] == acte.reference
    )


def _scelles() -> ActeHabilitationQuerySet:
    return ActeHabilitation.objects.filter(document__isnull=False).select_related("document")
