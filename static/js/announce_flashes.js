/* Tells screen readers what a page says of the form that led to it. */

// A live region speaks of what changes in it, not of what it came with.
const announcer = document.querySelector("[data-announcer]");
const texts = [...document.querySelectorAll("[data-flash]")].map((flash) =>
  flash.textContent.trim(),
);
setTimeout(() => {
  announcer.textContent = texts.join(" ");
}, 100);
