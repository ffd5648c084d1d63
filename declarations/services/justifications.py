"""Justifying anomalies: a typed reason and a text, on the figures shown (DOMAINE §3.4, S)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import transaction

from declarations.models import Declaration, Justification
from declarations.models.controles import MotifJustification
from declarations.regles.controles.contexte import A_JUSTIFIER
from declarations.regles.etats import ACTES, Action
from declarations.regles.grille import VOLETS
from declarations.services.contenu.evaluation import ConstatSuivi
from declarations.services.dossier import DossierVerrouille, ouvrir
from habilitations.permissions import Acteur
from portal.socle.motifs import exiger_motif
from portal.socle.refus import ActionRefusee, DemandeInvalide

DISPARU = "Cet écart n’est plus constaté : il n’y a rien à justifier."


@dataclass(frozen=True)
class Explication:
    """What somebody wrote for one constat.

    ``depuis`` is the ``empreinte`` of what was kept when their page was drawn, ``figures`` the two
    figures that it showed; None where nothing is to be compared.
    """

    cle: str
    motif: str
    texte: str
    depuis: str | None = None
    figures: tuple[str, str] | None = None


@dataclass
class BilanJustifications:
    """What was kept, by key of constat, and why the rest was not.

    ``a_confirmer`` are those kept on figures that have moved since they were read.
    """

    enregistrees: list[str] = field(default_factory=list)
    a_confirmer: list[str] = field(default_factory=list)
    refusees: dict[str, list[DemandeInvalide]] = field(default_factory=dict)


def empreinte(justification: Justification | None) -> str:
    """Fingerprint of what a constat has been told; of nothing when it has not."""
    return (
        empreinte_de(justification.motif, justification.texte)
        if justification
        else empreinte_de("", "")
    )


def empreinte_de(motif: str, texte: str) -> str:
    """Fingerprint of a reason and its text, in sixteen characters."""
    return sha256(f"{motif}\0{texte}".encode()).hexdigest()[:16]


def justifier(
    declaration_id: int, cle: str, *, acteur: Acteur, motif: str, texte: str
) -> Justification:
    """Write or replace the justification of one constat, on its figures of this moment.

    Raises ActionRefusee; DemandeInvalide when the constat is no longer there for this person, does
    not ask for a justification, or when the reason or the text is missing or too short.
    """
    bilan = justifier_ecarts(declaration_id, [Explication(cle, motif, texte)], acteur=acteur)
    for refus in bilan.refusees.get(cle, ()):
        raise refus
    a_l_oeuvre = Declaration.objects.filter(pk=declaration_id).values("version_courante")
    return Justification.objects.get(version__in=a_l_oeuvre, cle=cle)


@transaction.atomic
def justifier_ecarts(
    declaration_id: int, explications: Iterable[Explication], *, acteur: Acteur
) -> BilanJustifications:
    """Write or replace several justifications: those that can be are kept, the others told.

    Written again as it is kept, a justification changes nothing. Raises ActionRefusee, and keeps
    nothing, when one of the constats is not this person's to justify.
    """
    dossier = ouvrir(declaration_id, acteur)
    lus = dossier.evaluation.constats_lus(dossier.lecteur)
    suivis = {s.constat.cle: s for s in lus}
    bilan = BilanJustifications()
    for explication in explications:
        if fautes := _fautes(dossier, explication, suivis.get(explication.cle)):
            bilan.refusees[explication.cle] = fautes
        else:
            _garder(dossier, explication, suivis[explication.cle], bilan)
    return bilan


def _fautes(
    dossier: DossierVerrouille, explication: Explication, suivi: ConstatSuivi | None
) -> list[DemandeInvalide]:
    """Why an explanation cannot be kept; empty when it can."""
    if suivi is None or suivi.constat.niveau != A_JUSTIFIER:
        return [DemandeInvalide("cle", DISPARU)]
    try:
        _exiger_droit(dossier, suivi.constat.volet)
    except ActionRefusee as refus:
        if refus.interdite:
            raise
        return [DemandeInvalide("cle", str(refus))]
    fautes = []
    actuelle = suivi.justification
    offerts = MotifJustification.offerts(
        dossier.declaration.dispositif, actuelle.motif if actuelle else ""
    )
    if explication.motif not in dict(offerts):
        fautes.append(DemandeInvalide("motif", "Choisissez un motif dans la liste."))
    try:
        exiger_motif(
            explication.texte, "Expliquez en quelques mots ce qui justifie cet écart.", "texte"
        )
    except DemandeInvalide as insuffisante:
        fautes.append(insuffisante)
    return fautes or _conflit(explication, actuelle)


def _conflit(explication: Explication, actuelle: Justification | None) -> list[DemandeInvalide]:
    """Somebody wrote something else since the page was drawn: neither is lost."""
    if actuelle is None or explication.depuis in (None, empreinte(actuelle)):
        return []
    if (actuelle.motif, actuelle.texte) == (explication.motif, explication.texte.strip()):
        return []
    return [
        DemandeInvalide(
            "texte",
            f"{actuelle.par} a justifié cet écart entre-temps : son texte se lit au-dessus. "
            "Enregistrez de nouveau pour le remplacer par le vôtre.",
        )
    ]


def _garder(
    dossier: DossierVerrouille,
    explication: Explication,
    suivi: ConstatSuivi,
    bilan: BilanJustifications,
) -> None:
    constat = suivi.constat
    montrees = explication.figures or (constat.valeur, constat.reference)
    ecrit: Mapping[str, str] = {
        "motif": explication.motif,
        "texte": explication.texte.strip(),
        "valeur": montrees[0],
        "reference": montrees[1],
    }
    bilan.enregistrees.append(constat.cle)
    if montrees != (constat.valeur, constat.reference):
        bilan.a_confirmer.append(constat.cle)
    actuelle = suivi.justification
    if actuelle and all(getattr(actuelle, champ) == dit for champ, dit in ecrit.items()):
        return
    Justification.objects.update_or_create(
        version=dossier.version,
        cle=constat.cle,
        defaults={**ecrit, "par": dossier.acteur.utilisateur, "le": dossier.maintenant},
    )
    dossier.journaliser(
        "anomalie_justifiee", ecrit["texte"], controle=constat.code, constat=constat.cle
    )


def _exiger_droit(dossier: DossierVerrouille, volet: str) -> None:
    """A constat of one volet belongs to its provider; one that looks at both, to either."""
    if volet:
        dossier.exiger(Action.JUSTIFIER, volet)
        return
    possibles = [v for v in VOLETS if ACTES.acteurs_de(Action.JUSTIFIER, v) & dossier.acteurs]
    dossier.exiger(Action.JUSTIFIER, possibles[0] if possibles else VOLETS[0])
