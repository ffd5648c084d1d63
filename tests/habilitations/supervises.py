"""What the database refuses of the supervision of rights, by constraint."""

from collections.abc import Callable

from django.db import models

from habilitations.models import ReglageDroits
from tests.habilitations import fabriques
from tests.monde import JOUR, MAINTENANT, Monde

CAS: dict[str, tuple[Callable[[Monde], models.Model], str]] = {
    "equipement_suspension_motivee": (
        lambda m: fabriques.equipement(m, suspendu_le=MAINTENANT),
        "Une suspension demande un motif.",
    ),
    "reglage_droits_borne": (
        lambda m: ReglageDroits(caf=m.caf, part_max=0),
        "Une de ces valeurs est hors de ses bornes.",
    ),
    "secours_un_seul_ouvert": (
        fabriques.secours_en_double,
        "Un secours attend déjà sa seconde signature.",
    ),
    "secours_motive_et_borne": (
        lambda m: fabriques.secours(m, expire_le=MAINTENANT),
        "Un secours nomme une personne, son motif et sa fin.",
    ),
    "secours_cosignature_complete": (
        lambda m: fabriques.secours(m, cosigne_le=MAINTENANT, cosigne_par=m.ccd),
        "Une cosignature dit quand, par qui et quel droit.",
    ),
    "secours_deux_personnes": (
        lambda m: fabriques.secours(
            m,
            cosigne_le=MAINTENANT,
            cosigne_par=m.responsable,
            droit=m.passerelles.activite.habilitations.get(),
        ),
        "Une autre personne cosigne un secours.",
    ),
    "secours_refus_complet": (
        lambda m: fabriques.secours(m, refuse_le=MAINTENANT, refuse_par=m.ccd),
        "Un refus porte sa date, son auteur et son motif.",
    ),
    "revue_une_par_an": (
        lambda m: fabriques.revue_en_double(m, premiere_close_le=MAINTENANT),
        "Cette Caf a déjà sa revue de l’année.",
    ),
    "revue_une_seule_ouverte": (
        lambda m: fabriques.revue_en_double(m, annee=2027),
        "Une revue de cette Caf est déjà ouverte.",
    ),
    "revue_dates_ordonnees": (
        lambda m: fabriques.revue(m, suspension_le=JOUR),
        "L’ouverture, l’échéance, la suspension et le retrait se suivent.",
    ),
    "revue_partenaire_une_fois": (
        fabriques.partenaire_en_double,
        "Ce partenaire est déjà dans cette revue.",
    ),
    "revue_personne_une_fois": (
        fabriques.ligne_en_double,
        "Cette personne est déjà dans cette revue.",
    ),
    "revue_reponse_complete": (
        lambda m: fabriques.ligne_de_revue(m, reponse="continue"),
        "Une réponse dit quand et par qui.",
    ),
    "revue_depart_date": (
        lambda m: fabriques.ligne_de_revue(
            m, reponse="part", repondue_le=MAINTENANT, repondue_par=m.responsable
        ),
        "Un départ porte sa date, et lui seul.",
    ),
    "sommeil_une_fois": (
        fabriques.sommeil_en_double,
        "Ce compte est déjà annoncé en sommeil.",
    ),
    "sommeil_annonce_d_abord": (
        lambda m: fabriques.sommeil(m, suspendu_le=MAINTENANT),
        "Un compte en sommeil est annoncé avant d’être suspendu.",
    ),
    "vague_une_seule_en_attente": (
        lambda m: (fabriques.vague_arretee(m), fabriques.vague(m))[1],
        "Une vague de ce genre attend déjà.",
    ),
    "vague_nombre_du_total": (
        lambda m: fabriques.vague(m, nombre=7),
        "Une vague concerne une part des droits.",
    ),
    "vague_accord_complet": (
        lambda m: fabriques.vague(m, etat="faite", decidee_le=MAINTENANT),
        "Un accord porte sa date, son auteur et son motif.",
    ),
    "vague_autorisee_par_quelqu_un": (
        lambda m: fabriques.vague(m, etat="autorisee"),
        "Quelqu’un autorise une vague.",
    ),
}
