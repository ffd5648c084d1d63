// While the mouse button is down nothing may move: what is being clicked would slip away.
// Returns a function whose promise is kept once no button is down any more.
window.portailAppui = () => {
  // Some presses are never told to end (a menu, a window that opens).
  const PATIENCE = 500;
  let appui = Promise.resolve();
  let finir = () => {};
  window.addEventListener(
    "pointerdown",
    () => {
      finir();
      appui = new Promise((suite) => (finir = suite));
      setTimeout(finir, PATIENCE);
    },
    true,
  );
  // After the click, which comes right behind the release.
  ["pointerup", "pointercancel"].forEach((nom) => window.addEventListener(nom, () => setTimeout(finir), true));
  return () => appui;
};
