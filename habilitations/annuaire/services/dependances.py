"""What stands under an équipement, a lieu or a convention: opened, changed, held back, told."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from habilitations.annuaire.services.acces import exiger_tenu
from habilitations.annuaire.services.ecriture import exiger_a_jour, raconter, remplir
from habilitations.models import Convention, Equipement, Lieu
from habilitations.permissions import Acteur
from portal.socle.refus import impossible
from portal.socle.usages import est_utilise, retenue

Dependance = TypeVar("Dependance", Lieu, Convention)
# What stands on an équipement without being a file: rows of these hold back none of the others.
SANS_DOSSIER = frozenset(
    f"habilitations.{nom}"
    for nom in ("Lieu", "Convention", "Notification", "TransfertEquipement", "Habilitation")
) | {"habilitations.Delegation", "habilitations.EquipementDelegue"}


def ouvrir_tenu(equipement_id: int, acteur: Acteur) -> Equipement:
    """Lock an équipement for whoever keeps it. Raises ActionRefusee, Equipement.DoesNotExist."""
    equipement = Equipement.objects.select_for_update(no_key=True).get(pk=equipement_id)
    exiger_tenu(acteur, equipement)
    return equipement


def ouvrir(modele: type[Dependance], pk: int, acteur: Acteur) -> Dependance:
    """Lock the équipement that a row stands under, then read the row again.

    Raises ActionRefusee, the DoesNotExist of the model.
    """
    lignes = modele._default_manager
    equipement = ouvrir_tenu(lignes.values_list("equipement", flat=True).get(pk=pk), acteur)
    objet = lignes.get(pk=pk)
    objet.equipement = equipement
    return objet


def modifier(
    objet: Dependance,
    voulu: Mapping[str, Any],
    champs: Sequence[str],
    *,
    action: str,
    depuis: str,
    acteur: Acteur,
) -> Dependance:
    """Change the fields of a row that is open, and tell it; the same again changes nothing.

    Raises DemandeInvalide (what is typed, or changed meanwhile by somebody else).
    """
    exiger_a_jour(objet, champs, depuis)
    changements = remplir(objet, {champ: voulu[champ] for champ in champs})
    if changements:
        objet.save(update_fields=list(changements))
        dire(action, objet, acteur, changements=changements)
    return objet


def a_des_dossiers(equipement: Equipement) -> bool:
    """Tell whether a file, or its money, stands on an équipement: what is under it stays."""
    return est_utilise(equipement, sauf=SANS_DOSSIER)


def retenue_sans_dossier(objet: Dependance, comment: str, retenu: str) -> str:
    """What uses a row, or the file that stands on its équipement; empty when nothing does."""
    if dite := retenue(objet, comment):
        return dite
    return f"{retenu} {comment}" if a_des_dossiers(objet.equipement) else ""


def exiger(dite: str) -> None:
    """Raise ActionRefusee with a sentence, if there is one."""
    if dite:
        raise impossible(dite)


def dire(action: str, objet: Dependance, acteur: Acteur, **details: Any) -> None:
    """Told of the row, and shown with its équipement."""
    equipement = objet.equipement
    raconter(
        action,
        objet,
        acteur,
        gestionnaire_id=equipement.gestionnaire_id,
        caf_id=equipement.caf_id,
        equipement=equipement.pk,
        **details,
    )
