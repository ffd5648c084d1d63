"""Editing one answer of the partner, with a reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bilans.forms.actes import ModificationForm
from bilans.presentation.fautes import en_francais
from bilans.regles.cases import Place, libelle_complet
from bilans.regles.etats import ACTES, Action
from bilans.regles.questionnaire import FICHIER
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.modifications import ModificationARevoir, modifier
from bilans.views.actes import agir
from bilans.views.chargement import charger, exiger_role
from habilitations.requetes import Requete
from portal.saisie.presentation.conflits import choix_a_faire
from portal.saisie.presentation.formulaire import Bloc, Reste, dessiner
from portal.saisie.reception import lire_envoi
from portal.saisie.regles.envoi import Envoi
from portal.socle.actes import avertir
from portal.socle.composants import id_de
from portal.socle.refus import DemandeInvalide

SUCCES = "La réponse est modifiée ; le partenaire en est prévenu."
"""What is said once an edit is written."""


@require_http_methods(["GET", "HEAD", "POST"])
def modification(request: Requete, pk: int, chemin: str) -> HttpResponse:
    """The page that edits a question, all its cells together; or the edit itself."""
    dossier = charger(request, pk)
    exiger_role(dossier, Action.MODIFIER)
    cases = dossier.questions_arretees.get(chemin, ())
    if not cases or cases[0].champ.type == FICHIER:
        raise Http404("Cette réponse ne se modifie pas.")
    formulaire = ModificationForm(request.POST or None)
    if request.method != "POST":
        return _montrer(request, dossier, cases, formulaire)
    envoi = lire_envoi(request.POST, (formulaire.add_prefix("motif"),))
    if not envoi.est_de(request.acteur.utilisateur.pk):
        return render(request, "erreurs/autre_personne.html", status=409)
    if not formulaire.is_valid():
        reste = Reste(envoi.valeurs)
        return _montrer(request, dossier, cases, formulaire, reste, envoi.revision)
    return _modifier(request, dossier, cases, formulaire, envoi)


def _modifier(
    request: Requete,
    dossier: BilanOuvert,
    cases: tuple[Place, ...],
    formulaire: ModificationForm,
    envoi: Envoi,
) -> HttpResponse:
    motif = formulaire.cleaned_data["motif"]
    retour = _adresse(dossier, cases)

    def service(pk: int, *, acteur: Any) -> None:
        modifier(pk, acteur=acteur, envoi=envoi, motif=motif)

    try:
        return agir(request, dossier.bilan.pk, service, succes=SUCCES, retour=retour)
    except DemandeInvalide as invalide:
        avertir(request, str(invalide), messages.ERROR)
        return redirect(retour)
    except ModificationARevoir as revoir:
        champs = {place.chemin: place.champ for place in cases}
        fautes = {c: en_francais(champs[c], faute) for c, faute in revoir.fautes.items()}
        reste = Reste(
            envoi.valeurs,
            {**revoir.resultat.erreurs, **fautes},
            [conflit.chemin for conflit in revoir.resultat.conflits],
        )
        choix = choix_a_faire(revoir.resultat, request.acteur.utilisateur.pk)
        # With the choices before them, what is sent next starts from what is kept now.
        revision = revoir.resultat.revision if choix else envoi.revision
        return _montrer(request, dossier, cases, formulaire, reste, revision, choix)


def _montrer(
    request: Requete,
    dossier: BilanOuvert,
    cases: tuple[Place, ...],
    formulaire: ModificationForm,
    reste: Reste | None = None,
    revision: int | None = None,
    choix: Any = (),
) -> HttpResponse:
    valeurs = dossier.feuille.valeurs
    champs = tuple(dessiner(p, valeurs.get(p.chemin, ""), reste or Reste()) for p in cases)
    contexte = {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "titre": libelle_complet(dossier.questionnaire, cases),
        "bloc": Bloc("", champs),
        "formulaire": formulaire,
        "revision": dossier.feuille.revision if revision is None else revision,
        "conflits": choix,
        "erreurs": [champ for champ in champs if champ.erreurs],
        "refus": ACTES.refus(Action.MODIFIER, dossier.situation, dossier.acteurs),
        "retour": _adresse(dossier, cases),
    }
    statut = 200 if reste is None else 409 if choix else 422
    return render(request, "bilans/modification.html", contexte, status=statut)


def _adresse(dossier: BilanOuvert, cases: tuple[Place, ...]) -> str:
    """The answers, at this question."""
    chemin = next(c for c, siennes in dossier.questions_arretees.items() if siennes == cases)
    return f"{reverse('bilans:lecture', args=[dossier.bilan.pk])}#{id_de(chemin)}"
