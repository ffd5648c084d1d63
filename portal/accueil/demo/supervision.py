"""What a Caf supervises in the demonstration: a review half answered, a partner suspended."""

from datetime import timedelta

from habilitations.models import Gestionnaire, LigneRevue
from habilitations.permissions import Acteur
from habilitations.revues.models import Reponse
from habilitations.revues.services.ouverture import ouvrir_revue
from habilitations.revues.services.reponses import Dite, repondre
from habilitations.services.adhesions import suspendre_adhesion
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant

CAF = "73"
HEURE = 9
REVUE_DEPUIS, REPONDU_DEPUIS, SUSPENDU_DEPUIS = 12, 5, 3
# Who answers for the partner to which rights are delegated, and of whom they have spoken.
REPOND, DITS = "delegue", ("activite", "finances")
SUSPENDU = "Communauté de communes des Trois-Vallons"
MOTIF = "Adresse électronique de la mairie usurpée, à vérifier"


def superviser(decor: Decor) -> None:
    """The review of the first Caf opened some days ago, and one of its partners suspended since."""
    caf, jour = decor.cafs[CAF], decor.reperes.jour
    ouverture = jour - timedelta(days=REVUE_DEPUIS)
    ouvrir_revue(caf.pk, ouverture, instant(ouverture, HEURE))
    _repondre(decor)
    le = instant(jour - timedelta(days=SUSPENDU_DEPUIS), HEURE)
    gestionnaire = Gestionnaire.objects.get(nom=SUSPENDU)
    responsable = Acteur(decor.responsables[CAF], le)
    suspendre_adhesion(caf.pk, gestionnaire.pk, motif=MOTIF, acteur=responsable)


def _repondre(decor: Decor) -> None:
    le = instant(decor.reperes.jour - timedelta(days=REPONDU_DEPUIS), HEURE)
    acteur = Acteur(decor.personnes[REPOND], le)
    chez = {h.gestionnaire_id for h in acteur.habilitations}
    lignes = LigneRevue.objects.filter(
        partenaire__gestionnaire__in=chez,
        utilisateur__in=[decor.personnes[qui].pk for qui in DITS],
    )
    dites = {ligne.pk: Dite(Reponse.CONTINUE) for ligne in lignes}
    repondre(lignes[0].partenaire_id, dites, acteur=acteur)
