"""The people of partners, found by their name or address within what somebody may know of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from habilitations.models import Equipement, Habilitation
from habilitations.models.actes import geres_par
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.verification import droits_verifies
from portal.socle.francais import chercheur, cle_de_tri


@dataclass(frozen=True)
class PersonneTrouvee:
    """Who it is, of which partners, and the page where one reads more."""

    nom: str
    courriel: str
    partenaires: str
    adresse: str


def chercher_personnes(
    texte: str, acteur: Acteur, au_plus: int
) -> tuple[list[PersonneTrouvee], int]:
    """People with a right today, whom this person looks after or whose files they read.

    At most ``au_plus``, and how many names match in all. A constant number of queries: rights are
    verified for those shown alone.
    """
    droits = Habilitation.objects.filter(
        geres_par(acteur) | Q(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))
    )
    comporte = chercheur(texte)
    noms = (
        droits.actives(acteur.jour)
        .order_by()
        .values_list("utilisateur", "utilisateur__prenom", "utilisateur__nom", "utilisateur__email")
    )
    trouves = {pk for pk, *parties in noms.distinct() if comporte(parties)}
    lus = droits_verifies(droits.filter(utilisateur__in=sorted(trouves)[:au_plus]), acteur.jour)
    return _decrire(lus, acteur), len(trouves)


def _decrire(droits: Iterable[Habilitation], acteur: Acteur) -> list[PersonneTrouvee]:
    droits = list(droits)
    fiches = _une_fiche(droits)
    # Whoever looks after a right reads the rights of its holder.
    siens = Habilitation.objects.filter(geres_par(acteur), pk__in=[d.pk for d in droits])
    geres = set(siens.values_list("utilisateur", flat=True))
    trouvees = []
    for pk in {droit.utilisateur_id for droit in droits}:
        de_lui = [droit for droit in droits if droit.utilisateur_id == pk]
        partenaires = sorted({d.gestionnaire.nom for d in de_lui}, key=cle_de_tri)
        fiche = next((f for d in de_lui if (f := fiches.get((d.gestionnaire_id, d.caf_id)))), None)
        if pk in geres:
            adresse = reverse("habilitations:droits_personne", args=[pk])
        else:
            adresse = reverse("habilitations:equipement", args=[fiche]) if fiche else ""
        qui = de_lui[0].utilisateur
        trouvees.append(
            PersonneTrouvee(qui.nom_complet, qui.email, ", ".join(partenaires), adresse)
        )
    return sorted(trouvees, key=lambda trouvee: cle_de_tri(trouvee.nom))


def _une_fiche(droits: Iterable[Habilitation]) -> dict[tuple[int, int], int]:
    """One équipement of each partner at each Caf, where its people are read; one query."""
    equipements = Equipement.objects.filter(
        gestionnaire__in={d.gestionnaire_id for d in droits}, caf__in={d.caf_id for d in droits}
    ).order_by("-pk")
    return {(g, c): pk for g, c, pk in equipements.values_list("gestionnaire", "caf", "pk")}
