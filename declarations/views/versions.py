"""One version of a declaration, read only, and the receipt of what was sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.exports.brouillon import brouillon_pdf, nom_du_brouillon
from declarations.exports.recepisse import nom_de_fichier, recepisse_pdf
from declarations.models import Version
from declarations.presentation.contacts import interlocuteur_de
from declarations.rendu import rendre_version
from declarations.services.contenu import Contenu, contenu_de
from declarations.services.contenu.references import references_ordonnees
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.lectures import tracer_recepisse
from declarations.views.alterations import dire_les_alterations
from declarations.views.chargement import charger
from habilitations.requetes import Requete
from portal.socle.telechargements import a_enregistrer


@require_safe
@dire_les_alterations
def version(request: Requete, pk: int, numero: int) -> HttpResponse:
    dossier = charger(request, pk)
    objet = charger_version(dossier, numero)
    reference = next(iter(references_ordonnees(dossier.declaration)), None)
    contexte = {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "version": objet,
        "lue": rendre_version(objet, dossier.lecteur, reference, contenu=_contenu(dossier, objet)),
        "versions": [v for v in dossier.declaration.versions.all() if v.est_envoyee],
        "interlocuteur": interlocuteur_de(dossier),
    }
    return render(request, "declarations/version.html", contexte)


@require_safe
@dire_les_alterations
def recepisse(request: Requete, pk: int, numero: int) -> HttpResponse:
    dossier = charger(request, pk)
    objet = charger_version(dossier, numero)
    if not objet.est_envoyee:
        raise Http404("Cette version n’a pas été transmise : elle n’a pas de récépissé.")
    contenu = recepisse_pdf(objet, dossier.lecteur)
    tracer_recepisse(dossier.declaration, numero, dossier.acteur, dossier.acteurs)
    return a_enregistrer(contenu, nom_de_fichier(objet), "pdf")


@require_safe
def brouillon(request: Requete, pk: int, numero: int) -> HttpResponse:
    """What is typed today, on paper, before one signs; 404 once it is sent."""
    dossier = charger(request, pk)
    objet = charger_version(dossier, numero)
    if objet.est_envoyee:
        raise Http404("Cette version a été transmise : imprimez son récépissé.")
    contenu = brouillon_pdf(objet, dossier.lecteur, _contenu(dossier, objet), dossier.maintenant)
    return a_enregistrer(contenu, nom_du_brouillon(objet), "pdf")


def charger_version(dossier: DossierOuvert, numero: int) -> Version:
    """Load a version of the file; 404 when there is none, or for the Caf while it is a draft."""
    try:
        objet = (
            dossier.declaration.versions.select_related("calcul", "envoyee_par", "validee_par")
            .prefetch_related("volets__signe_par", "passages", "demandes_origine")
            .get(numero=numero)
        )
    except Version.DoesNotExist:
        raise Http404("Cette version n’existe pas.") from None
    if dossier.cote_caf and not (objet.est_envoyee or dossier.figures_visibles):
        raise Http404("Cette version n’a pas encore été transmise à la Caf.")
    objet.declaration = dossier.declaration
    return objet


def _contenu(dossier: DossierOuvert, objet: Version) -> Contenu:
    """What a version says: read once when it is the one that the page is about."""
    return dossier.contenu if objet.pk == dossier.version.pk else contenu_de(objet)
