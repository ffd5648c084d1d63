"""What stands around a questionnaire, drawn at random."""

from hypothesis import strategies as st

from bilans.regles.cadre import ACCOMPAGNANTS, AUTEURS, COMMUNE, EQUIPEMENT, Cadre
from declarations.regles.calendrier import JourRelatif


def cadres() -> st.SearchStrategy[Cadre]:
    """What may stand around a questionnaire."""
    jours = st.builds(JourRelatif, st.integers(1, 31), st.integers(1, 12), st.integers(-1, 2))
    dates = st.tuples(jours, jours).map(
        lambda deux: sorted(deux, key=lambda j: (j.decalage, j.mois, j.jour))
    )
    return st.builds(
        lambda dispositif, fin, accompagne, fenetre: Cadre(
            sujet=EQUIPEMENT if dispositif else COMMUNE,
            debut=2025,
            remplit=AUTEURS[:1],
            envoie=AUTEURS[1],
            source="Une « source »",
            marque="H",
            dispositif=dispositif,
            fin=fin,
            accompagne=accompagne,
            ouverture=fenetre and fenetre[0],
            fermeture=fenetre and fenetre[1],
        ),
        st.sampled_from(["", "clas"]),
        st.none() | st.integers(2025, 2030),
        st.sampled_from([(), ACCOMPAGNANTS]),
        st.none() | dates,
    )
