/* Pieces of pages: fetched, put in place, and enhanced like what came at first. */
export class NoFragment extends Error {}

/* Returns a piece of a page of ours. Throws NoFragment with words to show. */
export async function fragment(address, name) {
  let response;
  try {
    response = await fetch(address, { headers: { "X-Fragment": name }, redirect: "manual" });
  } catch {
    throw new NoFragment("The server did not answer. Try again in a moment.");
  }
  if (response.type === "opaqueredirect") {
    location.reload();
    throw new NoFragment("You are signed out.");
  }
  if (response.status === 404) throw new NoFragment("This request is no longer stored.");
  if (!response.ok) throw new NoFragment("This could not be loaded. Reload the page.");
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}

export function announceAdded(element) {
  element.dispatchEvent(new CustomEvent("switchhook:added", { bubbles: true }));
}

/* Calls `setup` for the page as it is, and for everything that is added to it. */
export function enhance(setup) {
  setup(document);
  document.addEventListener("switchhook:added", (event) => setup(event.target));
}
