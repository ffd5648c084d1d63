"""What belongs to the declarations on the fiche of an équipement."""

from dataclasses import replace
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from declarations.presentation.equipement import exercices
from declarations.presentation.transferts import suite_du_transfert
from declarations.services.postes import retirer_poste as service_retirer
from habilitations.forms.equipements import TransfertForm
from habilitations.models import Gestionnaire, PosteConventionne
from habilitations.presentation.fiche import perdent_l_acces
from habilitations.requetes import Requete
from habilitations.services.transferts import exiger_adhesion
from habilitations.views.acces import Fiche, charger, charger_suivie, charger_transferable
from habilitations.views.actes import annoncer, mener
from portal.dossiers.services.transferts import annuler, transferer
from portal.socle.actes import Annonce, envoye, montrer
from portal.socle.formats import citer, date_fr
from portal.socle.formulaires import ConfirmationForm
from portal.socle.refus import DemandeInvalide

DETAIL_TRANSFERT = "declarations/partials/suite_transfert.html"


@require_safe
def equipement(request: Requete, pk: int) -> HttpResponse:
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
def transfert(request: Requete, pk: int) -> HttpResponse:
    fiche = charger_transferable(request, pk)
    objet = fiche.equipement
    annonce = annoncer(
        objet,
        titre="Transférer l’équipement",
        texte="Les déclarations et leur historique suivent l’équipement. La page suivante dit ce "
        "qui se passera : rien n’est fait avant.",
        cout=_ce_que_deviennent_les_droits(fiche),
        libelle="Voir ce qui se passera",
        succes="Le transfert est enregistré, et les personnes concernées sont prévenues.",
    )
    formulaire = TransfertForm(envoye(request), equipement=objet)
    if formulaire.is_bound and formulaire.is_valid() and not formulaire.est_confirme:
        return _annoncer(request, fiche, formulaire, annonce)
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


def _annoncer(
    request: Requete, fiche: Fiche, formulaire: TransfertForm, annonce: Annonce
) -> HttpResponse:
    """What the transfer will do, before anything is done; what is impossible is said at once."""
    objet, jour, demande = fiche.equipement, fiche.acteur.jour, formulaire.cleaned_data
    le = demande["le"]
    try:
        exiger_adhesion(objet, demande["vers_id"], {le, max(le, jour)})
    except DemandeInvalide as erreur:
        formulaire.refuser(str(erreur), erreur.champ)
        return montrer(request, formulaire, annonce, equipement=objet)
    vers = Gestionnaire.objects.get(pk=demande["vers_id"])
    confirmation = replace(
        annonce,
        titre="Confirmer le transfert",
        texte=f"{citer(objet.nom)} passera de {citer(objet.gestionnaire)} à {citer(vers)}.",
        libelle="Transférer" if le <= jour else "Prévoir le transfert",
        detail=DETAIL_TRANSFERT,
        abandon=request.path,
        annuler="Modifier",
        danger=True,
    )
    suite = suite_du_transfert(objet, vers, le, jour)
    return montrer(request, formulaire.a_confirmer(), confirmation, equipement=objet, suite=suite)


@require_http_methods(["GET", "HEAD", "POST"])
def annuler_transfert(request: Requete, pk: int, transfert: int) -> HttpResponse:
    fiche = charger_transferable(request, pk)
    prevu = get_object_or_404(fiche.equipement.transferts.select_related("vers"), pk=transfert)
    annonce = annoncer(
        fiche.equipement,
        titre="Annuler le transfert",
        texte=f"L’équipement ne passera pas à {citer(prevu.vers)} le {date_fr(prevu.le)}. "
        "Voici ce qui se passerait sans cette annulation.",
        detail=DETAIL_TRANSFERT,
        libelle="Annuler le transfert",
        succes="Le transfert est annulé, et les personnes concernées sont prévenues.",
    )
    formulaire = ConfirmationForm(envoye(request))
    suite = suite_du_transfert(fiche.equipement, prevu.vers, prevu.le, fiche.acteur.jour)
    return mener(
        request, fiche.equipement, formulaire, partial(annuler, prevu.pk), annonce, suite=suite
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retirer_poste(request: Requete, pk: int, poste: int) -> HttpResponse:
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
