"""After a key was stolen: the acts that it sealed, made again for the rights that still hold."""

from datetime import datetime

from habilitations.models import ActeHabilitation, Habilitation
from habilitations.permissions import Acteur
from habilitations.services.actes import demander_acte, tient
from portal.socle.refus import ActionRefusee


def refaire_les_actes(maintenant: datetime) -> list[ActeHabilitation]:
    """Ask again, for each person, for the acts whose seal is void; return the new ones.

    Whoever holds the rights is the one who asks. Rights that give nothing any more, and acts that
    were made again already, give none: run twice, it does nothing the second time.
    """
    faits: dict[int, ActeHabilitation] = {}
    for perdu in _perdus():
        acteur = Acteur(perdu.utilisateur, maintenant)
        connus = set(perdu.utilisateur.actes.values_list("pk", flat=True))
        references = [droit["reference"] for droit in perdu.contenu["droits"]]
        for droit in Habilitation.objects.filter(reference__in=references).order_by("pk"):
            try:
                acte = demander_acte(droit.pk, acteur=acteur)
            except (ActionRefusee, Habilitation.DoesNotExist):
                continue
            if acte.pk not in connus:
                faits[acte.pk] = acte
    return list(faits.values())


def _perdus() -> list[ActeHabilitation]:
    """Sealed by a certificate whose key was stolen; each certificate is looked up once."""
    scelles = ActeHabilitation.objects.filter(document__isnull=False)
    series = scelles.order_by("serie").values_list("serie", flat=True).distinct()
    perdues = [serie for serie in series if not tient(ActeHabilitation(serie=serie))]
    return list(scelles.filter(serie__in=perdues).select_related("utilisateur").order_by("pk"))
