/* The slider and the steppers of the workload page. Without this file the buttons send the form. */
"use strict";

(() => {
  const form = document.querySelector("[data-workload]");
  if (!form) return;
  const slider = form.querySelector("[type=range]");
  const box = form.elements.threshold;
  const grid = slider.dataset.grid.split(" ");

  const tell = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));
  const nearest = (value) =>
    grid.reduce((best, each, at) => (Math.abs(each - value) < Math.abs(grid[best] - value) ? at : best), 0);
  const follow = () => {
    slider.value = nearest(box.value);
    slider.setAttribute("aria-valuetext", box.value);
  };

  slider.hidden = false;
  form.dataset.live = "";
  follow();

  // The slider only fills the box: what is asked is always what stands in the box.
  slider.addEventListener("input", () => {
    box.value = grid[slider.value];
    slider.setAttribute("aria-valuetext", box.value);
  });
  box.addEventListener("input", follow);

  // Whoever listens hears the sentence once the moving stops, and not every figure of the page each time.
  let moving = 0;
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "answer") return;
    clearTimeout(moving);
    moving = setTimeout(() => {
      const words = event.detail.target.querySelectorAll(".lede, .callout h2, .callout h3, .callout p");
      document.querySelector("[data-said]").textContent = [...words].map((each) => each.textContent.trim()).join(" ");
    }, 500);
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=step]");
    if (!button) return;
    event.preventDefault();
    const by = Number(button.value.slice(button.value.lastIndexOf(":") + 1));
    if (button.value.startsWith("threshold:")) {
      const at = nearest(box.value) + by;
      box.value = grid[Math.min(Math.max(at, 0), grid.length - 1)];
      tell(box);
      return;
    }
    const input = button.parentElement.querySelector("input");
    input.value = Math.min(Math.max(Number(input.value) + by, Number(input.min)), Number(input.max));
    tell(input);
  });
})();
