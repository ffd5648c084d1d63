"""Who reaches a file: lists, its opening and what a person is for it give one answer."""

import pytest
from django.db import transaction

from declarations.models import Declaration
from declarations.services.acteurs import acteurs_sur
from declarations.services.dossier import ouvrir
from habilitations.models import Habilitation, Utilisateur
from tests.monde import Monde, acteur, changer, personne

pytestmark = pytest.mark.django_db


def gens(monde: Monde) -> list[Utilisateur]:
    """Everybody of the two Cafs, and somebody without any right."""
    personne("inconnue")
    return list(Utilisateur.objects.order_by("pk"))


@pytest.mark.parametrize("droits", ["entiers", "sur_un_autre_equipement", "suspendus", "passe"])
def test_une_seule_reponse(monde: Monde, droits: str) -> None:
    declaration = monde.declaration()
    siens = Habilitation.objects.filter(gestionnaire=monde.passerelles.gestionnaire)
    if droits == "sur_un_autre_equipement":
        changer(siens, equipements=[monde.er_voisin])
    elif droits == "suspendus":
        changer(siens, suspendue_le=declaration.appelee_le, suspendue_motif="Départ")
    elif droits == "passe":  # its équipement is the neighbours’ now, who read what was declared
        monde.er.gestionnaire = monde.voisins.gestionnaire
        monde.er.save()
        declaration = Declaration.objects.get(pk=declaration.pk)
    reponses = set()
    for utilisateur in gens(monde):
        qui = acteur(utilisateur)
        attendu = bool(acteurs_sur(qui, declaration))
        reponses.add(attendu)
        assert Declaration.objects.visibles_par(qui).exists() is attendu, utilisateur
        assert declaration.est_visible_par(qui) is attendu, utilisateur
        cotes = Declaration.objects.visibles_comme_agent(
            qui
        ) | Declaration.objects.visibles_comme_partenaire(qui)
        assert cotes.exists() is attendu, utilisateur
        assert Declaration.objects.du_portefeuille(qui).exists() is qui.suit(monde.er), utilisateur
        with transaction.atomic():
            if attendu:
                assert ouvrir(declaration.pk, qui).declaration == declaration
            else:
                with pytest.raises(Declaration.DoesNotExist):
                    ouvrir(declaration.pk, qui)
    assert reponses == {True, False}
