// What each answer to a save means: the table of docs/decisions/0014, as data. Tests walk every line.
// Whatever the line, what is not acknowledged stays in its author's browser (attente.js). « suite »:
//   acquitte   dealt with, field by field
//   delais     sent again after a growing random delay, never before Retry-After (reprise.js)
//   connexion  sent again once the person is back: logged in elsewhere, or this page in front again
//   morceaux   sent again in halves; a field that is too long alone says so
//   personne   the page is loaded again, for whoever is there now
//   arret      nothing more is sent from this page

const RESTE = "votre saisie reste affichée.";
export const LIGNES = {
  200: { suite: "acquitte" },
  400: { suite: "delais", ton: "erreur", phrase: "{attendent}. Cet envoi n’a pas été compris ; un nouvel essai aura lieu. Si cela dure, rechargez la page : votre saisie y sera encore." },
  401: { suite: "connexion", ton: "attention", phrase: "Votre session est fermée. {attendent} : ce que vous avez saisi reste dans ce navigateur. ", lien: true },
  403: { suite: "arret", ton: "erreur", phrase: `{message} Rien de plus n’a été enregistré ; ${RESTE}`, message: "Le portail n’accepte plus cette saisie : vos droits ou le dossier ont changé. Rechargez la page." },
  404: { suite: "arret", ton: "erreur", phrase: `{message} Rien de plus n’a été enregistré ; ${RESTE}`, message: "Le portail ne trouve plus cette page parmi celles qui vous sont ouvertes. Rechargez la page." },
  409: { suite: "arret", ton: "erreur", phrase: `{message} Rien de plus n’a été enregistré ; ${RESTE}`, message: "Le dossier a changé depuis l’ouverture de cette page. Rechargez-la." },
  "409-personne": { suite: "personne", ton: "attention", phrase: "Une autre personne est connectée : rien n’est envoyé à son nom." },
  413: { suite: "morceaux", message: "Ce texte est trop long pour être envoyé : raccourcissez-le." },
  422: { suite: "acquitte" },
  429: { suite: "delais", ton: "attention", phrase: "{attendent}. Trop d’envois en peu de temps depuis votre réseau : l’envoi reprendra de lui-même." },
  500: { suite: "delais", ton: "erreur", phrase: "{attendent}. Le portail n’a pas pu enregistrer ; un nouvel essai aura lieu dans un instant." },
  502: { suite: "delais", ton: "attention", phrase: "{attendent}. Le portail est arrêté un moment : gardez cette page ouverte, l’envoi reprendra de lui-même." },
  503: { suite: "delais", ton: "attention", phrase: "{attendent}. Le portail est très demandé ou en maintenance : gardez cette page ouverte, l’envoi reprendra de lui-même." },
  504: { suite: "delais", ton: "attention", phrase: "{attendent}. Le portail tarde à répondre : gardez cette page ouverte, l’envoi reprendra de lui-même." },
  coupure: { suite: "delais", ton: "attention", phrase: "{attendent}. Le portail ne répond pas : gardez cette page ouverte, l’envoi reprendra dès que la connexion reviendra." },
  lenteur: { suite: "delais", ton: "attention", phrase: "{attendent}. Le portail met trop de temps à répondre : gardez cette page ouverte, l’envoi reprendra de lui-même." },
  redirection: { suite: "delais", ton: "attention", phrase: "{attendent}. Votre réseau ou le portail demande de se connecter avant d’aller plus loin ; l’envoi reprendra ensuite. ", lien: true },
  intermediaire: { suite: "delais", ton: "attention", phrase: "{attendent}. Ce n’est pas le portail qui a répondu : votre réseau demande peut-être une connexion. L’envoi reprendra de lui-même." },
  illisible: { suite: "delais", ton: "attention", phrase: "{attendent}. La réponse est arrivée incomplète ou illisible ; un nouvel essai aura lieu dans un instant." },
  autre: { suite: "delais", ton: "erreur", phrase: "{attendent}. La réponse n’était pas celle attendue ; un nouvel essai aura lieu dans un instant." },
};
const PATIENCE_MAX = 10 * 60_000;

// Milliseconds that the server asks to wait, in seconds or as a date; a proxy that says « tomorrow »
// must not silence a page for the day.
const patience = (entetes) => {
  const dit = entetes.get("Retry-After") ?? "";
  const attente = /^\d+$/.test(dit) ? Number(dit) * 1_000 : Date.parse(dit) - Date.now();
  return Math.min(PATIENCE_MAX, Math.max(0, attente || 0));
};

// Only the portal says « raison », or gives a revision: whoever stands in between does not.
const cle = ({ status }, contenu) => {
  const { revision, raison } = contenu ?? {};
  if (status === 200 || status === 422) return Number.isInteger(revision) ? status : "illisible";
  if (status === 409 && raison === "personne") return "409-personne";
  if ([401, 403, 404, 409].includes(status)) return raison ? status : "intermediaire";
  return status in LIGNES ? status : "autre";
};

const ligne = (nom, contenu = {}, attente = 0) => ({ nom: String(nom), contenu, patience: attente, ...LIGNES[nom] });

// A JSON cut short is a SyntaxError; a connection that breaks is not, and goes to echec.
export const lire = async (reponse) => {
  if (reponse.type === "opaqueredirect") return ligne("redirection");
  const contenu = await reponse.json().catch((erreur) => {
    if (erreur instanceof SyntaxError) return null;
    throw erreur;
  });
  return ligne(cle(reponse, contenu), contenu ?? {}, patience(reponse.headers));
};
export const echec = (erreur) => ligne(erreur?.name === "TimeoutError" ? "lenteur" : "coupure");
