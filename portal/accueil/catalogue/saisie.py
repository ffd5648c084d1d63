"""What a page of entry shows: fields in all their states, mistakes, filters."""

from django import forms

from portal.socle import composants as c

_REPERES = (
    c.Repere("Réelle 2024", "1 234 h", "+12,4 %", alerte=True),
    c.Repere("Prévisionnelle 2025", "1 400 h", "−0,9 %"),
)

CHAMPS = (
    c.ChampSaisie(
        "lieux.l1.heures_rencontres",
        "Heures de rencontres",
        valeur="1387",
        unite="h",
        aide="Rencontres et passages de bras, une heure par famille présente.",
        alertes=("Variation de +12,4 % par rapport à la réelle 2024 : à justifier.",),
        reperes=_REPERES,
    ),
    c.ChampSaisie(
        "comptes.64",
        "64 – Charges de personnel",
        valeur="douze mille",
        unite="€",
        erreurs=("Écrivez un nombre, par exemple « 12 345,60 ».",),
        reperes=(c.Repere("Réelle 2024", "86 400,00 €", "n.c."),),
    ),
    c.ChampSaisie("lieux.l1.enfants", "Enfants accueillis", valeur="", unite="enfants"),
    c.ChampSaisie("mesures_jaf", "Mesures du juge aux affaires familiales", obligatoire=False),
    c.ChampSaisie("commentaire", "Commentaire", type="texte_long", obligatoire=False),
    c.ChampSaisie(
        "chef_de_projet", "Ce poste est-il chef de projet ?", type="oui_non", valeur="oui"
    ),
    c.ChampSaisie(
        "thematiques",
        "Thématiques",
        type="choix_multiples",
        valeur=("enfance",),
        choix=(
            ("petite_enfance", "Petite enfance"),
            ("enfance", "Enfance"),
            ("jeunesse", "Jeunesse"),
        ),
        erreurs=("Choisissez au moins deux thématiques.",),
    ),
    c.ChampSaisie(
        "reunions",
        "Réunions de réseau",
        valeur="ne_sait_pas",
        unite="réunions",
        a_part=(("ne_sait_pas", "Ne sait pas"),),
    ),
    c.ChampSaisie(
        "etp_conventionne",
        "ETP conventionné",
        valeur="0.8",
        unite="ETP",
        aide="Repris de la convention, non modifiable.",
        lecture_seule=True,
    ),
)

ERREURS = (
    c.ErreurSaisie("64 – Charges de personnel : écrivez un nombre.", "id_comptes-64"),
    c.ErreurSaisie("Le total des charges diffère du total des produits."),
)


class FiltresExemple(forms.Form):
    """The filters bar, over nothing."""

    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), ("a_saisir", "À saisir")]
    )
    q = forms.CharField(label="Équipement", required=False)
