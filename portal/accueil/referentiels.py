"""Everything the portal needs to know before its first partner, loaded from files.

Idempotent, and never done by a migration: an installation runs it after each update.
"""

from django.db import transaction

from bilans.services.referentiels import charger_questionnaires
from declarations.services.referentiels import charger_calendrier, charger_seuils
from habilitations.services import charger_cafs
from portal.accueil.groupes import charger_groupes
from portal.relances.services.referentiels import charger_etapes
from portal.socle import journal
from portal.socle.referentiels import Chargement
from subventions.models import LigneBareme
from subventions.services import charger_baremes


@transaction.atomic
def charger_referentiels() -> tuple[Chargement, ...]:
    """Load Cafs, barèmes, calendar, thresholds, questionnaires…; journal what changed."""
    chargements = (
        charger_cafs(),
        _baremes(),
        charger_calendrier(),
        charger_seuils(),
        charger_etapes(),
        charger_questionnaires(),
        charger_groupes(),
    )
    changes = {c.nom: [*c.crees, *c.alignes] for c in chargements if c.a_change}
    if changes:
        journal.ecrire("referentiels.charges", auteur=None, details=changes)
    return chargements


def _baremes() -> Chargement:
    """The barèmes name the lines they added; every Caf exists by now, so none has to wait."""
    avant = list(LigneBareme.objects.values_list("pk", flat=True))
    charger_baremes()
    ajoutees = LigneBareme.objects.exclude(pk__in=avant)
    return Chargement("Barèmes", crees=tuple(f"{a} ({a.parametre})" for a in ajoutees))
