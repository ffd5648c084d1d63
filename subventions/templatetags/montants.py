"""Template tags of amounts and of their steps (builtins: no ``{% load %}`` needed)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from portal.socle import formats
from portal.socle.calculs import EUROS, ecrire, entrees_lues, libelle_lu
from portal.socle.marques import A_CONFIRMER, est_hypothese
from subventions.presentation.parametres import libelle_du_parametre, validite
from subventions.regles.parametres import DISPOSITIFS

register = template.Library()


@register.inclusion_tag("composants/montant.html")
def montant(
    estimation: Any,
    dispositif: str,
    titre: str = "Estimation de la subvention",
    attente: Any = None,
    valide: bool = False,
    decision: Mapping[str, Any] | None = None,
    transmise: Any = None,
) -> dict[str, Any]:
    """Show a computed amount with its steps, or why there is none.

    ``estimation`` is an Estimation or its ``en_json()``. An estimation that ``est_plafond`` is the
    most the amount may be, for who does not read what it is computed from.
    ``dispositif`` names its parameters, and their exercices.
    ``attente`` holds what the amount waits for (``attendus``: texts with their addresses;
    ``caf_seule`` when the Caf owes it all), and the charges it is computed on (``base``).
    ``valide``: the Caf validated what it rests on, and its last step is no longer an estimate.
    ``decision``: the step that a decision of the Caf adds, whose amount is the one that counts.
    ``transmise``: it is that of what was sent, which is never computed again.
    """
    _verifie_dispositif(dispositif)
    brutes = _lit(estimation, "etapes") or ()
    lues = [_etape(e, dispositif, valide, decide=bool(decision)) for e in brutes]
    return {
        "attendus": () if _lit(attente, "caf_seule") else _lit(attente, "attendus"),
        "base": _lit(attente, "base"),
        "est_plafond": _lit(estimation, "est_plafond"),
        "titre": titre,
        "statut": _lit(estimation, "statut"),
        "montant": formats.euros(_lit(estimation, "montant")),
        "decision": decision,
        "transmise": bool(transmise),
        "valide": bool(valide),
        "manquants": [
            libelle_du_parametre(dispositif, code) for code in _lit(estimation, "manquants") or ()
        ],
        "erreurs": [_lit(e, "message") for e in _lit(estimation, "erreurs") or ()],
        "etapes": [*lues, decision] if decision else lues,
    }


@register.inclusion_tag("composants/montant_etapes.html")
def etapes(
    suite: Any,
    dispositif: str,
    *,
    valide: bool = False,
    decisions: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The steps of a computation alone, as ``montant`` shows them, after the steps of the
    decisions on what they start from."""
    _verifie_dispositif(dispositif)
    return {"etapes": [*decisions, *(_etape(etape, dispositif, valide) for etape in suite)]}


def _etape(etape: Any, dispositif: str, valide: bool, *, decide: bool = False) -> dict[str, Any]:
    entrees = _lit(etape, "entrees") or ()
    formule, unite = _lit(etape, "formule") or "", _lit(etape, "unite")
    unite = EUROS if unite is None else unite
    paires = entrees.items() if isinstance(entrees, Mapping) else entrees
    return {
        "libelle": libelle_lu(_lit(etape, "libelle"), valide=valide, decide=decide),
        "formule": formule,
        "entrees": entrees_lues(paires, formule, unite),
        "parametre": _parametre(_lit(etape, "parametre"), dispositif),
        "resultat": ecrire(_lit(etape, "resultat"), unite),
    }


def _parametre(parametre: Any, dispositif: str) -> dict[str, str] | None:
    if not parametre:
        return None
    code = _lit(parametre, "code")
    return {
        "libelle": _lit(parametre, "libelle") or libelle_du_parametre(dispositif, code),
        "valeur": formats.parametre(code, _lit(parametre, "valeur")),
        "portee": _lit(parametre, "portee") or "",
        "source": _lit(parametre, "source") or "",
        "validite": validite(dispositif, _lit(parametre, "debut"), _lit(parametre, "fin")),
        "a_confirmer": A_CONFIRMER if est_hypothese(_lit(parametre, "marque") or "") else "",
    }


def _lit(objet: Any, nom: str) -> Any:
    """Read a key of a mapping or an attribute, None when it is absent."""
    if isinstance(objet, Mapping):
        return objet.get(nom)
    return getattr(objet, nom, None)


def _verifie_dispositif(dispositif: str) -> None:
    if dispositif not in DISPOSITIFS:
        connus = ", ".join(DISPOSITIFS)
        raise template.TemplateSyntaxError(f"Dispositif inconnu : {dispositif!r}. {connus}.")
