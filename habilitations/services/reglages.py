"""What a Caf decides about the supervision of its rights."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from habilitations.models import Caf, ReglageDroits
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable
from portal.socle import journal
from portal.socle.refus import DemandeInvalide, interdit


@transaction.atomic
def regler(caf_id: int, *, acteur: Acteur, **valeurs: Any) -> ReglageDroits:
    """Keep the values given, those of ``Reglages`` by name; the same again changes nothing.

    Reviews that are open keep their dates. Raises ActionRefusee (not the Caf's responsable),
    DemandeInvalide (a value out of its bounds), Caf.DoesNotExist.
    """
    if not est_responsable(caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf règle cette supervision.")
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id)
    ligne = ReglageDroits.objects.filter(caf=caf).first() or ReglageDroits(caf=caf)
    avant = asdict(ligne.valeurs)
    for champ, valeur in valeurs.items():
        setattr(ligne, champ, valeur)
    apres = asdict(ligne.valeurs)
    if ligne.pk and avant == apres:
        return ligne
    try:
        ligne.full_clean()
    except ValidationError as erreur:
        champ = next(iter(erreur.message_dict))
        raise DemandeInvalide(champ, erreur.message_dict[champ][0]) from None
    ligne.save()
    changes = {c: [avant[c], v] for c, v in apres.items() if avant[c] != v}
    journal.ecrire(
        "droits.regles",
        auteur=acteur.utilisateur,
        objet=ligne,
        caf_id=caf.pk,
        details={"avant_apres": changes},
        le=acteur.maintenant,
    )
    return ligne
