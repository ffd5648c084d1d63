"""Telling people at once what was done on a file: a notice each, and an e-mail that says the same.

Every kind of file comes through here; what an act is called and whom it concerns is its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db.models import Model

from habilitations.models import Adhesion, Equipement, Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import Avis, Dossier
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.portee import au_nom_du_systeme
from portal.socle.relecture import Retire, Verdict, tel_quel

POINTS_NOMMES = 10


class Voix(Enum):
    """What is told of an act."""

    TOUT = "avis et courriels"
    AVIS = "avis"
    RIEN = "rien"


_voix: ContextVar[Voix] = ContextVar("voix", default=Voix.TOUT)


@dataclass(frozen=True)
class Point:
    """What an act names, and where it is: a field, a volet."""

    libelle: str
    chemin: str


@dataclass(frozen=True)
class Nouvelle:
    """What one person is told of an act, in words that they may read.

    ``chez``: the id of the gestionnaire at which they are told it, when it is about no file.
    """

    acte: str
    titre: str
    phrase: str
    chemin: str
    points: tuple[Point, ...] = ()
    chez: int | None = None


@dataclass(frozen=True)
class Objet:
    """The file as an e-mail names it; ``relecteur`` reads the e-mail again as it leaves."""

    sujet: str
    reference: str
    relecteur: str


@contextmanager
def parler(voix: Voix) -> Iterator[None]:
    """Tell less of what is done meanwhile: a past that is played again is no news."""
    jeton = _voix.set(voix)
    try:
        yield
    finally:
        _voix.reset(jeton)


def se_taire() -> bool:
    """Tell whether nobody is to be told of what is done now."""
    return _voix.get() == Voix.RIEN


def ecrit() -> bool:
    """Tell whether e-mails are written of what is done now."""
    return _voix.get() == Voix.TOUT


def annoncer(
    dossier: Dossier,
    objet: Objet,
    nouvelles: Mapping[Utilisateur, Nouvelle],
    maintenant: datetime,
) -> int:
    """Keep a notice and an e-mail for each person, in the caller's transaction; return how many
    e-mails.

    Two insertions, whatever their number.
    """
    avis = noter(dossier, objet.sujet, nouvelles, maintenant)
    return _envoyer(avis, dossier, objet, dossier.caf_id)


def annoncer_sans_dossier(
    sur: Equipement | Adhesion,
    objet: Objet,
    nouvelles: Mapping[Utilisateur, Nouvelle],
    maintenant: datetime,
) -> int:
    """The same about an équipement, that some of those told may not open, or about a partner of a
    Caf; no figure, no reason."""
    return annoncer_aux_agents(sur, sur.caf_id, objet, nouvelles, maintenant)


def annoncer_aux_agents(
    sur: Model,
    caf_id: int,
    objet: Objet,
    nouvelles: Mapping[Utilisateur, Nouvelle],
    maintenant: datetime,
) -> int:
    """The same about what is of a Caf and of no partner, such as a lot of payments."""
    avis = noter(None, objet.sujet, nouvelles, maintenant, caf_id=caf_id)
    return _envoyer(avis, sur, objet, caf_id)


def noter(
    dossier: Dossier | None,
    sujet: str,
    nouvelles: Mapping[Utilisateur, Nouvelle],
    maintenant: datetime,
    *,
    caf_id: int | None = None,
) -> list[Avis]:
    """Keep the notices alone, for who writes e-mails of its own; none while nobody is told."""
    if se_taire():
        return []
    avis = [
        Avis(
            personne=personne,
            dossier=dossier,
            caf_id=caf_id,
            gestionnaire_id=nouvelle.chez,
            acte=nouvelle.acte,
            titre=nouvelle.titre,
            phrase=nouvelle.phrase,
            sujet=sujet,
            chemin=nouvelle.chemin,
            points=[asdict(point) for point in nouvelle.points],
            le=maintenant,
        )
        for personne, nouvelle in nouvelles.items()
    ]
    with au_nom_du_systeme("dire à quelqu’un d’autre ce qui est fait"):
        return Avis.objects.bulk_create(avis)


def marquer_lus(dossier_id: int, acteur: Acteur) -> int:
    """Note that a person opened a file, and so read what they were told of it."""
    leurs = Avis.objects.non_lus().filter(personne=acteur.utilisateur, dossier=dossier_id)
    return leurs.filter(le__lte=acteur.maintenant).update(lu_le=acteur.maintenant)


def marquer_vus(avis: Iterable[Avis], acteur: Acteur) -> int:
    """Note as read the notices about no file that a list has just shown: they say all of it."""
    vus = [un.pk for un in avis if un.dossier_id is None and un.lu_le is None]
    if not vus:
        return 0
    leurs = Avis.objects.non_lus().filter(personne=acteur.utilisateur, pk__in=vus)
    return leurs.filter(le__lte=acteur.maintenant).update(lu_le=acteur.maintenant)


def tout_marquer_lu(acteur: Acteur, jusqu_a: int) -> int:
    """Note as read all that the list showed: up to a notice, by its id, and nothing since."""
    leurs = Avis.objects.non_lus().filter(personne=acteur.utilisateur, pk__lte=jusqu_a)
    return leurs.filter(le__lte=acteur.maintenant).update(lu_le=acteur.maintenant)


def purger(maintenant: datetime) -> int:
    """Delete the notices older than AVIS_JOURS days, read or not; return how many.

    The journal tells the act, and the e-mail is kept with its file.
    """
    avant = maintenant - timedelta(days=settings.AVIS_JOURS)
    combien, _ = Avis.objects.filter(le__lt=avant).delete()
    return combien


def avis_de(courriel: Courriel) -> Avis | None:
    """The notice that an e-mail tells, None once it is purged."""
    return (
        Avis.objects.select_related("personne", "dossier")
        .filter(pk=courriel.parametres["avis"])
        .first()
    )


def relire(courriel: Courriel, avis: Avis | None, maintenant: datetime) -> Verdict:
    """Withdraw what was read meanwhile, told again since, or closed to this person."""
    if avis is None:
        return Retire("L’avis n’existait plus au moment de l’envoi.")
    qui = avis.personne
    if not qui.is_active or not _ouvert(avis, qui, maintenant):
        return Retire("Au moment de l’envoi, ce dossier n’était plus ouvert à cette personne.")
    if avis.lu_le:
        return Retire("L’avis avait été lu au moment de l’envoi.")
    suivants = Avis.objects.filter(personne=qui, dossier=avis.dossier_id, acte=avis.acte)
    if suivants.filter(sujet=avis.sujet, pk__gt=avis.pk).exists():
        return Retire("Le même acte a été refait avant l’envoi : le courriel suivant le dit.")
    return tel_quel(courriel, qui.email)


def _ouvert(avis: Avis, qui: Utilisateur, maintenant: datetime) -> bool:
    """The same answer as the list of notices gives."""
    return Avis.objects.de(Acteur(qui, maintenant)).filter(pk=avis.pk).exists()


def _envoyer(avis: Iterable[Avis], sur: Model, objet: Objet, caf_id: int) -> int:
    if not ecrit():
        return 0
    lettres = Courriel.objects.bulk_create(_ecrire(a, sur, objet, caf_id) for a in avis)
    courriels.annoncer_apres_validation([lettre.pk for lettre in lettres])
    return len(lettres)


def _ecrire(avis: Avis, sur: Model, objet: Objet, caf_id: int) -> Courriel:
    contexte = {
        "avis": avis,
        "points": avis.points[:POINTS_NOMMES],
        "autres": len(avis.points) - POINTS_NOMMES,
        "reference": objet.reference,
    }
    texte, html = courriels.rendre("avis_dossier", contexte)
    return courriels.preparer(
        avis.personne.email,
        f"{avis.titre} – {objet.reference}",
        texte,
        html=html,
        destinataire_id=avis.personne_id,
        concerne=sur,
        gestionnaire_id=sur.gestionnaire_id if isinstance(sur, Dossier) else None,
        caf_id=caf_id,
        relecteur=objet.relecteur,
        parametres={"avis": avis.pk},
        maintenant=avis.le,
    )
