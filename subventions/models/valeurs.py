"""What a barème value says, published or only proposed: one set of fields and of constraints."""

import functools
import operator

from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN
from portal.socle import marques
from subventions.regles.bareme import PORTEE_NATIONALE, ParametreUtilise
from subventions.regles.nombres import ecrire_parametre
from subventions.regles.parametres import (
    CHOIX,
    COMPTES,
    DISPOSITIFS,
    FORME_COMPTES,
    PARAMETRES,
    TAUX,
    parametre,
)

_TOUS = [p for parametres in PARAMETRES.values() for p in parametres]
PARAMETRES_TEXTE = sorted({p.code for p in _TOUS if p.est_texte})
# At zero they would announce 0,00 € to everybody.
PARAMETRES_POSITIFS = sorted({p.code for p in _TOUS if p.code.startswith(("taux", "plafond"))})
PARAMETRES_TAUX = sorted({p.code for p in _TOUS if p.nature == TAUX})


class Marque(models.TextChoices):
    """How sure a value is (DOMAINE); whatever carries an H is shown « à confirmer »."""

    ENONCEE = marques.Marque.ENONCEE.value, "S – énoncée par les documents du projet"
    PUBLIEE = marques.Marque.PUBLIEE.value, "P – publiée"
    HYPOTHESE = marques.Marque.HYPOTHESE.value, "H – hypothèse, à confirmer"
    ENONCEE_LECTURE = "S/H", "S/H – valeur énoncée, lecture à confirmer"


def _choix_parametres() -> list[tuple[str, str]]:
    """Every code once, with its label; which formula reads it is a constraint."""
    return list({p.code: p.libelle for p in _TOUS}.items())


def _parametre_connu() -> Q:
    """The parameter is read by the formula of the dispositif."""
    couples = (
        Q(dispositif=dispositif, parametre__in=[p.code for p in parametres])
        for dispositif, parametres in PARAMETRES.items()
    )
    return functools.reduce(operator.or_, couples)


def _texte_admis() -> Q:
    """Words are those that the formulas know."""
    condition = Q(texte="")
    for attendu in {p.code: p for p in _TOUS if p.est_texte}.values():
        if attendu.nature == CHOIX:
            condition |= Q(parametre=attendu.code, texte__in=attendu.choix)
        elif attendu.nature == COMPTES:
            condition |= Q(parametre=attendu.code, texte__regex=FORME_COMPTES)
    return condition


def contraintes_de_valeur(prefixe: str) -> list[models.CheckConstraint]:
    """What the database asks of a value, whatever table holds it."""
    return [
        models.CheckConstraint(
            condition=_parametre_connu(),
            name=f"{prefixe}_parametre_connu",
            violation_error_message="Ce paramètre n’entre pas dans le calcul de ce dispositif.",
        ),
        models.CheckConstraint(
            condition=(Q(parametre__in=PARAMETRES_TEXTE, valeur__isnull=True) & ~Q(texte=""))
            | (~Q(parametre__in=PARAMETRES_TEXTE) & Q(valeur__isnull=False, texte="")),
            name=f"{prefixe}_une_valeur",
            violation_error_message="Indiquez une valeur, et une seule : un nombre, ou un "
            "texte pour le prorata du plafond et les comptes exclus.",
        ),
        models.CheckConstraint(
            condition=Q(valeur__isnull=True) | Q(valeur__gte=0),
            name=f"{prefixe}_valeur_positive",
            violation_error_message="La valeur ne peut pas être négative.",
        ),
        models.CheckConstraint(
            condition=~Q(parametre__in=PARAMETRES_POSITIFS) | ~Q(valeur=0),
            name=f"{prefixe}_plafond_non_nul",
            violation_error_message="Un taux ou un plafond de zéro ne paierait rien : laissez "
            "le barème non publié.",
        ),
        models.CheckConstraint(
            condition=~Q(parametre__in=PARAMETRES_TAUX) | Q(valeur__isnull=True) | Q(valeur__lte=1),
            name=f"{prefixe}_taux_au_plus_un",
            violation_error_message="Un taux est compris entre 0 et 1 : 0,60 pour 60 %%.",
        ),
        models.CheckConstraint(
            condition=_texte_admis(),
            name=f"{prefixe}_texte_admis",
            violation_error_message="Ce texte n’est pas une valeur possible : etp_mois ou "
            "aucun pour le prorata ; des numéros de compte séparés par des virgules, ou "
            "aucun, pour les comptes exclus.",
        ),
        models.CheckConstraint(
            condition=Q(debut__gte=ANNEE_MIN, debut__lte=ANNEE_MAX)
            & (Q(fin__isnull=True) | Q(fin__gte=F("debut"), fin__lte=ANNEE_MAX)),
            name=f"{prefixe}_exercices_ordonnes",
            violation_error_message="Le dernier exercice ne peut pas précéder le premier, et "
            f"tous deux vont de {ANNEE_MIN} à {ANNEE_MAX}.",
        ),
        models.CheckConstraint(
            condition=~Q(source=""),
            name=f"{prefixe}_source_dite",
            violation_error_message="Indiquez la source de cette valeur.",
        ),
        models.CheckConstraint(
            condition=Q(marque__in=Marque.values),
            name=f"{prefixe}_marque_connue",
            violation_error_message="Indiquez si la valeur est énoncée, publiée ou supposée.",
        ),
    ]


class ValeurBareme(models.Model):
    """One value of one parameter, from an exercice to another, for all Cafs or for one.

    Who inherits it has a ``caf``, null for a national value.
    """

    caf: "models.ForeignKey[Caf | None, Caf | None]"
    caf_id: int | None
    dispositif = models.CharField("dispositif", max_length=20, choices=list(DISPOSITIFS.items()))
    parametre = models.CharField("paramètre", max_length=40, choices=_choix_parametres())
    valeur = models.DecimalField("valeur", max_digits=18, decimal_places=6, null=True, blank=True)
    texte = models.CharField(
        "valeur en toutes lettres",
        max_length=60,
        blank=True,
        help_text="Pour un paramètre qui n’est pas un nombre : prorata du plafond (etp_mois ou "
        "aucun), comptes exclus (864, ou aucun).",
    )
    debut = models.PositiveSmallIntegerField(
        "premier exercice", help_text="Année où l’exercice commence : 2024 pour 2024-2025."
    )
    fin = models.PositiveSmallIntegerField(
        "dernier exercice", null=True, blank=True, help_text="Vide : sans fin prévue."
    )
    source = models.CharField("source", max_length=300)
    marque = models.CharField("marque", max_length=3, choices=Marque.choices)
    note = models.CharField("à confirmer", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def libelle(self) -> str:
        """Name of the parameter in the formula that reads it."""
        attendu = parametre(self.dispositif, self.parametre)
        return attendu.libelle if attendu else self.parametre

    @property
    def portee(self) -> str:
        return str(self.caf) if self.caf else PORTEE_NATIONALE

    @property
    def valeur_ecrite(self) -> str:
        """The value in plain notation, whatever its kind."""
        return self.texte if self.valeur is None else ecrire_parametre(self.valeur)

    def en_parametre(self) -> ParametreUtilise:
        """What the engine uses and prints."""
        return ParametreUtilise(
            code=self.parametre,
            valeur=self.valeur_ecrite,
            source=self.source,
            marque=self.marque,
            portee=self.portee,
            debut=self.debut,
            fin=self.fin,
            note=self.note,
            libelle=self.libelle,
        )
