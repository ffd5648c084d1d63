"""Who may open the pages of the bilans: « b » is a CCT bilan « à remplir » of Les Passerelles."""

from tests.acces import ACTIVITE_SEULE, INSTRUCTEURS, SAISIE_DU_PARTENAIRE, soumis

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("bilans:ecarts", (), "get"): INSTRUCTEURS,
    ("bilans:accord", ("b",), "get"): SAISIE_DU_PARTENAIRE,
    ("bilans:reprise", ("b",), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("bilans:ecart", ("b", "etp"), "get"): ACTIVITE_SEULE,
    ("bilans:ecart", ("b", "inconnu"), "get"): ACTIVITE_SEULE.replace("200", "404"),
}
