"""What belongs to the declarations on the fiche of an équipement."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from declarations.presentation.equipement import exercices
from declarations.services.postes import retirer_poste as service_retirer
from habilitations.forms.equipements import TransfertForm
from habilitations.models import PosteConventionne
from habilitations.presentation.fiche import perdent_l_acces
from habilitations.services.transferts import annuler_transfert as service_annuler
from habilitations.views.acces import Fiche, charger, charger_suivie, charger_transferable
from habilitations.views.actes import annoncer, mener
from portal.dossiers.services.transferts import transferer
from portal.socle.actes import envoye
from portal.socle.formats import citer, date_fr
from portal.socle.formulaires import ConfirmationForm


@require_safe
def equipement(request: HttpRequest, pk: int) -> HttpResponse:
    """Its declarations by exercice: a page, or the part of it that the fiche shows."""
    fiche = charger(request, pk)
    if not fiche.avec_declarations:
        raise PermissionDenied("Votre fonction ne donne pas accès aux déclarations.")
    contexte = {
        "fiche": fiche,
        "equipement": fiche.equipement,
        "exercices": exercices(fiche.equipement, fiche.acteur, fiche.cote_caf),
    }
    gabarit = "partials/equipement_exercices" if request.htmx else "equipement"
    return render(request, f"declarations/{gabarit}.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def transfert(request: HttpRequest, pk: int) -> HttpResponse:
    fiche = charger_transferable(request, pk)
    objet = fiche.equipement
    annonce = annoncer(
        objet,
        titre="Transférer l’équipement",
        texte="Les déclarations et leur historique suivent l’équipement.",
        cout=_ce_que_deviennent_les_droits(fiche),
        libelle="Transférer",
        succes="Le transfert est enregistré.",
        danger=True,
    )
    formulaire = TransfertForm(envoye(request), equipement=objet)
    return mener(request, objet, formulaire, partial(transferer, objet.pk), annonce)


def _ce_que_deviennent_les_droits(fiche: Fiche) -> str:
    """Rights name a gestionnaire: who loses access is told by name."""
    objet = fiche.equipement
    perdent = perdent_l_acces(objet, fiche.acteur.jour)
    qui = f"les personnes de {citer(objet.gestionnaire)}" + (f" ({perdent})" if perdent else "")
    return (
        f"Les droits ne suivent pas : {qui} n’y auront plus accès ; celles du nouveau gestionnaire "
        "l’ouvriront si leurs rôles le couvrent."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def annuler_transfert(request: HttpRequest, pk: int, transfert: int) -> HttpResponse:
    fiche = charger_transferable(request, pk)
    prevu = get_object_or_404(fiche.equipement.transferts.select_related("vers"), pk=transfert)
    annonce = annoncer(
        fiche.equipement,
        titre="Annuler le transfert",
        texte=f"L’équipement ne passera pas à {citer(prevu.vers)} le {date_fr(prevu.le)}.",
        libelle="Annuler le transfert",
        succes="Le transfert est annulé.",
    )
    formulaire = ConfirmationForm(envoye(request))
    return mener(request, fiche.equipement, formulaire, partial(service_annuler, prevu.pk), annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def retirer_poste(request: HttpRequest, pk: int, poste: int) -> HttpResponse:
    fiche = charger_suivie(request, pk)
    postes = PosteConventionne.objects.filter(convention__equipement=fiche.equipement)
    retire = postes.select_related("convention").filter(pk=poste).first()
    if retire is None:
        raise Http404("Ce poste n’est pas, ou n’est plus, sur cette fiche.")
    annonce = annoncer(
        fiche.equipement,
        titre="Retirer un poste conventionné",
        texte=f"Le poste {citer(retire.intitule)} ne figurera plus à la convention "
        f"{retire.convention}.",
        cout="Un poste déjà déclaré ne se retire pas.",
        libelle="Retirer le poste",
        succes="Le poste est retiré de la convention.",
        danger=True,
    )
    formulaire = ConfirmationForm(envoye(request))
    return mener(
        request, fiche.equipement, formulaire, partial(service_retirer, retire.pk), annonce
    )
