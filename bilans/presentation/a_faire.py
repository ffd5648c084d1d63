"""What is expected of a partner's person, bilan by bilan: what, by when, where."""

from dataclasses import dataclass

from django.urls import reverse

from bilans.echeances import consequence_de, echeance_de, peut_repondre, saisie_ouverte
from bilans.models import Bilan, BilanQuerySet
from bilans.presentation.suite import libelle_etat, ton_etat
from bilans.regles.etats import ACTES, CHEZ_LE_PARTENAIRE, Action, Etat, Situation
from bilans.services.acteurs import acteurs_sur, est_cote_caf
from bilans.services.bilan_ouvert import BilanOuvert
from habilitations.permissions import Acteur
from portal.dossiers.presentation.limites import Limite
from portal.dossiers.regles.echeances import Echeance
from portal.socle.francais import cle_de_tri


@dataclass(frozen=True)
class BilanAttendu:
    """One line of « ce que vous avez à faire », with one way to do it."""

    dossier: Bilan
    page: str
    titre: str
    texte: str
    limite: Limite
    adresse: str
    libelle: str
    non_lus: str = ""

    @property
    def ton(self) -> str:
        return self.limite.ton


@dataclass(frozen=True)
class BilanSuivi:
    """A bilan in the list of its partner."""

    bilan: Bilan
    adresse: str
    etat: str
    ton: str
    echeance: str


def a_faire(acteur: Acteur) -> list[BilanAttendu]:
    """Return what is expected of this person on bilans, most pressing first."""
    attendus = [
        action
        for bilan in charges(Bilan.objects.visibles_comme_partenaire(acteur))
        if bilan.etat in CHEZ_LE_PARTENAIRE and (action := action_de(bilan, acteur))
    ]
    return sorted(attendus, key=lambda a: (a.limite.le, cle_de_tri(a.dossier.sujet), a.dossier.pk))


def charges(bilans: BilanQuerySet) -> BilanQuerySet:
    """With all that the lists below read, in a constant number of queries."""
    return bilans.pour_liste().select_related(
        "gestionnaire",
        "equipement__portefeuille",
        "version__questionnaire",
        "complement__questionnaire",
        "dernier_envoi",
        "feuille",
    )


def tache_de(bilan: Bilan, acteur: Acteur) -> str:
    """The act that waits for this person, as one of the partner's; "" for none.

    Nothing is evaluated of a bilan not begun: all of it is to be answered.
    """
    acteurs = acteurs_sur(acteur, bilan)
    siens = frozenset(a for a in acteurs if not est_cote_caf(frozenset({a})))
    if bilan.etat == Etat.A_REMPLIR:
        situation = Situation(bilan.etat, saisie_ouverte(bilan, acteur.jour), manquants=1)
    else:
        situation = BilanOuvert(bilan, acteur, siens).situation
    taches = ACTES.taches(situation, siens)
    return taches[0].action if taches else ""


def action_de(bilan: Bilan, acteur: Acteur) -> BilanAttendu | None:
    """Tell what this person can do now on a bilan, if anything."""
    echeance = echeance_de(bilan, acteur.jour)
    if echeance is None or not peut_repondre(bilan, acteur.jour):
        return None
    action = tache_de(bilan, acteur)
    if not action:
        return None
    return BilanAttendu(
        bilan,
        adresse_du_bilan(bilan),
        manque(action, bilan.etat),
        _raison(bilan),
        Limite.de(echeance, bilan.caf.code),
        reverse(ACTES[action].vue, args=[bilan.pk]),
        _libelle(action, bilan.etat),
    )


def _libelle(action: str, etat: str) -> str:
    if action == Action.TRANSMETTRE:
        return "Relire et transmettre"
    return "Compléter" if etat == Etat.A_COMPLETER else "Remplir"


def manque(action: str, etat: str) -> str:
    """What is expected, as an infinitive."""
    if action == Action.TRANSMETTRE:
        return "Relire le bilan et le transmettre à la Caf"
    if etat == Etat.A_COMPLETER:
        return "Compléter les réponses du bilan"
    return "Remplir le bilan" if etat == Etat.A_REMPLIR else "Finir de remplir le bilan"


def adresse_du_bilan(bilan: Bilan) -> str:
    return reverse("bilans:bilan", args=[bilan.pk])


def suivis(acteur: Acteur) -> list[BilanSuivi]:
    """Every bilan of this person's équipements, latest exercice first."""
    bilans = charges(Bilan.objects.visibles_comme_partenaire(acteur)).order_by("-annee", "pk")
    return [
        BilanSuivi(
            bilan,
            adresse_du_bilan(bilan),
            libelle_etat(bilan.etat, False),
            ton_etat(bilan.etat, False),
            _echeance(bilan, echeance_de(bilan, acteur.jour)),
        )
        for bilan in bilans
    ]


def _echeance(bilan: Bilan, echeance: Echeance | None) -> str:
    if echeance is None:
        return ""
    if bilan.campagne.est_suspendue:
        return "campagne suspendue"
    return Limite.de(echeance, bilan.caf.code).en_clair


def _raison(bilan: Bilan) -> str:
    demande = next((d for d in bilan.demandes.all() if d.satisfaite_le is None), None)
    if demande is None:
        return consequence_de(bilan)
    return f"La Caf demande un complément : « {demande.motif} »"
