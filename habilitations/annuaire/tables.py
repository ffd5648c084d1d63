"""Tables of the annuaire: partners and équipements of one Caf."""

from typing import Any

import django_tables2 as tables
from django.db.models import Count, Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habilitations.annuaire.liens import adresse
from habilitations.annuaire.presentation.fiches import etat_de_l_equipement
from habilitations.models import Adhesion, Caf, Equipement, Gestionnaire
from habilitations.models.equipements import EquipementQuerySet
from habilitations.presentation.adhesions import etat_de_l_adhesion
from habilitations.presentation.ordre import rang_nom
from habilitations.requetes import Requete
from portal.socle.formats import ecrire_siret
from portal.socle.listes import TableauPagine
from portal.socle.templatetags.composants import badge

NOMBRE = {"th": {"class": "nombre"}, "td": {"class": "nombre"}}


class TableauGestionnaires(TableauPagine):
    """Each partner, its adhesion at this Caf, how many équipements it runs there."""

    nom = tables.Column("Gestionnaire")
    nature = tables.Column("Nature", orderable=False)
    adhesion = tables.Column("Adhésion", empty_values=(), orderable=False)
    combien = tables.Column("Équipements", attrs=NOMBRE, orderable=False)

    class Meta:
        attrs = {"caption": "Gestionnaires"}

    def __init__(self, gestionnaires: QuerySet[Gestionnaire], caf: Caf, request: Requete) -> None:
        self.caf, self.jour = caf, request.acteur.jour
        rang = rang_nom(gestionnaires)
        siens = Count("equipements", filter=Q(equipements__caf=caf))
        super().__init__(gestionnaires.annotate(combien=siens).order_by(rang, "pk"))
        self.paginer(request)
        vus = [ligne.record.pk for ligne in self.paginated_rows]
        adhesions = Adhesion.objects.filter(caf=caf, gestionnaire__in=vus)
        self.adhesions = {a.gestionnaire_id: a for a in adhesions}

    def render_nom(self, record: Gestionnaire) -> SafeString:
        return format_html(
            '<span><a href="{}">{}</a><br><span class="discret insecable">SIRET {}</span></span>',
            adresse("gestionnaire", record.pk, caf=self.caf),
            record.nom,
            ecrire_siret(record.siret),
        )

    def render_nature(self, record: Gestionnaire) -> str:
        return record.get_nature_display()

    def render_adhesion(self, record: Gestionnaire) -> SafeString:
        return badge(*etat_de_l_adhesion(self.adhesions.get(record.pk), self.jour))

    def order_nom(
        self, queryset: QuerySet[Gestionnaire], is_descending: bool
    ) -> tuple[QuerySet[Gestionnaire], bool]:
        rang = rang_nom(queryset)
        return queryset.order_by(rang.desc() if is_descending else rang.asc(), "pk"), True


class TableauEquipementsAnnuaire(TableauPagine):
    """Each équipement with its number, who runs it, who follows it, whether it is open."""

    nom = tables.Column("Équipement")
    gestionnaire = tables.Column("Gestionnaire", accessor="gestionnaire__nom")
    dispositif = tables.Column("Dispositif", orderable=False)
    portefeuille = tables.Column("Portefeuille", accessor="portefeuille__nom", orderable=False)
    etat = tables.Column("État", empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": "Équipements"}

    def __init__(self, equipements: EquipementQuerySet, request: Requete) -> None:
        self.jour = request.acteur.jour
        charges = equipements.select_related("gestionnaire", "portefeuille")
        super().__init__(charges.order_by(rang_nom(equipements), "pk"))
        self.paginer(request)

    def render_nom(self, record: Equipement) -> SafeString:
        return format_html('<a href="{}">{}</a>', adresse("equipement", record.pk), record.nom)

    def render_dispositif(self, record: Equipement) -> str:
        return record.get_dispositif_display()

    def render_etat(self, record: Equipement) -> SafeString:
        return badge(*etat_de_l_equipement(record, self.jour))

    def order_nom(self, queryset: EquipementQuerySet, is_descending: bool) -> tuple[Any, bool]:
        return _ordonner(queryset, rang_nom(queryset), is_descending)

    def order_gestionnaire(
        self, queryset: EquipementQuerySet, is_descending: bool
    ) -> tuple[Any, bool]:
        return _ordonner(queryset, rang_nom(queryset, "gestionnaire"), is_descending)


def _ordonner(queryset: EquipementQuerySet, rang: Any, is_descending: bool) -> tuple[Any, bool]:
    return queryset.order_by(rang.desc() if is_descending else rang.asc(), "nom", "pk"), True
