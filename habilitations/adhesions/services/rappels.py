"""Reminding whoever holds an adhesion up: the partner's people, or the Caf's responsables.

An adhesion is no file with a deadline, which ``portal.relances`` counts from: it is recalled after
some days without any movement of either side. One e-mail per person and day lists all of theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from habilitations.adhesions.models import DossierAdhesion, RappelAdhesion
from habilitations.adhesions.regles.avancement import Partie
from habilitations.adhesions.regles.rappels import etape_due, prochain_rappel
from habilitations.adhesions.services.nouvelles import adresse_du_dossier, suiveurs
from habilitations.models import AffectationAgent, Fonction
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict, tel_quel

# Who reads the e-mail again as it leaves (portal.socle.relecture).
RELECTEUR = "habilitations.rappel_adhesion"


@dataclass
class Lettre:
    """What one address is reminded of."""

    adresse: str
    partie: Partie
    destinataire_id: int | None = None
    dossiers: list[DossierAdhesion] = field(default_factory=list)


def rappeler(caf_id: int, maintenant: datetime) -> int:
    """Write the reminders of a Caf that are due and not said yet; return how many e-mails.

    Run again, it writes nothing more. A file whose recipient cannot be told waits.
    """
    jour = timezone.localdate(maintenant)
    with transaction.atomic():
        lettres: dict[str, Lettre] = {}
        for dossier in _a_rappeler(caf_id, jour):
            partie = dossier.avancement.retenu_par
            for adresse, destinataire in _destinataires(dossier, partie, jour):
                lettre = lettres.setdefault(adresse, Lettre(adresse, partie, destinataire))
                lettre.dossiers.append(dossier)
            _noter(dossier, partie, jour, maintenant)
        for lettre in lettres.values():
            _ecrire(lettre, caf_id, maintenant)
    return len(lettres)


def dernier_mouvement(dossier: DossierAdhesion) -> date:
    """The day of the last thing that either side did; papers, fiche and links prefetched."""
    moments = [dossier.ouvert_le]
    for piece in dossier.pieces.all():
        moments += [piece.recue_le, *([piece.decidee_le] if piece.decidee_le else [])]
    for lien in dossier.invitations.all():
        moments += [lien.envoyee_le, *([lien.utilisee_le] if lien.utilisee_le else [])]
    if hasattr(dossier, "fiche"):
        moments += dossier.fiche.saisies_le.values()
    return timezone.localdate(max(moments))


def prevu_le(dossier: DossierAdhesion, jour: date) -> date | None:
    """The day of the next reminder of a file at work, should neither side do anything."""
    depuis = dernier_mouvement(dossier)
    return prochain_rappel(depuis, jour, _dites(dossier, depuis))


def relire_rappel(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw a reminder once none of its files waits for whom it was written to."""
    dossiers = DossierAdhesion.objects.avec_pieces().filter(pk__in=courriel.parametres["dossiers"])
    if any(d.avancement.retenu_par == courriel.parametres["partie"] for d in dossiers):
        return tel_quel(courriel)
    return Retire("Au moment de l’envoi, plus aucun dossier n’attendait cette personne.")


def _a_rappeler(caf_id: int, jour: date) -> Iterable[DossierAdhesion]:
    """Files at work for which a step is due; locked, so that two workers do not write twice."""
    en_cours = DossierAdhesion.objects.filter(
        caf=caf_id, complet_le__isnull=True, sans_suite_le__isnull=True
    )
    pris = list(
        en_cours.order_by("pk")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .values_list("pk", flat=True)
    )
    lus = DossierAdhesion.objects.avec_pieces().filter(pk__in=pris).order_by("pk")
    return [d for d in lus.prefetch_related("invitations", "rappels", "fiche") if _due(d, jour)]


def _due(dossier: DossierAdhesion, jour: date) -> int | None:
    depuis = dernier_mouvement(dossier)
    return etape_due(depuis, jour, _dites(dossier, depuis))


def _dites(dossier: DossierAdhesion, depuis: date) -> set[int]:
    return {r.jours for r in dossier.rappels.all() if r.depuis == depuis}


def _noter(dossier: DossierAdhesion, partie: Partie, jour: date, le: datetime) -> None:
    RappelAdhesion.objects.create(
        dossier=dossier,
        depuis=dernier_mouvement(dossier),
        jours=_due(dossier, jour) or 0,
        partie=partie,
        dit_le=le,
    )


def _destinataires(
    dossier: DossierAdhesion, partie: Partie, jour: date
) -> list[tuple[str, int | None]]:
    if partie == Partie.CAF:
        responsables = AffectationAgent.objects.actives(jour).filter(
            caf=dossier.caf_id, fonction=Fonction.RESPONSABLE_HABILITATIONS
        )
        gens = [a.utilisateur for a in responsables.select_related("utilisateur")]
    else:
        gens = suiveurs(dossier)
        if not gens:
            return [(dossier.courriel, None)]
    return [(qui.email, qui.pk) for qui in gens]


def _ecrire(lettre: Lettre, caf_id: int, maintenant: datetime) -> None:
    a_la_caf = lettre.partie == Partie.CAF
    suivis = [(d, adresse_du_dossier(d), dernier_mouvement(d)) for d in lettre.dossiers]
    contexte = {
        "a_la_caf": a_la_caf,
        "suivis": suivis,
        "sans_compte": lettre.destinataire_id is None,
        "caf": lettre.dossiers[0].caf,
        "adresse_publique": settings.ADRESSE_PUBLIQUE,
    }
    texte, html = courriels.rendre("rappel_adhesion", contexte)
    combien = len(suivis)
    objet = (
        f"{combien} adhésion{'s' if combien > 1 else ''} en attente de votre part"
        if a_la_caf
        else f"{lettre.dossiers[0].caf} : votre adhésion attend une suite"
    )
    courriels.deposer(
        lettre.adresse,
        objet,
        texte,
        html=html,
        destinataire_id=lettre.destinataire_id,
        concerne=lettre.dossiers[0],
        gestionnaire_id=lettre.dossiers[0].gestionnaire_id,
        caf_id=caf_id,
        relecteur=RELECTEUR,
        parametres={"dossiers": [d.pk for d in lettre.dossiers], "partie": str(lettre.partie)},
        maintenant=maintenant,
    )
