"""The reminder steps of a Caf: which national ones it stops, which it adds (DOMAINE §6, H)."""

from dataclasses import dataclass

from django.db import transaction

from habilitations.annuaire.services.acces import exiger_administrateur
from habilitations.permissions import Acteur
from portal.relances.models import EtapeRelance
from portal.relances.regles.etapes import JOURS_MAX, libelle_etape
from portal.socle import journal
from portal.socle.marques import Marque
from portal.socle.refus import DemandeInvalide

SOURCE = "Décision de la Caf"


@dataclass(frozen=True)
class EtapeDeLaCaf:
    """A step as it stands for a Caf. ``nationale``: it is one of the national steps."""

    jours: int
    active: bool
    nationale: bool

    @property
    def ecart(self) -> int:
        """Days from the deadline, on either side."""
        return abs(self.jours)

    @property
    def libelle(self) -> str:
        return libelle_etape(self.jours)


def etapes_de(caf_id: int) -> list[EtapeDeLaCaf]:
    """Every step known at a Caf, in order, those stopped included; one query."""
    lignes = EtapeRelance.objects.filter(caf=None) | EtapeRelance.objects.filter(caf=caf_id)
    nationales = {e.jours: e.active for e in lignes if e.caf_id is None}
    siennes = {e.jours: e.active for e in lignes if e.caf_id is not None}
    return [
        EtapeDeLaCaf(jours, active, jours in nationales)
        for jours, active in sorted((nationales | siennes).items())
    ]


@transaction.atomic
def regler_etape(caf_id: int, *, jours: int, active: bool, acteur: Acteur) -> None:
    """Have a step hold at a Caf, or not; the same again changes nothing.

    What says the same as the national step is no line of its own: the Caf follows it again. Raises
    ActionRefusee (who does not keep the annuaire of this Caf), DemandeInvalide (too far).
    """
    exiger_administrateur(acteur, caf_id)
    if not -JOURS_MAX <= jours <= JOURS_MAX:
        raise DemandeInvalide("jours", f"Une étape est à {JOURS_MAX} jours au plus de l’échéance.")
    avant = next((e.active for e in etapes_de(caf_id) if e.jours == jours), False)
    if avant == active:
        return
    nationale = EtapeRelance.objects.filter(caf=None, jours=jours).first()
    sienne = EtapeRelance.objects.filter(caf=caf_id, jours=jours)
    if active == (nationale is not None and nationale.active):
        sienne.delete()
    else:
        valeurs = {"active": active, "source": SOURCE, "marque": Marque.PUBLIEE}
        EtapeRelance.objects.update_or_create(caf_id=caf_id, jours=jours, defaults=valeurs)
    journal.ecrire(
        "relances.etape",
        auteur=acteur.utilisateur,
        caf_id=caf_id,
        details={"etape": libelle_etape(jours), "avant": avant, "apres": active},
        le=acteur.maintenant,
    )
