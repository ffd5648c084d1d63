"""Concluding an adhesion: its partner is asked that day for what is open."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from bilans.services.adhesions import conclure_adhesion
from habilitations.adhesions.forms.dossiers import ConclusionForm
from habilitations.adhesions.presentation.dossiers import dire_a_faire
from habilitations.adhesions.regles.avancement import Etat
from habilitations.adhesions.services.inscription import a_faire
from habilitations.adhesions.views.acces import annoncer, charger_pour_la_caf
from habilitations.requetes import Requete
from portal.socle.actes import envoye, mener
from portal.socle.refus import MOMENT, Refus

PAS_ENCORE = "Toutes les pièces de ce dossier doivent d’abord être reçues et acceptées."
DEJA = "Ce dossier est clos."


@require_http_methods(["GET", "HEAD", "POST"])
def conclure(request: Requete, pk: int) -> HttpResponse:
    dossier = charger_pour_la_caf(request, pk)
    etat = dossier.avancement.etat
    quoi = "l’avenant" if dossier.objets else "l’adhésion"
    annonce = annoncer(
        dossier,
        titre=f"Conclure {quoi}",
        texte="Les pièces sont toutes acceptées. Ce qu’elles disent prend effet aujourd’hui : les "
        "droits demandés sont signés, chaque personne est prévenue et reçoit son acte "
        "d’habilitation, et les déclarations et bilans dont la campagne est ouverte sont demandés.",
        cout="Les pièces de ce dossier ne changeront plus.",
        libelle=f"Conclure {quoi}",
        succes="L’avenant est conclu."
        if dossier.objets
        else "L’adhésion est conclue ; les déclarations et bilans dont la campagne est ouverte "
        "sont demandés.",
    )
    refus = None
    if request.method != "POST" and etat != Etat.A_CONCLURE:
        clos = etat in (Etat.COMPLET, Etat.SANS_SUITE)
        refus = Refus(MOMENT, DEJA if clos else PAS_ENCORE)
    prevu = a_faire(dossier, request.acteur.jour)
    formulaire = ConclusionForm(
        envoye(request),
        equipements=prevu.equipements,
        portefeuilles=dossier.caf.portefeuilles.all(),
    )
    return mener(
        request,
        formulaire,
        partial(conclure_adhesion, pk),
        annonce,
        refus=refus,
        suites=[] if refus else dire_a_faire(dossier, prevu),
    )
