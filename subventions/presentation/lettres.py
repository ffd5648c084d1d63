"""What letters print alike: steps written in French, where to check them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from habilitations.services.papiers import adresse_de_verification
from portal.socle.calculs import ecrire, entrees_lues, libelle_lu
from portal.socle.formats import parametre as ecrire_parametre
from subventions.models.lettres import Lettre
from subventions.presentation.decisions import auteurs, etape_de_decision


def etape_imprimee(brut: dict[str, Any], *, decide: bool = False) -> dict[str, Any]:
    """A step as kept, its figures written in French; letters tell validated rights alone.

    ``decide``: a decision follows, as ``etape_de_la_lettre`` writes it.
    """
    p = brut["parametre"]
    return {
        "libelle": libelle_lu(brut["libelle"], valide=True, decide=decide),
        "formule": brut["formule"],
        "entrees": entrees_lues(
            ((e["nom"], e["valeur"]) for e in brut["entrees"]), brut["formule"], brut["unite"]
        ),
        "parametre": None
        if p is None
        else {
            "libelle": p.get("libelle") or p["code"].replace("_", " "),
            "valeur": ecrire_parametre(p["code"], p["valeur"]),
            "portee": p["portee"],
            "source": p["source"],
        },
        "resultat": ecrire(brut["resultat"], brut["unite"]),
    }


def etapes_du_droit(
    estimation: dict[str, Any] | None, decision: dict[str, Any] | None, calcule: Decimal | None
) -> list[dict[str, Any]]:
    """The steps of a right as a letter keeps them, down to the amount that counts: those of its
    computation, then the decision in force, where there is one."""
    brutes = estimation["etapes"] if estimation else []
    etapes = [etape_imprimee(brut, decide=decision is not None) for brut in brutes]
    if decision and calcule is not None:
        # Letters of right made before this did not keep the day.
        confirmee_le = decision.get("confirmee_le")
        etapes.append(
            etape_de_decision(
                calcule,
                Decimal(decision["montant"]),
                decision["motif"],
                auteurs(
                    decision["par"],
                    datetime.fromisoformat(decision["le"]),
                    decision["confirmee_par"],
                    datetime.fromisoformat(confirmee_le) if confirmee_le else None,
                ),
            )
        )
    return etapes


def adresse(lettre: Lettre) -> str:
    """Absolute address of the public page that tells whether this letter is genuine."""
    return adresse_de_verification(lettre.reference, lettre.empreinte)
