"""E-mails: what was written to whom, and how far its sending has come.

Pages only write a row here; ``portal.socle.expedition`` sends it, and nothing else does. As in the
journal, no foreign key points upward: recipient, object, gestionnaire and Caf are plain ids.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.socle.models.retenues import Retenue
from portal.socle.portee import au_nom_du_systeme


class EtatCourriel(models.TextChoices):
    """Where an e-mail stands (docs/decisions/0012-envoi-des-courriels.md)."""

    A_ENVOYER = "a_envoyer", "À envoyer"
    EN_COURS = "en_cours", "Envoi en cours"
    ENVOYE = "envoye", "Envoyé"
    ECHEC = "echec", "Échec, nouvel essai prévu"
    ABANDONNE = "abandonne", "Non envoyé"
    RETIRE = "retire", "Retiré avant l’envoi"


EN_ATTENTE = (EtatCourriel.A_ENVOYER, EtatCourriel.ECHEC)
FINIS = (EtatCourriel.ENVOYE, EtatCourriel.ABANDONNE, EtatCourriel.RETIRE)
# Those that say why they did not leave.
EXPLIQUES = (EtatCourriel.ECHEC, EtatCourriel.ABANDONNE, EtatCourriel.RETIRE)


class CourrielQuerySet(models.QuerySet["Courriel"]):
    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> "list[Courriel]":
        """As Django's; whoever writes does not read what others are sent."""
        with au_nom_du_systeme("écrire à quelqu’un d’autre"):
            return super().bulk_create(objs, *args, **kwargs)

    def prets(self, maintenant: datetime) -> "CourrielQuerySet":
        """E-mails whose turn has come, oldest first."""
        return self.filter(etat__in=EN_ATTENTE, prochain_essai_le__lte=maintenant).order_by(
            "prochain_essai_le", "pk"
        )

    def libres(self, retenue: Retenue | None) -> "CourrielQuerySet":
        """Those that no hold keeps: all of them, or those written since it began."""
        return self if retenue is None else self.filter(cree_le__gt=retenue.le)

    def retenus(self, retenue: Retenue) -> "CourrielQuerySet":
        """Those that waited when the hold began, and wait still."""
        return self.filter(etat__in=EN_ATTENTE, cree_le__lte=retenue.le)

    def interrompus(self, maintenant: datetime) -> "CourrielQuerySet":
        """E-mails whose sender died: nobody holds a claim for so long."""
        return self.filter(etat=EtatCourriel.EN_COURS, reserve_jusqu_a__lt=maintenant)

    def perimes(self, avant: datetime) -> "CourrielQuerySet":
        """E-mails that nothing shows any more: about no file, settled, older than a moment."""
        return self.filter(objet_type="", etat__in=FINIS, cree_le__lt=avant)

    def sans_suite(self, avant: datetime) -> "CourrielQuerySet":
        """Links asked for at addresses that nobody has: withdrawn before a word was written."""
        return self.filter(
            objet_type="", etat=EtatCourriel.RETIRE, envoye_le=None, texte="", cree_le__lt=avant
        )

    def partis_vers(self, adresse: str, depuis: datetime) -> "CourrielQuerySet":
        """What an address was sent since a moment."""
        return self.filter(destinataire=adresse, envoye_le__gt=depuis)


