"""A bilan led to a state, with every required answer given and the least said."""

from collections.abc import Mapping

from bilans.models import Bilan, EnvoiBilan
from bilans.regles.etat import Etat, Faits, evaluer
from bilans.regles.questionnaire import NE_SAIT_PAS, Question, Questionnaire
from bilans.services.arrete import figer
from bilans.services.definitions import definition_du_bilan
from bilans.services.faits import faits_du_bilan
from bilans.services.validation import prendre_en_charge, valider
from habilitations.models import Utilisateur
from portal.saisie.regles.valeurs import Valeur
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
    monde: Monde,
    donnees: Mapping[str, Valeur] | None = None,
    par: Utilisateur | None = None,
) -> Bilan:
    """The bilan as its approbateur sends it, « transmis »; ``donnees`` are some of its answers.

    ``par`` sends it instead: who answers by a personal link.
    """
    faits = faits_du_bilan(bilan)
    etat = remplir(definition_du_bilan(bilan), faits, rang=-1, donnees=donnees)
    par = par or equipe(bilan, monde).approbateur
    bilan.feuille.donnees = dict(etat.comptees)
    bilan.feuille.revision = 1
    bilan.feuille.ouvertes = None
    bilan.feuille.save()
    valeurs, lignes = figer(faits)
    bilan.dernier_envoi = EnvoiBilan.objects.create(
        bilan=bilan,
        numero=bilan.envois.count() + 1,
        le=MAINTENANT,
        par=par,
        nom=str(par),
        gestionnaire=bilan.gestionnaire,
        reference=bilan.version.reference,
        reponses=dict(etat.comptees),
        faits=valeurs,
        lignes=lignes,
        echeance_le=bilan.campagne.echeance_le,
        empreinte="0" * 64,
    )
    bilan.arretees = dict(etat.comptees)
    bilan.save()
    bilan.etat, bilan.etat_depuis = "transmis", MAINTENANT
    bilan.save()
    return bilan


def jusqu_a(
    bilan: Bilan, monde: Monde, etat: str, donnees: Mapping[str, Valeur] | None = None
) -> Bilan:
    """Lead a bilan « à remplir » to « transmis », « en_validation » or « valide »."""
    conseiller = acteur(monde.conseiller)
    transmettre(bilan, monde, donnees)
    if etat != "transmis":
        prendre_en_charge(bilan.pk, acteur=conseiller)
    if etat == "valide":
        valider(bilan.pk, acteur=conseiller)
    bilan.refresh_from_db()
    return bilan
