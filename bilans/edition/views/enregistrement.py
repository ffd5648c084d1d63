"""Carrying an operation out from a page, and what the page says when it is refused."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from bilans.edition.regles.fusion import Conflit
from bilans.edition.regles.operations import Operation
from bilans.edition.services.enregistrement import enregistrer
from bilans.edition.views.chargement import VersionOuverte
from bilans.models import Questionnaire, VersionQuestionnaire
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee, DemandeInvalide


@dataclass(frozen=True)
class Echec:
    """Why nothing was saved: a sentence, the input to mend if any, both values if two wrote."""

    message: str
    champ: str = ""
    conflit: Conflit | None = None


def tenter(request: HttpRequest, ouverte: VersionOuverte, operation: Operation) -> Echec | None:
    """Save an operation decided on the revision that the page bears; None when it is done."""
    try:
        enregistrer(
            ouverte.version.pk, operation, revision=revision_de(request), acteur=ouverte.acteur
        )
    except (Questionnaire.DoesNotExist, VersionQuestionnaire.DoesNotExist):
        raise Http404 from None
    except DemandeInvalide as invalide:
        return Echec(str(invalide), invalide.champ)
    except Conflit as conflit:
        return Echec(_dire(conflit), conflit=conflit)
    except ActionRefusee as refus:
        interdire(refus.refus)
        return Echec(str(refus))
    finally:
        ouverte.version.refresh_from_db(
            fields=["definition", "revision", "etat", "modifie_par", "modifie_le"]
        )
        ouverte.__dict__.pop("definition", None)
    return None


def revision_de(request: HttpRequest) -> int:
    """The revision that the page bears; one that never was when it bears none."""
    brute = request.POST.get("revision", "")
    return int(brute) if brute.isdecimal() and len(brute) < 9 else 10**9


def _dire(conflit: Conflit) -> str:
    nom = conflit.nom or "ce questionnaire"
    if conflit.disparu:
        return f"« {nom} » a été supprimé pendant que vous le modifiiez."
    if not conflit.divergences:
        return f"« {nom} » a été modifié entre-temps : relisez-le avant de le supprimer."
    return f"Quelqu’un a modifié « {nom} » pendant que vous y travailliez : choisissez."
