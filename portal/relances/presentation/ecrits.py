"""Who was written to today: by an adviser without waiting, and by the run of the day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.attendus import Repere, reperes
from portal.dossiers.models import Dossier
from portal.relances.models import Envoi, Relance
from portal.relances.presentation.courriels import envois_lisibles
from portal.socle.francais import cle_de_tri

NOMS_DITS = 5


@dataclass(frozen=True)
class Ecrit:
    """One e-mail, and what it reminds of; ``lisible`` when the adviser may open it whole."""

    envoi: Envoi
    rappels: list[tuple[Relance, Repere]]
    lisible: bool


def ecrits_par(acteur: Acteur) -> list[Ecrit]:
    """The e-mails this person sent today by « Envoyer maintenant », by name; three queries, and one
    for each kind of file.

    Each with the files this person may open: it may be about others too.
    """
    visibles = Dossier.objects.visibles_par(acteur)
    relances = (
        Relance.objects.reglees()
        .filter(dossier__in=visibles.order_by().values("pk"))
        .order_by("pk")
    )
    envois = list(
        Envoi.objects.filter(jour=acteur.jour, decide_par=acteur.utilisateur)
        .select_related("utilisateur", "courriel")
        .defer("courriel__texte", "courriel__html")
        .prefetch_related(Prefetch("relances", queryset=relances))
    )
    if not envois:
        return []
    lisibles = envois_lisibles([envoi.pk for envoi in envois], acteur)
    envois.sort(key=lambda e: (cle_de_tri(f"{e.utilisateur.nom} {e.utilisateur.prenom}"), e.pk))
    nommes = reperes({r.dossier_id for envoi in envois for r in envoi.relances.all()})
    return [
        Ecrit(
            envoi,
            [(relance, nommes[relance.dossier_id]) for relance in envoi.relances.all()],
            envoi.pk in lisibles,
        )
        for envoi in envois
    ]


def ecrits_du_jour(acteur: Acteur) -> list[Utilisateur]:
    """Those written to today about a file this person reads, by the run or by others; by name."""
    visibles = Dossier.objects.visibles_par(acteur).order_by().values("pk")
    siennes = Relance.objects.reglees().filter(envoi__jour=acteur.jour, dossier__in=visibles)
    d_autres = siennes.exclude(envoi__decide_par=acteur.utilisateur)
    return _par_nom(Utilisateur.objects.filter(pk__in=d_autres.order_by().values("utilisateur")))


def destinataires(courriels: Collection[int]) -> list[Utilisateur]:
    """Whom these e-mails are to, by name."""
    ecrits = Envoi.objects.filter(courriel__in=courriels).values("utilisateur")
    return _par_nom(Utilisateur.objects.filter(pk__in=ecrits))


def noms(personnes: Sequence[Utilisateur]) -> str:
    """« Alice Activité, Fabien Finances et 12 autres personnes »."""
    dits = [str(u) for u in personnes[:NOMS_DITS]]
    reste = len(personnes) - len(dits)
    if reste:
        dits.append(f"{reste} autre{'s' if reste > 1 else ''} personne{'s' if reste > 1 else ''}")
    return " et ".join([", ".join(dits[:-1]), dits[-1]] if len(dits) > 1 else dits)


def _par_nom(personnes: Iterable[Utilisateur]) -> list[Utilisateur]:
    return sorted(personnes, key=lambda u: (cle_de_tri(f"{u.nom} {u.prenom}"), u.pk))
