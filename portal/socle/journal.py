"""Writing the journal and checking its chains."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.socle.models import ChaineJournal, LigneJournal

CHAINE_NATIONALE = "nationale"


def ecrire(
    action: str,
    *,
    auteur: Any,
    objet: models.Model | None = None,
    gestionnaire_id: int | None = None,
    caf_id: int | None = None,
    motif: str = "",
    details: dict[str, Any] | None = None,
    le: datetime | None = None,
) -> LigneJournal:
    """Add one line, in the caller's transaction, and return it.

    The line goes to the chain of the gestionnaire when there is one, else to that of the Caf, else
    to the national one. ``auteur`` is a user, or None for the portal itself;
    ``le`` the moment of the act when the caller holds it.
    """
    if gestionnaire_id is not None:
        cle = f"gestionnaire:{gestionnaire_id}"
    elif caf_id is not None:
        cle = f"caf:{caf_id}"
    else:
        cle = CHAINE_NATIONALE
    with transaction.atomic():
        ChaineJournal.objects.get_or_create(cle=cle)
        chaine = ChaineJournal.objects.select_for_update().get(cle=cle)
        ligne = LigneJournal(
            chaine=chaine,
            numero=chaine.numero + 1,
            le=le or timezone.now(),
            action=action,
            auteur_id=auteur.pk if auteur else None,
            auteur_libelle=str(auteur) if auteur else "Portail",
            gestionnaire_id=gestionnaire_id,
            caf_id=caf_id,
            objet_type=objet._meta.label_lower if objet else "",
            objet_id=objet.pk if objet else None,
            motif=motif,
            details=details or {},
            precedente=chaine.empreinte,
        )
        ligne.empreinte = calculer_empreinte(ligne)
        ligne.save(force_insert=True)
        chaine.numero = ligne.numero
        chaine.empreinte = ligne.empreinte
        chaine.save(update_fields=["numero", "empreinte"])
    return ligne


def calculer_empreinte(ligne: LigneJournal) -> str:
    """Return the SHA-256 of a line's content and of the line before it."""
    contenu = [
        ligne.precedente,
        ligne.numero,
        ligne.le.astimezone(UTC).isoformat(),
        ligne.action,
        ligne.auteur_id,
        ligne.auteur_libelle,
        ligne.gestionnaire_id,
        ligne.caf_id,
        ligne.objet_type,
        ligne.objet_id,
        ligne.motif,
        ligne.details,
    ]
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def premiere_rupture(chaine: ChaineJournal) -> LigneJournal | int | None:
    """Return the first line that does not verify, the missing number, or None when all is well."""
    precedente, attendu = "", 1
    for ligne in chaine.lignes.order_by("numero").iterator():
        if ligne.numero != attendu:
            return attendu
        if ligne.precedente != precedente or calculer_empreinte(ligne) != ligne.empreinte:
            return ligne
        precedente, attendu = ligne.empreinte, attendu + 1
    if attendu - 1 != chaine.numero or precedente != chaine.empreinte:
        return attendu
    return None
