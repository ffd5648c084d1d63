"""Before a draft is published: what it lacks, what changes, from when."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bilans.edition.forms.questionnaires import PublicationForm
from bilans.edition.presentation.points import dire_les_points
from bilans.edition.services.publication import Examen, examiner, publier
from bilans.edition.views.chargement import VersionOuverte, lire_une_version, sur_un_brouillon
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.presentation.changements import ce_qui_change
from bilans.regles.complement import composer
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.definitions import definition_de, version_precedente
from habilitations.requetes import Requete
from portal.socle.actes import envoye, interdire
from portal.socle.refus import ActionRefusee, DemandeInvalide


@require_safe
@sur_un_brouillon
def verification(request: Requete, ouverte: VersionOuverte) -> HttpResponse:
    """Every point of a draft, each with the page where it is mended."""
    examen = examiner(ouverte.version, request.acteur.jour, request.acteur.jour)
    contexte = {"ouverte": ouverte, "onglet": "verification", **_points(ouverte, examen)}
    return render(request, "bilans/edition/verification.html", contexte)


@require_safe
@lire_une_version
def changements(request: Requete, ouverte: VersionOuverte) -> HttpResponse:
    """What changes since the version published before, codes included for who composes."""
    precedente = _precedente(ouverte)
    contexte = {
        "ouverte": ouverte,
        "onglet": "changements",
        "precedente": precedente,
        "changements": ce_qui_change(precedente, ouverte.composee, technique=True)
        if precedente
        else (),
    }
    return render(request, "bilans/edition/changements.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def publication(request: Requete, ouverte: VersionOuverte) -> HttpResponse:
    jour = request.acteur.jour
    donnees: dict[str, Any] = {"initial": {"vaut_le": jour, "revision": ouverte.version.revision}}
    formulaire = PublicationForm(envoye(request), a_lire=True, **donnees)
    valide = formulaire.is_valid()
    vaut_le = formulaire.cleaned_data.get("vaut_le") if formulaire.is_bound else None
    examen = examiner(ouverte.version, vaut_le or jour, jour)
    if not examen.avertissements:
        del formulaire.fields["vus"]
    if valide:
        try:
            publier(ouverte.version.pk, acteur=request.acteur, **formulaire.cleaned_data)
        except (Questionnaire.DoesNotExist, VersionQuestionnaire.DoesNotExist):
            raise Http404 from None
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
        except ActionRefusee as refus:
            interdire(refus.refus)
            formulaire.refuser(str(refus))
        else:
            messages.success(request, "Cette version est publiée : elle ne change plus.")
            return redirect(ouverte.adresse)
    precedente = _precedente(ouverte)
    contexte = {
        "ouverte": ouverte,
        "onglet": "publication",
        "formulaire": formulaire,
        "precedente": precedente,
        "combien": len(ce_qui_change(precedente, ouverte.composee)) if precedente else 0,
        **_points(ouverte, examen),
    }
    statut = 422 if formulaire.errors else 200
    return render(request, "bilans/edition/publication.html", contexte, status=statut)


def _points(ouverte: VersionOuverte, examen: Examen) -> dict[str, object]:
    version, definition = ouverte.version, ouverte.definition
    return {
        "bloquants": dire_les_points(examen.bloquants, version, definition),
        "avertissements": dire_les_points(examen.avertissements, version, definition),
    }


def _precedente(ouverte: VersionOuverte) -> Definition | None:
    """What was published just before this version, as respondents read it; None for the first."""
    avant = version_precedente(ouverte.version)
    if avant is None:
        return None
    nationale = ouverte.atelier.nationale
    return composer(nationale, definition_de(avant)) if nationale else definition_de(avant)
