// The form on trial is wide or as narrow as a telephone; what is typed stays.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-trial-width]");
  const frame = document.getElementById("trial-frame");
  if (!button || !frame) return;
  const phone = button.dataset.trialWidth === "phone";
  frame.classList.toggle("phone", phone);
  frame.classList.toggle("desktop", !phone);
  const kept = document.getElementById("trial-width");
  if (kept) kept.value = button.dataset.trialWidth;
  for (const one of document.querySelectorAll("[data-trial-width]")) one.setAttribute("aria-pressed", String(one === button));
});
