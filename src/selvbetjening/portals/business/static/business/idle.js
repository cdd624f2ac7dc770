// Warn two minutes before the visit ends by itself, and keep it with one press (BP-07). Without JavaScript the foot of
// the page says when that is. Nothing leaves the page, so what stands in a form stays there.
"use strict";
(() => {
  const box = document.querySelector("[data-idle-left]");
  if (!box) return;
  const [soon, last, over] = ["soon", "last", "over"].map((name) => box.querySelector(`[data-part="${name}"]`));
  const from = (seconds) => Date.now() + Number(seconds) * 1000;
  const absolute = from(box.dataset.idleLast);
  let idle = from(box.dataset.idleLeft);
  let ended = false;
  const show = () => {
    const left = Math.min(idle, absolute) - Date.now();
    ended = ended || left <= 0;
    const near = !ended && left <= 120000;
    over.hidden = !ended;
    last.hidden = !near || absolute > idle;
    soon.hidden = !near || absolute <= idle;
    box.hidden = !ended && !near;
  };
  const form = soon.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.status === 204) idle = from(box.dataset.idleWhole);
      else ended = true;
    } catch {
      return; // No network: the button stays, and can be pressed again.
    }
    show();
  });
  setInterval(show, 1000);
})();
