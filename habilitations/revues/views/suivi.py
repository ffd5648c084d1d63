"""The follow-up of a review by its Caf, and by whoever answers for several partners."""

from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.models import Caf, Fonction, Revue, RevuePartenaire, Vague
from habilitations.models.reglages import reglages_de
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from habilitations.revues.filters import FiltreRevue
from habilitations.revues.forms import ReglagesForm
from habilitations.revues.presentation import (
    TONS,
    Suivi,
    faits_de_la_revue,
    faits_sans_revue,
    prevues,
)
from habilitations.revues.services.accords import autoriser_vague
from habilitations.revues.services.candidats import prevoir
from habilitations.revues.services.ouverture import ouvrir_par_quelqu_un
from habilitations.revues.tables import TableauRevue
from habilitations.revues.voisinage import prochain_rappel
from habilitations.services.reglages import regler
from portal.socle import actes
from portal.socle.actes import Annonce, envoye
from portal.socle.formulaires import ConfirmationForm, MotifForm
from portal.socle.francais import compter

ACTE = require_http_methods(["GET", "HEAD", "POST"])
VAGUES_MONTREES = 5


@require_safe
def suivi(request: Requete) -> HttpResponse:
    acteur: Acteur = request.acteur
    visibles = RevuePartenaire.objects.visibles_par(acteur).ouvertes()
    if not acteur.gere_des_droits and not visibles.exists():
        raise PermissionDenied("La revue des accès est tenue par ceux qui gèrent des droits.")
    filtre = FiltreRevue(request.GET, visibles.avec_comptes())
    tableau = TableauRevue(filtre.qs, request)
    combien = tableau.paginator.count
    contexte = {
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(combien, "partenaire"),
        "suivis": [_suivi(caf, acteur.jour) for caf in _ses_cafs(acteur)],
    }
    return render(request, "revues/suivi.html", contexte)


@ACTE
def ouvrir(request: Requete, code: str) -> HttpResponse:
    caf = _charger(request, code)
    regles = reglages_de(caf.pk)
    annonce = _annoncer(
        caf,
        titre="Ouvrir la revue des accès",
        texte=f"Chaque partenaire est prié par courriel de dire, dans les {regles.revue_duree} "
        "jours, qui a encore besoin de son accès. La revue d’une autre année, si elle est encore "
        "ouverte, se ferme telle qu’elle est.",
        libelle="Ouvrir la revue",
        succes="La revue est ouverte : les partenaires sont prévenus par courriel.",
    )
    formulaire, service = ConfirmationForm(envoye(request)), partial(ouvrir_par_quelqu_un, caf.pk)
    return actes.mener(request, formulaire, service, annonce)


@require_safe
def apercu(request: Requete, code: str) -> HttpResponse:
    """The dry run: what the next night would suspend or withdraw, and what it would spare."""
    caf = _charger(request, code)
    regles = reglages_de(caf.pk)
    vagues = prevues(prevoir(caf.pk, request.acteur.jour, regles), regles)
    contexte = {"caf": caf, "vagues": vagues, "part_max": regles.part_max}
    return render(request, "revues/apercu.html", contexte)


@ACTE
def reglages(request: Requete, code: str) -> HttpResponse:
    caf = _charger(request, code)
    annonce = _annoncer(
        caf,
        titre="Régler la supervision des droits",
        texte="Ces valeurs sont celles de votre Caf. Une revue déjà ouverte garde ses dates.",
        libelle="Enregistrer",
        succes="Les réglages sont enregistrés.",
    )
    formulaire = ReglagesForm(envoye(request), initial=asdict(reglages_de(caf.pk)))
    return actes.mener(request, formulaire, partial(regler, caf.pk), annonce)


@ACTE
def autoriser(request: Requete, pk: int) -> HttpResponse:
    vague = Vague.objects.visibles_par(request.acteur).select_related("caf").filter(pk=pk).first()
    if vague is None:
        raise Http404("Cette opération n’existe pas, ou elle n’est pas de votre Caf.")
    annonce = _annoncer(
        vague.caf,
        titre="Autoriser une opération en nombre",
        texte=f"« {vague.get_genre_display()} » touchera {vague.nombre} des {vague.total} droits "
        "en vigueur de votre Caf, la nuit prochaine. S’il y en a davantage d’ici là, le portail "
        "s’arrêtera de nouveau.",
        libelle="Autoriser",
        succes="L’opération est autorisée : elle sera faite la nuit prochaine.",
        danger=True,
    )
    service = partial(autoriser_vague, vague.pk)
    return actes.mener(request, MotifForm(envoye(request)), service, annonce)


def _suivi(caf: Caf, jour: date) -> Suivi:
    """Its latest review and its latest waves; a fixed number of queries."""
    revue = Revue.objects.filter(caf=caf).first()
    if revue:
        partenaires = RevuePartenaire.objects.filter(revue=revue)
        restent = partenaires.filter(lignes__reponse="").distinct().count()
        combien = partenaires.count()
        prochain = prochain_rappel(caf.pk, revue.echeance_le, jour)
        faits = faits_de_la_revue(revue, combien, combien - restent, prochain)
    else:
        faits = faits_sans_revue(reglages_de(caf.pk))
    vagues = Vague.objects.filter(caf=caf)[:VAGUES_MONTREES]
    return Suivi(caf, revue, faits, [(v, TONS[Vague.Etat(v.etat)]) for v in vagues])


def _ses_cafs(acteur: Acteur) -> list[Caf]:
    siennes = {
        a.caf.code: a.caf
        for a in acteur.affectations
        if a.caf and a.fonction == Fonction.RESPONSABLE_HABILITATIONS
    }
    return [siennes[code] for code in sorted(siennes)]


def _charger(request: Requete, code: str) -> Caf:
    """A Caf of which one is responsable; anything else is a 404."""
    for caf in _ses_cafs(request.acteur):
        if caf.code == code:
            return caf
    raise Http404("Cette Caf n’existe pas, ou vous n’en êtes pas responsable des habilitations.")


def _annoncer(caf: Caf, **mots: Any) -> Annonce:
    suivi = reverse("revues:suivi")
    return Annonce(retour=suivi, sujet=caf.nom, fil=(("Revue des accès", suivi),), **mots)
