// Starts the saving of each form that names where it saves (data-saisie), whatever its page.
import { suivre } from "./feuille.js";

document.querySelectorAll("form[data-saisie]").forEach(suivre);
