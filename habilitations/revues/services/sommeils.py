"""Dormant accounts announced to their owners; who comes back is forgotten."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from habilitations.models import Adhesion, Sommeil, Utilisateur
from habilitations.regles.reglages import Reglages, il_y_a_des_mois
from habilitations.revues.services.candidats import gens_sans_connexion
from habilitations.services.prevenir import prevenir
from portal.socle.formats import date_fr


@transaction.atomic
def annoncer_les_sommeils(caf_id: int, jour: date, maintenant: datetime, reglages: Reglages) -> int:
    """Write to people who have not come for months, once; return how many.

    Who came since is forgotten, and so is who was announced so long ago that it is to be done
    again: somebody whose rights were given back meanwhile is not suspended the next night.
    """
    siens = Sommeil.objects.filter(caf=caf_id)
    siens.filter(utilisateur__last_login__gte=F("annonce_le")).delete()
    siens.filter(annonce_le__date__lt=il_y_a_des_mois(jour, reglages.sommeil_mois)).delete()
    deja = set(siens.values_list("utilisateur", flat=True))
    droits = gens_sans_connexion(caf_id, jour, reglages).select_related("utilisateur")
    chez: dict[int, tuple[int, Utilisateur]] = {}
    for droit in droits.order_by("pk"):
        if droit.utilisateur_id not in deja:
            chez.setdefault(droit.utilisateur_id, (droit.gestionnaire_id, droit.utilisateur))
    Sommeil.objects.bulk_create(
        Sommeil(caf_id=caf_id, utilisateur_id=qui, annonce_le=maintenant) for qui in chez
    )
    bases = {
        b.gestionnaire_id: b
        for b in Adhesion.objects.select_related("caf", "gestionnaire").filter(
            caf=caf_id, gestionnaire__in={gestionnaire for gestionnaire, _ in chez.values()}
        )
    }
    fin = date_fr(jour + timedelta(days=reglages.sommeil_preavis))
    for gestionnaire, qui in chez.values():
        prevenir(
            [qui],
            "Votre compte est en sommeil",
            [
                f"Vous n’êtes pas venu sur le portail depuis {reglages.sommeil_mois} mois. Si vous "
                f"en avez encore besoin, connectez-vous avant le {fin}.",
                "Sinon, vos droits d’accès seront suspendus. La Caf pourra vous les rendre.",
            ],
            base=bases[gestionnaire],
            maintenant=maintenant,
        )
    return len(chez)
