"""Tables of declarations: what every list of them shows; the adviser's is ``table_file``."""

from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from declarations.echeances import avec_limite
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.lignes import LigneSuivi, decrire
from declarations.presentation.montants import montant_lu
from declarations.presentation.suite import Approbateurs, approbateurs_de
from declarations.regles.etats import Etat
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rang_nom
from portal.dossiers.tables import (
    TableauDossiers,
    date_et_delai,
    ordre_avec_vides,
    qui_agit,
    rang_etat,
)
from portal.socle.templatetags.composants import badge

NOMBRE = {"th": {"class": "nombre"}, "td": {"class": "nombre"}}

# The order in which each side looks at the states: what it must handle first comes first.
ORDRE_PARTENAIRE = (
    Etat.A_CORRIGER,
    Etat.A_APPROUVER,
    Etat.A_SAISIR,
    Etat.EN_SAISIE,
    Etat.TRANSMISE,
    Etat.EN_INSTRUCTION,
    Etat.VALIDEE,
    Etat.SANS_OBJET,
)
ORDRE_CAF = (
    Etat.TRANSMISE,
    Etat.EN_INSTRUCTION,
    Etat.A_CORRIGER,
    Etat.A_APPROUVER,
    Etat.EN_SAISIE,
    Etat.A_SAISIR,
    Etat.VALIDEE,
    Etat.SANS_OBJET,
)


class TableauDeclarations(TableauDossiers):
    """Declarations seen from one side; everything it shows is loaded by ``pour_liste``."""

    cote_caf = False
    partenaire_a_part = False
    ordre_etats = ORDRE_PARTENAIRE

    equipement = tables.Column("Équipement", accessor="equipement__nom")
    declaration = tables.Column("Déclaration", accessor="annee")
    etat = tables.Column("État")
    suite = tables.Column("Qui agit", empty_values=(), orderable=False)
    date = tables.Column("Date", empty_values=())
    montant = tables.Column("Montant", empty_values=(), attrs=NOMBRE)

    class Meta:
        attrs = {"caption": "Déclarations"}

    def __init__(
        self,
        declarations: DeclarationQuerySet,
        acteur: Acteur,
        parametres: QueryDict,
        **options: Any,
    ) -> None:
        self.acteur = acteur
        self._lignes: dict[int, LigneSuivi] = {}
        chargees = (
            avec_limite(declarations)
            .pour_liste()
            .avec_messages_non_lus(self.acteur.utilisateur, self.cote_caf)
            .annotate(rang=rang_etat(self.ordre_etats))
            .order_by("rang", *self.ordre_par_defaut)
        )
        super().__init__(chargees, order_by=parametres.getlist("sort") or None, **options)

    ordre_par_defaut: tuple[str, ...] = ("-annee", "limite_le", "pk")

    @cached_property
    def avec_partenaire(self) -> bool:
        """Name the partner on each line: always for the Caf, else when there are several."""
        return self.cote_caf or len({h.gestionnaire_id for h in self.acteur.habilitations}) > 1

    @cached_property
    def _approbateurs(self) -> Approbateurs:
        """Of the page shown, and only when a file of it waits for one."""
        montrees = [rangee.record for rangee in self.paginated_rows]
        return approbateurs_de(montrees, self.acteur.jour)

    def ligne(self, declaration: Declaration) -> LigneSuivi:
        if declaration.pk not in self._lignes:
            self._lignes[declaration.pk] = decrire(
                declaration, self.acteur, self.cote_caf, self._approbateurs
            )
        return self._lignes[declaration.pk]

    def render_equipement(self, record: Declaration) -> SafeString:
        partenaire = (
            format_html('<br><span class="discret">{}</span>', record.gestionnaire)
            if self.avec_partenaire and not self.partenaire_a_part
            else ""
        )
        return format_html(
            '<span><a href="{}">{}<span class="visually-hidden"> – {}</span></a>{}</span>',
            self.ligne(record).adresse,
            record.equipement,
            record.libelle,
            partenaire,
        )

    def render_declaration(self, record: Declaration) -> SafeString:
        return format_html(
            '<span class="cote-a-cote"><span class="insecable">{}</span> '
            '<abbr class="discret" title="{}">{}</abbr></span>',
            record.libelle,
            record.get_dispositif_display(),
            record.dispositif.upper(),
        )

    def render_etat(self, record: Declaration) -> SafeString:
        ligne = self.ligne(record)
        etat = badge(ligne.etat, ligne.ton)
        if not ligne.non_lus:
            return etat
        return format_html(
            '<span class="cote-a-cote">{} <a class="insecable" href="{}#messages">{}</a></span>',
            etat,
            ligne.adresse,
            ligne.non_lus,
        )

    def render_suite(self, record: Declaration) -> SafeString | str:
        suite = self.ligne(record).suite
        return qui_agit(suite.texte, a_moi=suite.a_moi)

    def render_date(self, record: Declaration) -> SafeString:
        return date_et_delai(self.ligne(record))

    def render_montant(self, record: Declaration) -> str:
        return self.ligne(record).montant or "–"

    def order_equipement(
        self, queryset: DeclarationQuerySet, is_descending: bool
    ) -> tuple[DeclarationQuerySet, bool]:
        rang = rang_nom(queryset, "equipement")
        ordre = rang.desc() if is_descending else rang.asc()
        return queryset.order_by(ordre, "-annee", "nature", "numero", "pk"), True

    def order_declaration(
        self, queryset: DeclarationQuerySet, is_descending: bool
    ) -> tuple[DeclarationQuerySet, bool]:
        sens = "-" if is_descending else ""
        return queryset.order_by(f"{sens}annee", "dispositif", "nature", "numero", "pk"), True

    def order_montant(
        self, queryset: DeclarationQuerySet, is_descending: bool
    ) -> tuple[DeclarationQuerySet, bool]:
        """Those whose amount this person does not read come last, by number."""
        montant = montant_lu(self.acteur, self.cote_caf)
        return queryset.order_by(ordre_avec_vides(montant, is_descending), "pk"), True


class TableauSuivi(TableauDeclarations):
    """The partner's: what is not expected of the person who reads."""

    class Meta:
        attrs = {"caption": "Déclarations suivies"}
