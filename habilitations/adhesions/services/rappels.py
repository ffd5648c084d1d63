"""Reminding whoever holds an adhesion up: the partner's people, or the Caf's responsables.

An adhesion is no file with a deadline, which ``portal.relances`` counts from: it is recalled after
some days without any movement of either side. Who follows it with an account reads it in the one
e-mail of their day (``rappels_des_adhesions``); the agents of the Caf, and a representative who
has no account yet, have one of their own, all their files in it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from habilitations.adhesions.models import DossierAdhesion, InvitationAdhesion, RappelAdhesion
from habilitations.adhesions.regles.avancement import Partie
from habilitations.adhesions.regles.rappels import etape_due, prochain_rappel
from habilitations.adhesions.services.nouvelles import adresse_du_dossier, suiveurs
from habilitations.models import AffectationAgent, Fonction, Utilisateur
from habilitations.rappels import ADHESION, RappelDeDroits
from portal.socle import courriels
from portal.socle.formats import date_fr
from portal.socle.francais import de_la
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
            if partie == Partie.PARTENAIRE and suiveurs(dossier):
                continue  # they are told with the rest of their day
            for adresse, destinataire in _destinataires(dossier, partie, jour):
                lettre = lettres.setdefault(adresse, Lettre(adresse, partie, destinataire))
                lettre.dossiers.append(dossier)
            _noter(dossier, partie, jour, maintenant)
        for lettre in lettres.values():
            _ecrire(lettre, caf_id, maintenant)
    return len(lettres)


def rappels_des_adhesions(
    jour: date,
    *,
    depuis: date,
    caf_id: int | None = None,
    personnes: Collection[int] | None = None,
) -> list[RappelDeDroits]:
    """What waits for the partner's people who have an account, as ``rappels_des_revues``."""
    en_cours = DossierAdhesion.objects.en_cours()
    if caf_id is not None:
        en_cours = en_cours.filter(caf=caf_id)
    if personnes is not None:
        en_cours = en_cours.filter(
            pk__in=InvitationAdhesion.objects.filter(utilisateur__in=personnes).values("dossier")
        )
    lus = DossierAdhesion.objects.avec_pieces().filter(pk__in=en_cours.values("pk")).order_by("pk")
    dus = []
    for dossier in lus.prefetch_related("invitations", "rappels", "fiche"):
        dernier = dernier_mouvement(dossier)
        avant = {
            r.jours for r in dossier.rappels.all() if r.depuis == dernier and not _dit(r, depuis)
        }
        etape = etape_due(dernier, jour, avant)
        if etape is None or dossier.avancement.retenu_par != Partie.PARTENAIRE:
            continue
        dit = etape in _dites(dossier, dernier)
        dus += [
            _rappel(dossier, qui, etape, dernier, dit)
            for qui in suiveurs(dossier)
            if personnes is None or qui.pk in personnes
        ]
    return dus


def noter(rappels: Iterable[RappelDeDroits], maintenant: datetime) -> None:
    """Keep which step was told of each file; once, whoever tells it first."""
    for pk, etape in {r.marque for r in rappels if not r.dit}:
        dossier = DossierAdhesion.objects.avec_pieces().get(pk=pk)
        RappelAdhesion.objects.get_or_create(
            dossier=dossier,
            depuis=dernier_mouvement(dossier),
            jours=etape,
            defaults={"partie": Partie.PARTENAIRE, "dit_le": maintenant},
        )


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
    en_cours = DossierAdhesion.objects.en_cours().filter(caf=caf_id)
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


def _dit(rappel: RappelAdhesion, depuis: date) -> bool:
    return timezone.localdate(rappel.dit_le) >= depuis


def _rappel(
    dossier: DossierAdhesion, qui: Utilisateur, etape: int, dernier: date, dit: bool
) -> RappelDeDroits:
    return RappelDeDroits(
        genre=ADHESION,
        personne=qui,
        caf=dossier.caf,
        gestionnaire_id=dossier.gestionnaire_id,
        objet=f"Adhésion {de_la(dossier.gestionnaire.nom)} auprès de la {dossier.caf}",
        manque="Finir la fiche ou renvoyer les pièces attendues, signées",
        delai=f"Sans mouvement depuis le {date_fr(dernier)}",
        suite="",
        adresse=reverse("adhesions:dossier", args=[dossier.pk]),
        en_retard=False,
        marque=(dossier.pk, etape),
        dit=dit,
    )


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
        return [
            (a.utilisateur.email, a.utilisateur_id)
            for a in responsables.select_related("utilisateur")
        ]
    return [(dossier.courriel, None)]


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
