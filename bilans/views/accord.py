"""Agreement of a bilan with its declaration: both values, taking them over, explaining a gap."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.forms.accord import EcartForm
from bilans.presentation.accord import ABSENT, tableau_accord
from bilans.regles.etats import ACTES, Action
from bilans.services import accord as services
from bilans.views.chargement import charger, exiger_lecture, exiger_role
from habilitations.requetes import Requete
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.socle.actes import Annonce, envoye, interdire, mener
from portal.socle.refus import ActionRefusee


@require_safe
def accord(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    exiger_lecture(dossier)
    contexte = {"dossier": dossier, "tableau": tableau_accord(dossier)}
    return render(request, "bilans/accord.html", contexte)


@require_POST
def reprendre(request: Requete, pk: int) -> HttpResponse:
    """Take over the declared figures that the bilan lacks."""
    charger(request, pk)
    try:
        combien = services.reprendre_de_la_declaration(pk, acteur=request.acteur)
    except ActionRefusee as refus:
        interdire(refus.refus)
        messages.warning(request, str(refus))
    else:
        messages.success(request, _reprises(combien))
    return redirect("bilans:accord", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ecart(request: Requete, pk: int, chemin: str) -> HttpResponse:
    """Explain one gap."""
    dossier = charger(request, pk)
    exiger_role(dossier, Action.REPONDRE)
    chiffre = next((c for c in dossier.accord.chiffres if c.chemin == chemin), None)
    if chiffre is None:
        raise Http404("Ce chiffre n’est pas commun au bilan et à la déclaration.")
    ici = ecrire_valeur(chiffre.place.champ, chiffre.du_bilan) or ABSENT
    la = ecrire_valeur(chiffre.declare.place.champ, chiffre.declare.valeur) or ABSENT
    retour = reverse("bilans:accord", args=[pk])
    annonce = Annonce(
        titre="Expliquer un écart",
        texte=f"{chiffre.place.libelle_complet} : {ici} dans le bilan, {la} dans la déclaration.",
        libelle="Enregistrer l’explication",
        succes="L’explication est enregistrée : elle vaut pour le bilan et pour la déclaration.",
        retour=retour,
        cadre="bilans/base_bilan.html",
        sujet=dossier.bilan.libelle,
        fil=(("Accord avec la déclaration", retour),),
    )
    initial: dict[str, Any] = {"texte": chiffre.explication.texte if chiffre.explication else ""}
    return mener(
        request,
        EcartForm(envoye(request), initial=initial),
        partial(services.expliquer, pk, chemin),
        annonce,
        refus=ACTES.refus(Action.REPONDRE, dossier.situation, dossier.acteurs),
        dossier=dossier,
    )


def _reprises(combien: int) -> str:
    if not combien:
        return "Il n’y avait pas de chiffre à reprendre."
    if combien == 1:
        return "Un chiffre de la déclaration est repris : vérifiez-le."
    return f"{combien} chiffres de la déclaration sont repris : vérifiez-les."
