"""What a Caf granted: for each équipement and exercice, the definitive right that counts; and the
diagnostics that it accepted."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from habilitations.models import Caf, Convention, Fonction, Gestionnaire
from habilitations.permissions import Acteur
from habilitations.regles.exercices import bornes_exercice
from portal.socle import journal
from portal.socle.models import LectureSensible
from portal.socle.refus import ROLE, Refus, impossible
from subventions.droits.services.lectures import montant_retenu
from subventions.models import DemandeDiagnostic, Droit, NatureDroit
from subventions.ouvertes.regles.scdl import (
    COLONNES,
    UNIQUE,
    Attribuant,
    Octroi,
    a_publier,
    rangee,
)

# Legal persons; whoever else would hold a SIRET is left out.
PERSONNES_MORALES = (Gestionnaire.Nature.ASSOCIATION, Gestionnaire.Nature.COLLECTIVITE)
FONCTIONS = (Fonction.CHARGE_CONSEIL,)
RESERVE = Refus(
    ROLE,
    "Les données ouvertes sont préparées par l’administrateur national et, pour leur Caf, par les "
    "chargés de conseil et de développement.",
)
SANS_SIRET = (
    "Le SIRET de cette Caf n’est pas renseigné : l’attribuant se nomme par lui. Le responsable "
    "des habilitations de la Caf, ou l’administrateur national, l’écrit dans l’annuaire, « "
    "Coordonnées de la Caf »."
)
# The réel tells what was granted in the end; before it, the latest of the others.
_RANGS = {nature: rang for rang, nature in enumerate(NatureDroit.values)}


@dataclass(frozen=True)
class Fichier:
    """What a Caf publishes: its lines, and the content of the file."""

    caf: Caf
    octrois: tuple[Octroi, ...]
    contenu: bytes


def cafs_publiees(acteur: Acteur) -> QuerySet[Caf]:
    """Cafs whose open data a person prepares."""
    if acteur.est_national:
        return Caf.objects.all()
    return Caf.objects.filter(pk__in=acteur.cafs_comme(FONCTIONS))


def preparer(caf: Caf, annee: int | None = None) -> Fichier:
    """The file of a Caf, of one exercice or of all. Raises ActionRefusee without its SIRET."""
    if not caf.siret:
        raise impossible(SANS_SIRET)
    octrois = a_publier(octrois_de(caf, annee))
    return Fichier(caf, tuple(octrois), _ecrire(Attribuant(caf.nom, caf.siret), octrois))


def tracer(caf: Caf, acteur: Acteur, annee: int | None) -> None:
    """Write that a person took the file of a Caf away."""
    journal.lecture_sensible(
        LectureSensible.Action.EXPORT,
        auteur=acteur.utilisateur,
        precision=f"données ouvertes : {annee or 'tous les exercices'}",
        caf_id=caf.pk,
        le=acteur.maintenant,
    )


def octrois_de(caf: Caf, annee: int | None = None) -> list[Octroi]:
    """What a Caf granted to legal persons; a constant number of queries.

    A right suspended is granted still; one that could not be computed is not.
    """
    droits = Droit.objects.en_vigueur().filter(caf=caf, definitif_le__isnull=False)
    if annee is not None:
        droits = droits.filter(annee=annee)
    conventions = _conventions(caf)
    lus = droits.avec_decisions().select_related("calcul", "gestionnaire", "equipement")
    des_droits = [
        octroi
        for droit in _qui_comptent(lus.order_by("pk"))
        if droit.gestionnaire.nature in PERSONNES_MORALES
        and (octroi := _octroi(droit, conventions.get(droit.equipement_id, []))) is not None
    ]
    return [*des_droits, *_diagnostics(caf, annee)]


def _diagnostics(caf: Caf, annee: int | None) -> Iterator[Octroi]:
    """Studies accepted, paid or not: granted on the day of the decision, paid at once."""
    demandes = DemandeDiagnostic.objects.accordees().filter(
        caf=caf, gestionnaire__nature__in=PERSONNES_MORALES
    )
    if annee is not None:
        demandes = demandes.filter(annee=annee)
    for demande in demandes.select_related("calcul", "gestionnaire", "equipement").order_by("pk"):
        if demande.calcul is None or demande.calcul.montant is None or demande.decide_le is None:
            continue
        accordee_le = timezone.localdate(demande.decide_le)
        verse_le = demande.paye_le or accordee_le
        yield Octroi(
            reference=f"DIAGNOSTIC-{demande.annee}-{demande.pk}",
            convention_le=accordee_le,
            beneficiaire=demande.gestionnaire.nom,
            siret=demande.gestionnaire.siret,
            objet=f"Diagnostic initial – {demande.equipement.nom}",
            montant=demande.calcul.montant,
            annee=demande.annee,
            exercice=str(demande.annee),
            debut=verse_le,
            fin=verse_le,
            conditions=UNIQUE,
        )


def _qui_comptent(droits: Iterable[Droit]) -> Iterator[Droit]:
    """One for each équipement and exercice: réel, else the latest actualisé, else the
    prévisionnel, whoever declared it: it is the same subsidy after a transfer."""
    meilleurs: dict[tuple[int, int], Droit] = {}
    for droit in droits:
        cle = (droit.equipement_id, droit.annee)
        actuel = meilleurs.get(cle)
        if actuel is None or _rang(droit) > _rang(actuel):
            meilleurs[cle] = droit
    yield from meilleurs.values()


def _rang(droit: Droit) -> tuple[int, int]:
    return _RANGS[droit.nature], droit.numero


def _octroi(droit: Droit, conventions: list[Convention]) -> Octroi | None:
    montant = montant_retenu(droit)
    if montant is None or droit.definitif_le is None:
        return None
    debut, fin = bornes_exercice(droit.dispositif, droit.annee)
    signee = next((c.du for c in conventions if c.du <= fin and c.au >= debut), None)
    return Octroi(
        reference=f"{droit.dispositif.upper()}-{droit.annee}-{droit.pk}",
        convention_le=signee or timezone.localdate(droit.definitif_le),
        beneficiaire=droit.gestionnaire.nom,
        siret=droit.gestionnaire.siret,
        objet=f"{droit.get_dispositif_display()} – {droit.equipement.nom}",
        montant=montant,
        annee=droit.annee,
        exercice=droit.exercice,
        debut=debut,
        fin=fin,
    )


def _conventions(caf: Caf) -> dict[int, list[Convention]]:
    """Conventions by équipement, the latest first."""
    lues: dict[int, list[Convention]] = defaultdict(list)
    for convention in Convention.objects.filter(equipement__caf=caf).order_by("-du", "pk"):
        lues[convention.equipement_id].append(convention)
    return lues


def annees_connues(caf: Caf) -> list[int]:
    """Exercices of which a Caf has definitive rights, or studies accepted, the latest first."""
    droits = Droit.objects.en_vigueur().filter(caf=caf, definitif_le__isnull=False)
    etudes = DemandeDiagnostic.objects.accordees().filter(caf=caf)
    annees = droits.order_by().values_list("annee").union(etudes.order_by().values_list("annee"))
    return sorted((annee for (annee,) in annees), reverse=True)


def nom_du_fichier(caf: Caf, annee: int | None, jour: date) -> str:
    quand = f"exercice-{annee}" if annee else "tous-exercices"
    return f"subventions-{caf.code}-{quand}-{jour.isoformat()}.csv"


def _ecrire(attribuant: Attribuant, octrois: Iterable[Octroi]) -> bytes:
    """CSV as the schema asks: UTF-8, commas, one line for each."""
    tampon = io.StringIO(newline="")
    ecriture = csv.writer(tampon)
    ecriture.writerow(COLONNES)
    ecriture.writerows(rangee(attribuant, octroi) for octroi in octrois)
    return tampon.getvalue().encode()
