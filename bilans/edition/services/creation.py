"""New questionnaires and new versions: drafts, from nothing, from the last version, from a file."""

from dataclasses import replace

from django.db import transaction

from bilans.definitions import ecrire
from bilans.edition.regles.codes import RESERVE, prefixe_de, renommer_partout
from bilans.edition.services.brouillons import atelier_de, raconter, verrouiller_questionnaire
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.complement import verifier_apres
from bilans.regles.questionnaire import Groupe
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.regles.versions import types_changes
from bilans.services.definitions import definition_de
from bilans.services.referentiels import numero_suivant
from habilitations.models import Caf, Fonction
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide, impossible, interdit

A_LA_CNAF = "Un questionnaire national se crée à la Cnaf."
PAS_VOTRE_CAF = "Une Caf complète un questionnaire pour ses seuls partenaires."
CODE_PRIS = "Un questionnaire porte déjà ce code."
DEJA_COMPLETE = "Votre Caf complète déjà ce questionnaire."
DEJA_UN_BROUILLON = "Ce questionnaire a déjà un brouillon : publiez-le ou abandonnez-le d’abord."
ARCHIVE = "Ce questionnaire est archivé : remettez-le d’abord en service."
TYPES_PUBLIES = (
    "Ces codes ont été publiés avec un autre type, qui ne change plus : {}. Donnez-leur un autre "
    "nom dans le fichier."
)
CODES_TROP_LONGS = "Précédés de « {} », des codes du fichier sont trop longs : raccourcissez-les."
CODES_RESERVES = (
    "Ces codes se liraient comme ceux d’une Caf : {}. Donnez-leur un autre nom dans le fichier."
)
PREMIERE = "Première rubrique"


@transaction.atomic
def creer(
    *, code: str, titre: str, acteur: Acteur, definition: Definition | None = None
) -> VersionQuestionnaire:
    """Create a national questionnaire, with a draft: empty, or what a file defines.

    Raises DemandeInvalide when the code is taken, ActionRefusee for anybody but the Cnaf.
    """
    if not acteur.est_national:
        raise interdit(A_LA_CNAF)
    if Questionnaire.objects.filter(code=code, caf=None).exists():
        raise DemandeInvalide("code", CODE_PRIS)
    questionnaire = Questionnaire.objects.create(code=code, titre=titre, numero=numero_suivant())
    if definition is None:
        definition = Definition(code, "1", titre, (Groupe("rubrique_1", PREMIERE),))
    definition = replace(definition, titre=titre)
    return _ouvrir_un_brouillon(questionnaire, definition, acteur, "cree")


@transaction.atomic
def completer(questionnaire_id: int, *, caf_id: int, acteur: Acteur) -> VersionQuestionnaire:
    """Open the draft of the sections that a Caf adds to a national questionnaire.

    Raises Questionnaire.DoesNotExist, ActionRefusee.
    """
    nationaux = Questionnaire.objects.visibles_par(acteur).filter(caf=None)
    complete = nationaux.select_for_update().get(pk=questionnaire_id)
    if caf_id not in acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)):
        raise interdit(PAS_VOTRE_CAF)
    if complete.archive_le is not None:
        raise impossible(ARCHIVE)
    if Questionnaire.objects.filter(complete=complete, caf=caf_id).exists():
        raise impossible(DEJA_COMPLETE)
    caf = Caf.objects.get(pk=caf_id)
    prefixe = prefixe_de(caf.code)
    questionnaire = Questionnaire.objects.create(
        code=f"{prefixe}{complete.code}"[:60],
        titre=f"{complete.titre} – {caf.nom}"[:200],
        numero=numero_suivant(),
        caf=caf,
        complete=complete,
    )
    section = Groupe(f"{prefixe}rubrique", f"Questions de la {caf.nom}")
    definition = Definition(questionnaire.code, "1", questionnaire.titre, (section,))
    return _ouvrir_un_brouillon(questionnaire, definition, acteur, "cree")


@transaction.atomic
def ouvrir_une_version(
    questionnaire_id: int, *, acteur: Acteur, definition: Definition | None = None
) -> VersionQuestionnaire:
    """Open the draft of the next version: a copy of the last one, or what a file defines.

    A file takes the code of the questionnaire, and the cadre of the last version when it has none;
    in that of a Caf, its codes take the prefix. Raises Questionnaire.DoesNotExist, ActionRefusee.
    """
    questionnaire = verrouiller_questionnaire(questionnaire_id, acteur)
    if questionnaire.archive_le is not None:
        raise impossible(ARCHIVE)
    if questionnaire.versions.filter(etat=VersionQuestionnaire.Etat.BROUILLON).exists():
        raise impossible(DEJA_UN_BROUILLON)
    derniere = questionnaire.versions.order_by("-pk").select_related("questionnaire").first()
    ancienne = definition_de(derniere) if derniere else None
    if definition is None:
        return _ouvrir_un_brouillon(questionnaire, ancienne, acteur, "version_ouverte")
    definition = _au_questionnaire(definition, questionnaire, ancienne)
    return _ouvrir_un_brouillon(questionnaire, definition, acteur, "importe")


def _au_questionnaire(
    definition: Definition, questionnaire: Questionnaire, ancienne: Definition | None
) -> Definition:
    """What a file defines, as a version of this questionnaire."""
    atelier = atelier_de(questionnaire)
    table = {
        place.element.code: f"{atelier.prefixe}{place.element.code}"
        for place in definition.places
        if not place.element.code.startswith(atelier.prefixe)
    }
    definition = renommer_partout(definition, table)
    if changes := types_changes(atelier.publiees, definition):
        codes = ", ".join(definition.par_rang[a.rang].element.code for a in changes)
        raise impossible(TYPES_PUBLIES.format(codes))
    if verifier_apres(atelier.nationale, definition):
        raise impossible(CODES_TROP_LONGS.format(atelier.prefixe))
    cadre = definition.cadre or (ancienne.cadre if ancienne else None)
    return replace(definition, cadre=None if questionnaire.caf_id else cadre)


def _ouvrir_un_brouillon(
    questionnaire: Questionnaire, definition: Definition | None, acteur: Acteur, action: str
) -> VersionQuestionnaire:
    if definition is None:  # Its only draft was abandoned: it begins again.
        section = Groupe(f"{atelier_de(questionnaire).prefixe}rubrique_1", PREMIERE)
        definition = Definition(questionnaire.code, "1", questionnaire.titre, (section,))
    if questionnaire.caf_id is None:
        reserves = [p.element.code for p in definition.places if RESERVE.match(p.element.code)]
        if reserves:
            raise impossible(CODES_RESERVES.format(", ".join(reserves)))
    numero = _numero_suivant(questionnaire)
    definition = replace(definition, code=questionnaire.code, version=numero)
    version = VersionQuestionnaire.objects.create(
        questionnaire=questionnaire,
        version=numero,
        definition=ecrire(definition),
        cree_le=acteur.maintenant,
        modifie_le=acteur.maintenant,
        modifie_par=acteur.utilisateur,
    )
    raconter(version, acteur, action)
    return version


def _numero_suivant(questionnaire: Questionnaire) -> str:
    """One more than the highest; versions with another name do not count."""
    noms = questionnaire.versions.values_list("version", flat=True)
    return str(max([int(nom) for nom in noms if nom.isdecimal()], default=0) + 1)
