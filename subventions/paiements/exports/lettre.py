"""A letter of indu on paper: a tagged PDF, sealed for the Caf that claims it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from portal.socle.cachets.apposition import apposer
from portal.socle.cachets.scelle import Scelle
from portal.socle.formats import date_fr, euros
from portal.socle.pdf import pdf_de
from subventions.paiements.models import LettreIndu
from subventions.presentation.lettres import adresse, etape_imprimee, etapes_du_droit
from subventions.services.lettres import motif_du_cachet


def lettre_scellee(lettre: LettreIndu) -> Scelle:
    """The PDF of a letter, sealed now: two calls never give the same bytes, the first is kept.

    Raises CachetImpossible: no certificate in service, list of revocations not in force.
    """
    code = f"caf-{lettre.contenu['dit']['caf']['code']}"
    return apposer(pdf_de(page(lettre)), code, motif_du_cachet(lettre))


def page(lettre: LettreIndu) -> str:
    """The printed page, as HTML: nothing on it but what the letter keeps."""
    dit = lettre.contenu["dit"]
    contexte = {
        "lettre": lettre,
        "dit": dit,
        "le": datetime.fromisoformat(lettre.contenu["le"]),
        "notifie_le": datetime.fromisoformat(dit["notifie_le"]),
        "montants": {
            nom: euros(Decimal(dit[nom])) if dit[nom] else ""
            for nom in ("montant", "reste", "reel", "verse")
        },
        "revenu": _revenu(dit),
        "versements": [_versement(brut) for brut in dit["versements"]],
        "echeances": [
            (e["rang"], date.fromisoformat(e["le"]), euros(Decimal(e["montant"])))
            for e in dit["echeances"]
        ],
        "etapes": [etape_imprimee(etape) for etape in dit["etapes"]],
        "etapes_du_droit": etapes_du_droit(
            dit["estimation"],
            dit.get("decision"),
            Decimal(dit["calcule"]) if dit.get("calcule") else None,
        ),
        "verification": adresse(lettre),
    }
    return render_to_string("pdf/lettre_indu.html", contexte)


def _revenu(dit: dict[str, Any]) -> list[str]:
    """What came back already, in words; nothing when nothing did."""
    mots = (("rembourse", "remboursés"), ("compense", "retenus sur vos versements"))
    return [f"{euros(Decimal(dit[nom]))} {mot}" for nom, mot in mots if Decimal(dit[nom])]


def _versement(brut: dict[str, str]) -> dict[str, str]:
    retenue = Decimal(brut["retenue"])
    return {
        "libelle": brut["libelle"],
        "montant": euros(Decimal(brut["montant"])),
        "le": date_fr(date.fromisoformat(brut["le"])) if brut["le"] else "en cours",
        "retenue": f"dont {euros(retenue)} retenus pour un indu" if retenue else "",
    }
