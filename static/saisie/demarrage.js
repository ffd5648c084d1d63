// Starts the saving of each form that names where it saves (data-saisie), and each table of fields
// (data-tableau), whatever their page.
import { suivre } from "./feuille.js";
import { animer } from "./tableau.js";

document.querySelectorAll("form[data-saisie]").forEach(suivre);
document.querySelectorAll("[data-tableau]").forEach(animer);
