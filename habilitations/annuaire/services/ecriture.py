"""Writing a fiche of the annuaire: what changed is told field by field, before and after."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from habilitations.annuaire.regles.changements import Changements, comparer, empreinte
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.formats import citer, date_fr
from portal.socle.models import LigneJournal
from portal.socle.refus import DemandeInvalide

# What carries the state that a form was drawn from.
DEPUIS = "depuis"


def en_mots(objet: models.Model, champs: Iterable[str]) -> dict[str, str]:
    """Fields of a row as a person reads them: labels, names, days in French."""
    return {champ: _mot(objet, champ) for champ in champs}


def _mot(objet: models.Model, champ: str) -> str:
    afficher = getattr(objet, f"get_{champ}_display", None)
    valeur = afficher() if afficher else getattr(objet, champ)
    if isinstance(valeur, date):
        return date_fr(valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return "" if valeur is None else str(valeur)


def exiger_a_jour(objet: models.Model, champs: Iterable[str], depuis: str) -> None:
    """Raise DemandeInvalide when somebody changed a fiche since the form was drawn.

    ``depuis`` is what the form carried; empty for who saw no form, an import for instance.
    """
    if not depuis or depuis == empreinte(en_mots(objet, champs)):
        return
    derniere = LigneJournal.objects.sur(objet).last()
    qui = f"{derniere.auteur_libelle} a" if derniere else "quelqu’un a"
    actuel = ", ".join(
        f"{getattr(objet._meta.get_field(champ), 'verbose_name', champ)} {citer(mot or 'vide')}"
        for champ, mot in en_mots(objet, champs).items()
    )
    raise DemandeInvalide(
        DEPUIS,
        f"Entre-temps, {qui} modifié cette fiche, qui porte maintenant : {actuel}. Ce que vous "
        "avez écrit est toujours là : vérifiez-le, puis enregistrez de nouveau.",
    )


def remplir(objet: models.Model, voulu: Mapping[str, Any]) -> Changements:
    """Lay wanted values on a row, check it, and return what changes; nothing is saved.

    Raises DemandeInvalide on the first field that the model or one of its constraints refuses.
    """
    avant = en_mots(objet, voulu) if objet.pk else dict.fromkeys(voulu, "")
    for champ, valeur in voulu.items():
        setattr(objet, champ, valeur)
    exiger_valide(objet)
    return comparer(avant, en_mots(objet, voulu))


def exiger_valide(objet: models.Model) -> None:
    """Raise DemandeInvalide on the first field that the model or one of its constraints refuses."""
    try:
        objet.full_clean()
    except ValidationError as erreur:
        champ, messages = next(iter(erreur.message_dict.items()))
        raise DemandeInvalide(champ, messages[0]) from None


def raconter(
    action: str,
    objet: models.Model,
    acteur: Acteur,
    *,
    gestionnaire_id: int | None = None,
    caf_id: int | None = None,
    motif: str = "",
    changements: Changements | None = None,
    **details: Any,
) -> None:
    """One line of the journal about a fiche, with what changed in words."""
    journal.ecrire(
        **fait(action, objet, acteur, gestionnaire_id, caf_id, motif, changements, details)
    )


def fait(
    action: str,
    objet: models.Model,
    acteur: Acteur,
    gestionnaire_id: int | None,
    caf_id: int | None,
    motif: str,
    changements: Changements | None,
    details: Mapping[str, Any],
) -> dict[str, Any]:
    """The same, not written yet: for those who write many at once."""
    dits = {champ: list(paire) for champ, paire in (changements or {}).items()}
    return {
        "action": action,
        "auteur": acteur.utilisateur,
        "objet": objet,
        "gestionnaire_id": gestionnaire_id,
        "caf_id": caf_id,
        "motif": motif,
        "details": {"objet": str(objet), "changements": dits, **details},
        "le": acteur.maintenant,
    }
