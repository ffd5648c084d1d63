"""How a Caf is reached, and the SIRET that names it in what it publishes."""

from django.db import transaction

from habilitations.annuaire.services.acces import exiger_administrateur
from habilitations.annuaire.services.ecriture import exiger_a_jour, raconter, remplir
from habilitations.annuaire.services.gestionnaires import exiger_siret
from habilitations.models import Caf
from habilitations.permissions import Acteur

CHAMPS = ("siret", "telephone", "email")


@transaction.atomic
def modifier_caf(
    caf_id: int, *, siret: str, telephone: str, email: str, acteur: Acteur, depuis: str = ""
) -> Caf:
    """Write what a Caf is reached by; the same again changes nothing.

    Raises ActionRefusee (who does not keep its annuaire), DemandeInvalide (SIRET, address, changed
    meanwhile), Caf.DoesNotExist.
    """
    exiger_administrateur(acteur, caf_id)
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id)
    exiger_a_jour(caf, CHAMPS, depuis)
    voulu = {
        "siret": exiger_siret(siret),
        "telephone": telephone.strip(),
        "email": email.strip(),
    }
    changements = remplir(caf, voulu)
    if changements:
        caf.save(update_fields=list(changements))
        raconter("caf.modifiee", caf, acteur, caf_id=caf.pk, changements=changements)
    return caf
