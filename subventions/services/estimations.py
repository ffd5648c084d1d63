"""Estimate with the barème in force, and freeze what was estimated."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from subventions.models import Calcul
from subventions.models.calcul import STATUTS_FIGES
from subventions.referentiels import plan_comptable
from subventions.regles.estimation import Estimation
from subventions.regles.moteur import estimer
from subventions.services.baremes import bareme_applicable


def estimer_pour(
    dispositif: str, annee: int, caf_id: int | None, donnees: Mapping[str, Any]
) -> Estimation:
    """Estimate from plain data with the barème of this exercice and Caf."""
    bareme = bareme_applicable(dispositif, annee, caf_id)
    return estimer(dispositif, donnees, bareme, plan_comptable(), annee)


def figer_calcul(
    estimation: Estimation,
    *,
    gestionnaire_id: int,
    caf_id: int,
    dispositif: str,
    annee: int,
    donnees: Mapping[str, Any],
    equipement_id: int | None = None,
) -> Calcul:
    """Keep an estimation with its data, barème and steps; ValueError when data are invalid."""
    if estimation.statut not in STATUTS_FIGES:
        raise ValueError("Des données à corriger ne se figent pas.")
    brut = estimation.en_json()
    calcul = Calcul(
        gestionnaire_id=gestionnaire_id,
        caf_id=caf_id,
        equipement_id=equipement_id,
        dispositif=dispositif,
        annee=annee,
        statut=estimation.statut,
        montant=estimation.montant,
        donnees=donnees_en_texte(donnees),
        bareme=brut["bareme"],
        etapes=brut["etapes"],
        manquants=brut["manquants"],
        mesures=brut["mesures"],
    )
    calcul.empreinte = calcul.calculer_empreinte()
    calcul.save(force_insert=True)
    return calcul


def donnees_en_texte(valeur: Any) -> Any:
    """Numbers as text, so that what is read back from the database is what was hashed."""
    if isinstance(valeur, Mapping):
        return {str(cle): donnees_en_texte(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [donnees_en_texte(contenu) for contenu in valeur]
    if isinstance(valeur, Decimal):
        return format(valeur, "f")
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        return repr(valeur)
    return valeur
