"""Concluding an adhesion: its partner is called that day for what is open."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from declarations.services.adhesions import conclure_adhesion
from habilitations.adhesions.regles.avancement import Etat
from habilitations.adhesions.views.acces import annoncer, charger
from portal.socle.actes import envoye, mener
from portal.socle.formulaires import ConfirmationForm
from portal.socle.refus import MOMENT, Refus

PAS_ENCORE = "Toutes les pièces de ce dossier doivent d’abord être reçues et acceptées."
DEJA = "Ce dossier est clos."


@require_http_methods(["GET", "HEAD", "POST"])
def conclure(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    etat = dossier.avancement.etat
    annonce = annoncer(
        dossier,
        titre="Conclure l’adhésion",
        texte="Les pièces sont toutes acceptées. L’adhésion prend effet aujourd’hui : vous pouvez "
        "accorder des droits aux personnes du partenaire, et ses déclarations sont appelées.",
        cout="Les pièces de ce dossier ne changeront plus.",
        libelle="Conclure l’adhésion",
        succes="L’adhésion est conclue ; les déclarations dont la campagne est ouverte sont "
        "appelées.",
    )
    refus = None
    if request.method != "POST" and etat != Etat.A_CONCLURE:
        clos = etat in (Etat.COMPLET, Etat.SANS_SUITE)
        refus = Refus(MOMENT, DEJA if clos else PAS_ENCORE)
    formulaire = ConfirmationForm(envoye(request))
    return mener(request, formulaire, partial(conclure_adhesion, pk), annonce, refus=refus)
