"""What letters print alike: steps written in French, where to check them."""

from typing import Any

from habilitations.services.papiers import adresse_de_verification
from portal.socle.formats import avec_unite, nombre
from portal.socle.formats import parametre as ecrire_parametre
from subventions.models.lettres import Lettre


def etape_imprimee(brut: dict[str, Any]) -> dict[str, Any]:
    """A step as kept, its figures written in French."""
    p = brut["parametre"]
    return {
        "libelle": brut["libelle"],
        "formule": brut["formule"],
        "entrees": [(e["nom"], nombre(e["valeur"]) or e["valeur"]) for e in brut["entrees"]],
        "parametre": None
        if p is None
        else {
            "libelle": p.get("libelle") or p["code"].replace("_", " "),
            "valeur": ecrire_parametre(p["code"], p["valeur"]),
            "portee": p["portee"],
            "source": p["source"],
        },
        "resultat": avec_unite(brut["resultat"], brut["unite"]),
    }


def adresse(lettre: Lettre) -> str:
    """Absolute address of the public page that tells whether this letter is genuine."""
    return adresse_de_verification(lettre.reference, lettre.empreinte)
