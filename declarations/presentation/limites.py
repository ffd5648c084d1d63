"""By when something is due, in a list: the same date in Python, to show it, and in SQL, to sort.

While the partner has the file: the date of the correction when there is one, else the announced
deadline, or the expiry of a dérogation still running when it is later. Lateness is counted from it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, F, Max, OuterRef, Subquery, When
from django.db.models.functions import Greatest

from declarations.models import Declaration, DemandeCorrection, Derogation, Version
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles import etats
from portal.socle.formats import date_fr

ECHEANCE = "echeance"
DEROGATION = "derogation"
CORRECTION = "correction"

# From so many days before the date, the delay is shown as pressing.
JOURS_PRESSANTS = 7

_INTITULES = {
    ECHEANCE: "À transmettre au plus tard le",
    DEROGATION: "Dérogation jusqu’au",
    CORRECTION: "À corriger pour le",
}


@dataclass(frozen=True)
class Limite:
    """A due date. ``jours`` are left, or late when negative; ``close_le`` tells entry is over."""

    le: date
    genre: str
    jours: int
    close_le: date | None = None

    @property
    def en_retard(self) -> bool:
        return self.jours < 0

    @property
    def intitule(self) -> str:
        """What the date is: « À corriger pour le 20 mars 2026 »."""
        return f"{_INTITULES[self.genre]} {date_fr(self.le)}"

    @property
    def delai(self) -> str:
        """How far it is: « il reste 12 jours », « en retard de 3 jours »."""
        if self.close_le:
            return f"saisie close depuis le {date_fr(self.close_le)}"
        if self.jours == 0:
            return "dernier jour aujourd’hui"
        jours = f"{abs(self.jours)} jour{'s' if abs(self.jours) > 1 else ''}"
        return f"en retard de {jours}" if self.en_retard else f"il reste {jours}"

    @property
    def en_bref(self) -> str:
        """The delay, with what gives the date when it is not the announced deadline."""
        if self.close_le:
            return "saisie close"
        prefixe = {DEROGATION: "dérogation, ", CORRECTION: "correction, "}.get(self.genre, "")
        return prefixe + self.delai

    @property
    def ton(self) -> str:
        if self.en_retard:
            return "erreur"
        return "attention" if self.jours <= JOURS_PRESSANTS else "neutre"


def limite_de(declaration: Declaration, jour: date) -> Limite | None:
    """Return when the partner must be done, None once the declaration is out of their hands.

    Reads only what ``DeclarationQuerySet.pour_liste`` loads.
    """
    if declaration.etat not in etats.CHEZ_LE_PARTENAIRE:
        return None
    if declaration.version_courante.est_correction:
        demande = next(iter(declaration.version_courante.demandes_origine.all()), None)
        if demande:
            return Limite(demande.pour_le, CORRECTION, (demande.pour_le - jour).days)
    campagne = declaration.campagne
    le, genre = campagne.echeance_le, ECHEANCE
    derogation = max((d.expire_le for d in declaration.derogations_actives), default=None)
    if derogation and derogation > le:
        le, genre = derogation, DEROGATION
    close = campagne.ferme_le if not derogation and jour > campagne.ferme_le else None
    return Limite(le, genre, (le - jour).days, close)


def avec_limite(declarations: DeclarationQuerySet, jour: date) -> DeclarationQuerySet:
    """Annotate ``limite_le``: the date of ``limite_de``, or for a file the Caf holds, since when.

    Nothing for a file that is over. ``en_retard_sur`` and the sort by date rest on it.
    """
    demande = DemandeCorrection.objects.filter(version=OuterRef("version_courante"))
    derogation = (
        Derogation.objects.actives(jour)
        .filter(declaration=OuterRef("pk"))
        .order_by()
        .values("declaration")
        .annotate(fin=Max("expire_le"))
    )
    initiale = Version.Origine.INITIALE
    return declarations.annotate(
        limite_le=Case(
            When(
                etat__in=etats.CHEZ_LE_PARTENAIRE,
                version_courante__origine=initiale,
                then=Greatest("campagne__echeance_le", Subquery(derogation.values("fin"))),
            ),
            When(
                etat__in=etats.CHEZ_LE_PARTENAIRE,
                then=Subquery(demande.values("pour_le")[:1]),
            ),
            When(etat__in=etats.CHEZ_LA_CAF, then=F("etat_depuis__date")),
            output_field=DateField(),
        )
    )


def en_retard_sur(declarations: DeclarationQuerySet, jour: date) -> DeclarationQuerySet:
    """Keep the files, annotated by ``avec_limite``, that the partner should have given back."""
    return declarations.filter(etat__in=etats.CHEZ_LE_PARTENAIRE, limite_le__lt=jour)
