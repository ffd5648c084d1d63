"""The partner's tableau de suivi: what I have to do first, then the rest."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from declarations.filters import FiltreSuivi
from declarations.models import Declaration
from declarations.presentation.a_faire import a_faire
from declarations.services.anciennes import versions_anciennes
from declarations.tables import TableauSuivi
from declarations.views.acces import exiger_partenaire, retenir
from habilitations.requetes import Requete
from portal.socle.listes import PAR_PAGE


@require_safe
def suivi(request: Requete) -> HttpResponse:
    if request.acteur.est_instructeur and not request.acteur.est_partenaire:
        return redirect("declarations:file")
    acteur = exiger_partenaire(request)
    retenir(request)
    attendu = a_faire(acteur)
    autres = Declaration.objects.visibles_comme_partenaire(acteur).exclude(
        pk__in=[a.declaration.pk for a in attendu.actions]
    )
    filtre = FiltreSuivi(request.GET, autres)
    tableau = TableauSuivi(filtre.qs, request.acteur, request.GET).paginer(request)
    contexte = {
        "actions": Paginator(attendu.actions, PAR_PAGE).get_page(request.GET.get("a_faire")),
        "closes": attendu.closes,
        "tableau": tableau,
        "formulaire": filtre.form if len(filtre.exercices) > 1 else None,
        "anciennes": versions_anciennes(acteur),
        "avec_partenaire": tableau.avec_partenaire,
    }
    return render(request, "declarations/suivi.html", contexte)