class Courriel(models.Model):
    """One e-mail to one person.

    ``reservation`` names the sender that claimed it, until ``reserve_jusqu_a``. ``remise_le`` is
    written just before the last line of the message goes to the server: while it is empty, the
    server cannot have accepted anything. ``relecteur`` names who reads it again as it leaves
    (``portal.socle.relecture``), with the ``parametres`` it needs; ``reecrit_le``
    tells when that changed its words.
    """

    destinataire = models.EmailField("destinataire")
    destinataire_id = models.BigIntegerField("personne", null=True, blank=True)
    objet = models.CharField("objet", max_length=200)
    texte = models.TextField("texte")
    html = models.TextField("version HTML", blank=True)
    confidentiel = models.BooleanField("effacé une fois envoyé", default=False)
    objet_type = models.CharField("type d’objet", max_length=60, blank=True)
    objet_id = models.BigIntegerField("objet concerné", null=True, blank=True)
    gestionnaire_id = models.BigIntegerField("gestionnaire", null=True, blank=True)
    caf_id = models.BigIntegerField("Caf", null=True, blank=True)
    message_id = models.CharField("identifiant du message", max_length=200, unique=True)
    cree_le = models.DateTimeField("créé le", default=timezone.now)
    relecteur = models.CharField("relu avant l’envoi par", max_length=60, blank=True)
    parametres = models.JSONField("ce que le relecteur doit savoir", default=dict, blank=True)
    reecrit_le = models.DateTimeField("réécrit le", null=True, blank=True)
    etat = models.CharField(
        "état", max_length=20, choices=EtatCourriel.choices, default=EtatCourriel.A_ENVOYER
    )
    essais = models.PositiveSmallIntegerField("essais", default=0)
    prochain_essai_le = models.DateTimeField("prochain essai le", null=True, default=timezone.now)
    reservation = models.UUIDField("réservé par", null=True, blank=True)
    reserve_jusqu_a = models.DateTimeField("réservé jusqu’à", null=True, blank=True)
    remise_le = models.DateTimeField("remise commencée le", null=True, blank=True)
    reprises = models.PositiveSmallIntegerField("remises sans réponse", default=0)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    erreur = models.TextField("dernière erreur", blank=True)
    echecs = models.JSONField("échecs", default=list, blank=True)

    objects = CourrielQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["-cree_le", "-pk"]
        indexes = [
            models.Index(
                fields=["prochain_essai_le"],
                name="courriel_en_attente",
                condition=Q(etat__in=EN_ATTENTE),
            ),
            models.Index(fields=["objet_type", "objet_id"], name="courriel_objet"),
            # How many an address was sent, or asked for, in a day.
            models.Index(fields=["destinataire", "cree_le"], name="courriel_destinataire"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat__in=EtatCourriel.values),
                name="courriel_etat_connu",
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(destinataire="") & ~Q(objet="") & ~Q(objet__contains="\n"),
                name="courriel_adresse",
                violation_error_message="Un courriel a un destinataire et un objet d’une ligne.",
            ),
            models.CheckConstraint(
                condition=(Q(etat=EtatCourriel.ENVOYE) & Q(envoye_le__isnull=False))
                | (~Q(etat=EtatCourriel.ENVOYE) & Q(envoye_le__isnull=True)),
                name="courriel_envoye_date",
                violation_error_message="Un courriel envoyé porte sa date, et lui seul.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(etat=EtatCourriel.EN_COURS)
                    & Q(reservation__isnull=False, reserve_jusqu_a__isnull=False)
                )
                | (
                    ~Q(etat=EtatCourriel.EN_COURS)
                    & Q(reservation__isnull=True, reserve_jusqu_a__isnull=True)
                ),
                name="courriel_reserve_pendant_envoi",
                violation_error_message="Un courriel est réservé le temps de son envoi, et lui "
                "seul.",
            ),
            models.CheckConstraint(
                condition=(Q(etat__in=EN_ATTENTE) & Q(prochain_essai_le__isnull=False))
                | ~Q(etat__in=EN_ATTENTE),
                name="courriel_attend_une_heure",
                violation_error_message="Un courriel à envoyer porte l’heure du prochain essai.",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=EXPLIQUES) | ~Q(erreur=""),
                name="courriel_echec_explique",
                violation_error_message="Un échec ou un retrait dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objet} – {self.destinataire}"

    @property
    def ton(self) -> str:
        """Tone of the badge of its state."""
        return {
            EtatCourriel.ENVOYE: "succes",
            EtatCourriel.ECHEC: "attention",
            EtatCourriel.ABANDONNE: "erreur",
            EtatCourriel.RETIRE: "neutre",
        }.get(EtatCourriel(self.etat), "info")
