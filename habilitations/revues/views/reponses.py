"""The review of one partner: what is said of each person who has access."""

from collections.abc import Collection
from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from habilitations.models import Adhesion, Habilitation, LigneRevue, RevuePartenaire
from habilitations.presentation.partenaire import avertir
from habilitations.requetes import Requete
from habilitations.revues.forms import ReponsesForm
from habilitations.revues.presentation import aide_de_la_ligne, titre_de_la_ligne
from habilitations.revues.services.reponses import repondre
from habilitations.services.couverture import droits_du_partenaire, laisses_sans
from portal.socle import actes
from portal.socle.actes import Annonce, envoye
from portal.socle.formats import date_fr
from portal.socle.francais import cle_de_tri
from portal.socle.refus import MOMENT, Refus

CLOSE = Refus(MOMENT, "Cette revue est close : les droits se gèrent sur la page du partenaire.")


@require_http_methods(["GET", "HEAD", "POST"])
def partenaire(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    base, revue, jour = objet.base, objet.revue, request.acteur.jour
    lignes = sorted(
        objet.lignes.select_related("utilisateur", "repondue_par"),
        key=lambda ligne: (bool(ligne.reponse), cle_de_tri(ligne.utilisateur.nom), ligne.pk),
    )
    droits = droits_du_partenaire(base).non_finies(jour).filter(retiree_le__isnull=True)
    formulaire = ReponsesForm(
        envoye(request),
        lignes=lignes,
        titres=_titres(lignes, list(droits)),
        aides={ligne.pk: aide_de_la_ligne(ligne) for ligne in lignes},
        avertir=lambda gens: _avertir(base, droits.filter(utilisateur__in=gens), request),
    )
    annonce = Annonce(
        titre=f"Revue des accès {revue.annee}",
        texte=f"Pour chaque personne qui a accès au portail pour {objet.gestionnaire}, dites si "
        f"elle continue, quand elle part, ou si son accès est à retirer. À répondre avant le "
        f"{date_fr(revue.echeance_le)} ; vous pouvez le faire en plusieurs fois.",
        cout="« À retirer » prend effet tout de suite. Sans réponse, l’accès est suspendu à partir "
        f"du {date_fr(revue.suspension_le)}, et une réponse le reprend.",
        libelle="Enregistrer les réponses",
        succes="Les réponses sont enregistrées.",
        retour=reverse("revues:partenaire", args=[objet.pk]),
        abandon=reverse("revues:suivi"),
        annuler="Plus tard",
        sujet=objet.gestionnaire.nom,
        fil=(("Revue des accès", reverse("revues:suivi")),),
    )
    refus = CLOSE if revue.close_le else None
    return actes.mener(request, formulaire, partial(repondre, objet.pk), annonce, refus=refus)


def _charger(request: Requete, pk: int) -> RevuePartenaire:
    visibles = RevuePartenaire.objects.visibles_par(request.acteur)
    objet = visibles.select_related("revue", "base", "gestionnaire", "caf").filter(pk=pk).first()
    if objet is None:
        raise Http404("Cette revue n’existe pas, ou vous n’y répondez pas.")
    return objet


def _titres(lignes: Collection[LigneRevue], droits: Collection[Habilitation]) -> dict[int, str]:
    return {
        ligne.pk: titre_de_la_ligne(
            ligne, [d for d in droits if d.utilisateur_id == ligne.utilisateur_id]
        )
        for ligne in lignes
    }


def _avertir(base: Adhesion, droits: "Collection[Habilitation]", request: Requete) -> str:
    return avertir(laisses_sans(base, [d.pk for d in droits], request.acteur.jour))
