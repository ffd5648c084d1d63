"""Opening the review of a Caf: who has access today, and who answers for each partner."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from habilitations.models import (
    Adhesion,
    Caf,
    Habilitation,
    LigneRevue,
    Revue,
    RevuePartenaire,
    Role,
    Utilisateur,
)
from habilitations.models.reglages import reglages_de
from habilitations.permissions import Acteur
from habilitations.regles.reglages import dates_de_la_revue
from habilitations.revues.services.lettres import annoncer
from habilitations.revues.voisinage import etape_du_jour
from habilitations.services.accord import est_responsable
from habilitations.verification import droits_verifies
from portal.socle import journal
from portal.socle.refus import impossible, interdit


def ouvrir_par_quelqu_un(caf_id: int, *, acteur: Acteur) -> Revue:
    """Open the review of the year now, before its date; again, the one there is.

    Raises ActionRefusee (not the Caf's responsable; the review of the year is closed already;
    nobody has access there), Caf.DoesNotExist.
    """
    if not est_responsable(caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf ouvre une revue.")
    revue = ouvrir_revue(caf_id, acteur.jour, acteur.maintenant, par=acteur.utilisateur)
    if revue is None:
        raise impossible("Personne n’a d’accès en vigueur dans cette Caf.")
    if revue.close_le:
        raise impossible(f"La revue de {revue.annee} est close : la suivante s’ouvrira à sa date.")
    return revue


@transaction.atomic
def ouvrir_revue(
    caf_id: int, jour: date, maintenant: datetime, *, par: Utilisateur | None = None
) -> Revue | None:
    """Open the review of the year and tell those who answer; the one there is, when there is one.

    None where nobody has access. A review of another year is closed as it stands. Rights are
    verified: an altered one is not reviewed, its Caf is told of it otherwise.
    """
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id)
    deja = Revue.objects.filter(caf=caf, annee=jour.year).first()
    if deja:
        return deja
    droits = droits_verifies(Habilitation.objects.filter(caf=caf).order_by("pk"), jour)
    if not droits:
        return None
    Revue.objects.ouvertes().filter(caf=caf).update(close_le=maintenant)
    dates = dates_de_la_revue(jour, reglages_de(caf.pk))
    revue = Revue.objects.create(
        caf=caf,
        annee=jour.year,
        ouverte_le=jour,
        echeance_le=dates.echeance,
        suspension_le=dates.suspension,
        retrait_le=dates.retrait,
        ouverte_par=par,
    )
    partenaires = _inscrire(revue, droits)
    journal.ecrire(
        "revue.ouverte",
        auteur=par,
        objet=revue,
        caf_id=caf.pk,
        details={"annee": revue.annee, "partenaires": len(partenaires)},
        le=maintenant,
    )
    annoncer(revue, partenaires, maintenant)
    return revue


def _inscrire(revue: Revue, droits: Iterable[Habilitation]) -> list[RevuePartenaire]:
    """One row for each partner, one for each of its people."""
    par_base: dict[int, tuple[Adhesion, list[Habilitation]]] = {}
    for droit in droits:
        if droit.base:
            par_base.setdefault(droit.base.pk, (droit.base, []))[1].append(droit)
    partenaires = RevuePartenaire.objects.bulk_create(
        RevuePartenaire(
            revue=revue,
            base=base,
            caf_id=base.caf_id,
            gestionnaire_id=base.gestionnaire_id,
            par_approbateurs=all(d.role != Role.GESTIONNAIRE_HABILITATIONS for d in siens),
            # The announcement says what a step reached already would.
            etape=etape_du_jour(revue.caf_id, revue.echeance_le, revue.ouverte_le),
        )
        for base, siens in par_base.values()
    )
    LigneRevue.objects.bulk_create(
        LigneRevue(partenaire=partenaire, utilisateur_id=qui)
        for partenaire in partenaires
        for qui in dict.fromkeys(d.utilisateur_id for d in par_base[partenaire.base_id][1])
    )
    return partenaires
