"""What a page answers when a version is no longer what was sent: that, and none of its figures."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from declarations.presentation.contacts import interlocuteur_de
from declarations.services.integrite import VersionAlteree
from declarations.views.chargement import charger
from habilitations.requetes import Requete

Vue = Callable[..., HttpResponse]


def dire_les_alterations(vue: Vue) -> Vue:
    """Wrap a view of one declaration, whose second argument is its ``pk``: 409 on VersionAlteree.

    The file is loaded again: an answer to whoever may not see it stays a 404.
    """

    @wraps(vue)
    def gardee(request: Requete, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return vue(request, pk, *args, **kwargs)
        except VersionAlteree as erreur:
            dossier = charger(request, pk)
            contexte = {
                "dossier": dossier,
                "declaration": dossier.declaration,
                "version": erreur.version,
                "fautes": erreur.fautes,
                "interlocuteur": interlocuteur_de(dossier),
            }
            return render(request, "declarations/version_alteree.html", contexte, status=409)

    return gardee
