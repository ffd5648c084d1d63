"""What waits for a Caf on rights: the figures of its responsable's day, and adhesions to act on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.presentation.dossiers import ETATS
from habilitations.adhesions.regles.avancement import Partie
from habilitations.adhesions.services.rappels import dernier_mouvement
from habilitations.filters import INCOMPLETS, avec_roles_a_pourvoir
from habilitations.models import Adhesion, Fonction
from habilitations.permissions import Acteur
from habilitations.revues.models import LigneRevue, RevuePartenaire
from portal.socle.composants import Compteur


@dataclass(frozen=True)
class AdhesionQuiAttend:
    """A file whose next step is the Caf's; ``depuis``: the day of the last thing done in it."""

    partenaire: str
    caf: str
    adresse: str
    etat: str
    ton: str
    depuis: date


def adhesions_a_la_caf(acteur: Acteur) -> list[AdhesionQuiAttend]:
    """Files of the Cafs at which one is responsable, that wait for them; the oldest first.

    Four queries, whatever their number.
    """
    en_cours = DossierAdhesion.objects.en_cours().filter(caf__in=_cafs(acteur))
    lus = en_cours.avec_pieces().prefetch_related("invitations").select_related("fiche")
    attendent = [
        AdhesionQuiAttend(
            d.gestionnaire.nom,
            d.caf.nom,
            reverse("adhesions:dossier", args=[d.pk]),
            *ETATS[d.avancement.etat],
            depuis=dernier_mouvement(d),
        )
        for d in lus
        if d.avancement.retenu_par == Partie.CAF
    ]
    return sorted(attendent, key=lambda a: (a.depuis, a.partenaire))


def compteurs(acteur: Acteur, adhesions: int) -> list[Compteur]:
    """The figures of the day, ``adhesions`` being how many files wait; two queries.

    The third is there while a review is open.
    """
    cafs = _cafs(acteur)
    partenaires = avec_roles_a_pourvoir(Adhesion.objects.filter(caf__in=cafs), acteur.jour)
    dits = [
        Compteur("Adhésions qui attendent la Caf", adhesions, reverse("adhesions:liste")),
        Compteur(
            "Partenaires à qui il manque un rôle",
            partenaires.filter(Q(a_pourvoir=True)).count(),  # annotated above
            f"{reverse('habilitations:partenaires')}?roles={INCOMPLETS}",
        ),
    ]
    sans_reponse = LigneRevue.objects.filter(partenaire=OuterRef("pk"), reponse="")
    revue = (
        RevuePartenaire.objects.ouvertes()
        .filter(caf__in=cafs)
        .aggregate(tous=Count("pk"), restent=Count("pk", filter=Exists(sans_reponse)))
    )
    if revue["tous"]:
        libelle = "Revue des accès : partenaires qui n’ont pas fini"
        dits.append(Compteur(libelle, revue["restent"], reverse("revues:suivi")))
    return dits


def _cafs(acteur: Acteur) -> list[int]:
    return list(acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]))
