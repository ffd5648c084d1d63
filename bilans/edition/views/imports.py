"""A questionnaire from nothing or from a file, and a file that becomes the next version."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bilans.edition.forms.questionnaires import ImportForm, NouveauForm
from bilans.edition.services.creation import A_LA_CNAF, creer, ouvrir_une_version
from bilans.edition.services.imports import lire_le_fichier
from bilans.edition.views.chargement import (
    charger_questionnaire,
    exiger_administre,
    exiger_lecteur,
)
from bilans.imports.fichiers import TROP_LOURD
from bilans.imports.resultat import Import
from bilans.models import Questionnaire
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.definitions import nationale_completee
from habilitations.requetes import Requete
from portal.socle.actes import envoye, interdire
from portal.socle.depots import ecartes
from portal.socle.formulaires import Acte
from portal.socle.refus import ActionRefusee, DemandeInvalide

ERREURS_MONTREES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau(request: Requete) -> HttpResponse:
    """A national questionnaire; with a file, its first draft is what the file defines."""
    if not exiger_lecteur(request).est_national:
        raise PermissionDenied(A_LA_CNAF)
    formulaire = NouveauForm(envoye(request), request.FILES or None)
    lu = _lire(request, formulaire)
    if formulaire.is_valid() and (lu is None or lu.questionnaire is not None):
        lue = formulaire.cleaned_data
        try:
            version = creer(
                code=lue["code"],
                titre=lue["titre"],
                acteur=request.acteur,
                definition=lu.questionnaire if lu else None,
            )
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
        except ActionRefusee as refus:
            interdire(refus.refus)
            formulaire.refuser(str(refus))
        else:
            messages.success(request, "Le questionnaire est créé : composez-le.")
            return redirect("bilans:version", pk=version.pk)
    return _montrer(request, formulaire, lu)


@require_http_methods(["GET", "HEAD", "POST"])
def importer(request: Requete, pk: int) -> HttpResponse:
    """The next version of a questionnaire, from a file."""
    questionnaire = charger_questionnaire(request, pk)
    exiger_administre(request, questionnaire)
    formulaire = ImportForm(envoye(request), request.FILES or None)
    lu = _lire(request, formulaire, nationale_completee(questionnaire))
    if lu is not None and lu.questionnaire is not None and formulaire.is_valid():
        try:
            version = ouvrir_une_version(pk, acteur=request.acteur, definition=lu.questionnaire)
        except Questionnaire.DoesNotExist:
            raise Http404 from None
        except ActionRefusee as refus:
            interdire(refus.refus)
            formulaire.refuser(str(refus))
        else:
            messages.success(request, "Le fichier est devenu un brouillon : relisez-le.")
            return redirect("bilans:version", pk=version.pk)
    return _montrer(request, formulaire, lu, questionnaire)


def _lire(request: Requete, formulaire: Acte, nationale: Definition | None = None) -> Import | None:
    """What the file gives, None when there is none or when it could not be received."""
    if not formulaire.is_bound:
        return None
    if refus := ecartes(request, TROP_LOURD).get("fichier"):
        formulaire.errors.pop("fichier", None)
        formulaire.refuser(refus, "fichier")
    fichier = formulaire.cleaned_data.get("fichier") if "fichier" not in formulaire.errors else None
    return lire_le_fichier(fichier.name, fichier.read(), nationale) if fichier else None


def _montrer(
    request: Requete,
    formulaire: Acte,
    lu: Import | None,
    questionnaire: Questionnaire | None = None,
) -> HttpResponse:
    erreurs = lu.erreurs if lu else ()
    contexte = {
        "formulaire": formulaire,
        "questionnaire": questionnaire,
        "erreurs": erreurs[:ERREURS_MONTREES],
        "reste": max(len(erreurs) - ERREURS_MONTREES, 0),
        "places": any(erreur.ligne for erreur in erreurs),
    }
    refuse = bool(erreurs) or bool(formulaire.errors)
    return render(request, "bilans/edition/import.html", contexte, status=422 if refuse else 200)
