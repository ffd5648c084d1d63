"""Pages of an équipement: its fiche, what the Caf keeps of it, its transfer."""

from tests.tables_acces.codes import EQUIPEMENTS, FICHE, FICHE_SUIVIE, RESPONSABLE, soumis

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("habilitations:equipements", (), "get"): EQUIPEMENTS,
    ("habilitations:equipement", ("e",), "get"): FICHE,
    ("habilitations:equipement", (999999,), "get"): "302 " + "404 " * 14,
    ("habilitations:notification", ("clas", 2025), "get"): FICHE_SUIVIE,
    ("habilitations:notification", ("clas", 2025), "post"): soumis(FICHE_SUIVIE, "422"),
    ("habilitations:notification", ("clas", 2023), "get"): FICHE_SUIVIE.replace("200", "404"),
    ("habilitations:poste_nouveau", ("cct", "cof"), "get"): FICHE_SUIVIE,
    ("habilitations:poste_nouveau", ("cct", "cof"), "post"): soumis(FICHE_SUIVIE, "422"),
    ("habilitations:poste", ("cct", "poste"), "get"): FICHE_SUIVIE,
    ("habilitations:poste", ("e", "poste"), "get"): FICHE_SUIVIE.replace("200", "404"),
    ("declarations:retirer_poste", ("cct", "poste"), "get"): FICHE_SUIVIE,
    ("declarations:equipement", ("e",), "get"): (
        "302 404  200 200 200  404 404 404  200 200 200 200  404 403 404"
    ),
    ("declarations:transfert", ("e",), "get"): RESPONSABLE,
    ("declarations:transfert", ("e",), "post"): soumis(RESPONSABLE, "422"),
    ("declarations:annuler_transfert", ("clas", "transfert"), "get"): RESPONSABLE,
    ("declarations:annuler_transfert", ("e", "transfert"), "post"): soumis(RESPONSABLE, "404"),
}
