"""Money decided by people in the demonstration: a barème value that waits for a second look, and a
diagnostic in each state."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from habilitations.models import Convention
from habilitations.permissions import Acteur
from portal.accueil.demo.adhesions import PDF
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from subventions.diagnostics.services.demandes import (
    Saisie,
    accepter,
    demander,
    payer,
    refuser,
    retirer,
)
from subventions.models import EtatDiagnostic
from subventions.propositions.services.ecriture import Valeur
from subventions.propositions.services.effet import calculer
from subventions.propositions.services.proposition import proposer

HEURE = 11
CAF = "73"
FACTURE, DEMANDE, DECISION, PAIEMENT = -40, -20, -12, -5
PLAFOND = "118.50"
MOTIF_VALEUR = "Revalorisation décidée par le conseil d’administration, à confirmer par la Cnaf."
MOTIF_REFUS = "La facture porte sur une étude de marché, et non sur le diagnostic du territoire."
MOTIF_RETRAIT = "Le cabinet doit corriger sa facture : nous la joindrons à une nouvelle demande."


@dataclass(frozen=True)
class Etude:
    """A study: the coordination, who asks for it, and where its request stands."""

    equipement: str
    qui: str
    depense: str
    etat: EtatDiagnostic


ETUDES = (
    Etude("Coordination CTG du Val Sorange", "cct.finances", "18000", EtatDiagnostic.PAYE),
    Etude("Coordination CTG de Haute-Sorange", "cct.finances", "9600", EtatDiagnostic.ACCEPTE),
    Etude("Coordination CTG des Trois-Vals", "cct.finances", "7250.40", EtatDiagnostic.DEMANDE),
    Etude("Coordination CTG des Granges", "cct.assistee", "12400", EtatDiagnostic.REFUSE),
    Etude(
        "Coordination CTG des Bords de Tardoire",
        "cct.charente.approbateur",
        "15300",
        EtatDiagnostic.RETIRE,
    ),
)


def demander_et_proposer(decor: Decor) -> None:
    """Requests of partners, as far as their Caf decided; a value proposed by a Caf for itself."""
    for etude in ETUDES:
        _mener(decor, etude)
    _proposer(decor)


def _mener(decor: Decor, etude: Etude) -> None:
    convention = _convention(etude.equipement)
    partenaire = _acteur(decor, etude.qui, DEMANDE)
    faite = demander(
        convention.pk,
        Saisie(
            "Diagnostic partagé du territoire, par le cabinet Arpent",
            Decimal(etude.depense),
            decor.reperes.dans(FACTURE),
        ),
        fichier=SimpleUploadedFile("facture.pdf", PDF, "application/pdf"),
        jeton=uuid4(),
        acteur=partenaire,
    )
    conseiller = Acteur(
        convention.equipement.portefeuille.titulaire,
        instant(decor.reperes.dans(DECISION), HEURE),
    )
    if etude.etat == EtatDiagnostic.RETIRE:
        retirer(faite.pk, motif=MOTIF_RETRAIT, acteur=partenaire)
    elif etude.etat == EtatDiagnostic.REFUSE:
        refuser(faite.pk, motif=MOTIF_REFUS, acteur=conseiller)
    elif etude.etat != EtatDiagnostic.DEMANDE:
        accepter(faite.pk, acteur=conseiller)
    if etude.etat == EtatDiagnostic.PAYE:
        le = decor.reperes.dans(PAIEMENT)
        payer(faite.pk, le=le, acteur=Acteur(conseiller.utilisateur, instant(le, HEURE)))


def _convention(equipement: str) -> Convention:
    conventions = Convention.objects.select_related("equipement__portefeuille__titulaire")
    return conventions.get(equipement__nom=equipement)


def _proposer(decor: Decor) -> None:
    """Its effect is read at once: the demonstration does not wait for a worker."""
    acteur = _acteur(decor, "ccd", DECISION)
    proposition = proposer(
        Valeur(
            caf_id=decor.cafs[CAF].pk,
            dispositif="er",
            parametre="plafond_horaire",
            valeur=PLAFOND,
            debut=decor.reperes.jour.year,
            fin=None,
            source="Délibération du conseil d’administration (démonstration)",
            marque="H",
            note="Valeur de démonstration",
        ),
        motif=MOTIF_VALEUR,
        fichier=SimpleUploadedFile("deliberation.pdf", PDF, "application/pdf"),
        jeton=uuid4(),
        acteur=acteur,
    )
    calculer(proposition.pk, acteur.maintenant)


def _acteur(decor: Decor, qui: str, jours: int) -> Acteur:
    return Acteur(decor.personnes[qui], instant(decor.reperes.dans(jours), HEURE))
