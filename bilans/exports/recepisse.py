"""Receipt of a bilan sent: everything that was frozen, on paper, with its hash."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string

from bilans.models import EnvoiBilan
from bilans.presentation.lecture import Lecture
from bilans.regles.etat import evaluer
from bilans.services.arrete import faits_de_l_envoi
from bilans.services.definitions import definition_du_bilan
from bilans.services.empreintes import est_altere, pieces_de
from portal.dossiers.recepisses import adresse_de_verification
from portal.socle.composants import Fait
from portal.socle.formats import date_fr, ecrire_siret
from portal.socle.pdf_prets import pdf_pret


class EnvoiAltere(Exception):
    """What is kept is no longer what was sent: nothing of it is printed."""


def recepisse_pdf(envoi: EnvoiBilan) -> bytes:
    """The receipt as a tagged PDF: the one made ready after the sending, else made now.

    Nothing on it depends on the day, nor on who reads it. Raises EnvoiAltere.
    """
    return pdf_pret(_page(envoi))


def nom_de_fichier(envoi: EnvoiBilan) -> str:
    """Name under which the receipt is saved: « recepisse-BILAN-CLAS-2025-000042-1.pdf »."""
    return f"recepisse-{envoi.bilan.reference}-{envoi.numero}.pdf"


def contexte_de(envoi: EnvoiBilan) -> dict[str, Any]:
    """All that a sending says, for its receipt and for its page. Raises EnvoiAltere."""
    if est_altere(envoi):
        raise EnvoiAltere
    questionnaire = definition_du_bilan(envoi.bilan)
    etat = evaluer(questionnaire, envoi.reponses, faits_de_l_envoi(envoi))
    return {
        "envoi": envoi,
        "bilan": envoi.bilan,
        "mentions": envoi.mentions,
        "faits": _faits(envoi),
        "sections": list(Lecture(questionnaire, etat).sections()),
        "pieces": pieces_de(envoi),
        "verification": adresse_de_verification(envoi.bilan.reference, envoi.empreinte),
    }


def _page(envoi: EnvoiBilan) -> str:
    return render_to_string("pdf/recepisse_bilan.html", contexte_de(envoi))


def _faits(envoi: EnvoiBilan) -> list[Fait]:
    """Names and dates as they stood at the sending."""
    dits = envoi.mentions
    repondants = [
        f"{r['nom']} ({dits['caf']})" if r["caf"] else r["nom"] for r in dits["repondants"]
    ]
    faits = [
        Fait("Référence", envoi.bilan.reference),
        Fait("Gestionnaire", f"{dits['gestionnaire']}, SIRET {ecrire_siret(dits['siret'])}"),
        Fait("Objet", dits["sujet"]),
        Fait("Caf", dits["caf"]),
        Fait("Questionnaire", envoi.reference),
        Fait("Rempli par", ", ".join(repondants)),
        Fait("Transmis par", envoi.nom),
        Fait("Échéance annoncée", date_fr(envoi.echeance_le)),
    ]
    if dits["complement_pour_le"]:
        jour = date_fr(date.fromisoformat(dits["complement_pour_le"]))
        faits.append(Fait("Complément demandé", f"pour le {jour}"))
    return faits + [
        Fait("Dérogation", f"jusqu’au {date_fr(date.fromisoformat(d['expire_le']))} : {d['motif']}")
        for d in dits["derogations"]
    ]
