"""A bilan led to a state, with every required answer given and the least said."""

from collections.abc import Mapping
from datetime import datetime

from bilans.models import Bilan
from bilans.regles.etat import Etat, Faits, evaluer
from bilans.regles.questionnaire import NE_SAIT_PAS, Question, Questionnaire
from bilans.services import envoi
from bilans.services.definitions import definition_du_bilan
from bilans.services.faits import faits_du_bilan
from bilans.services.validation import prendre_en_charge, valider
from habilitations.models import Utilisateur
from portal.dossiers.par_lien import ActeurParLien
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.enregistrement import garder
from tests import souvenirs
from tests.declarations.remplir import equipe
from tests.monde import MAINTENANT, Monde, acteur

TOURS_MAX = 10


def remplir(
    questionnaire: Questionnaire,
    faits: Faits,
    *,
    rang: int,
    ignore: bool = False,
    donnees: Mapping[str, Valeur] | None = None,
) -> Etat:
    """Answer what misses until nothing does: choices by rank, the last ones for -1.

    ``donnees`` are answers given beforehand.
    """
    reponses: dict[str, Valeur] = dict(donnees or {})
    for _ in range(TOURS_MAX):
        etat = evaluer(questionnaire, reponses, faits)
        if not etat.manquants:
            return etat
        for emplacement in etat.manquants:
            reponses[emplacement.chemin] = _reponse(emplacement.champ, rang, ignore)
    raise AssertionError([e.chemin for e in etat.manquants])


def _reponse(question: Question, rang: int, ignore: bool) -> Valeur:
    if ignore and question.ne_sait_pas:
        return NE_SAIT_PAS
    if question.est_numerique:
        return str(max(question.minimum or 0, 1))
    if question.type == "choix_multiples":
        return [question.choix[rang][0]]
    if question.options:
        return question.options[rang][0]
    return "2026-03-31" if question.type == "date" else "Une réponse"


def transmettre(
    bilan: Bilan,
    monde: Monde | None,
    donnees: Mapping[str, Valeur] | None = None,
    par: Utilisateur | None = None,
    maintenant: datetime = MAINTENANT,
) -> Bilan:
    """The bilan filled at once, then sent by its approbateur; ``donnees`` are some of its answers.

    ``par`` answers and sends by a personal link instead. The answers are laid on the sheet as one
    save lays them; the sending is the real one.
    """
    gens = None if par else equipe(bilan, monde)
    etat = remplir(definition_du_bilan(bilan), faits_du_bilan(bilan), rang=-1, donnees=donnees)
    feuille = bilan.feuille
    feuille.refresh_from_db()
    feuille.donnees, feuille.ouvertes, feuille.a_confirmer = {}, None, {}
    for chemin, valeur in etat.comptees.items():
        feuille.poser(chemin, valeur)
    garder(feuille, etat.comptees, par or gens.activite, maintenant)
    qui = ActeurParLien(par, maintenant, bilan.pk) if par else acteur(gens.approbateur, maintenant)
    envoi.transmettre(bilan.pk, acteur=qui)
    bilan.refresh_from_db()
    return bilan


def jusqu_a(
    bilan: Bilan, monde: Monde, etat: str, donnees: Mapping[str, Valeur] | None = None
) -> Bilan:
    """Lead a bilan « à remplir » to « transmis », « en_validation » or « valide »."""
    conseiller, gens = acteur(monde.conseiller), equipe(bilan, monde)

    def mener() -> None:
        transmettre(bilan, monde, donnees)
        if etat != "transmis":
            prendre_en_charge(bilan.pk, acteur=conseiller)
        if etat == "valide":
            valider(bilan.pk, acteur=conseiller)

    qui = (monde.conseiller.pk, gens.activite.pk, gens.approbateur.pk)
    souvenirs.etape(("bilan", bilan.pk, qui, etat, repr(donnees)), mener)
    bilan.refresh_from_db()
    return bilan
