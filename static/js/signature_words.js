/* Says what is signed under the options as they stand. The server says it, because
   it also checks by them. */
const PAUSE_MS = 250;

const form = document.querySelector("form[data-signed-words]");
const place = document.getElementById("signed-words");
let timer = 0;
let asked = 0;

async function update() {
  const query = new URLSearchParams({ provider: form.elements.provider.value });
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("option_")) query.set(name, value);
  }
  asked += 1;
  const mine = asked;
  try {
    const answer = await fetch(`${form.dataset.signedWords}?${query}`);
    if (!answer.ok || mine !== asked) return;
    const { text, right } = await answer.json();
    place.textContent = text;
    place.toggleAttribute("data-wrong", !right);
  } catch {
    // Without an answer the words stay, and saving says what is wrong.
  }
}

if (form && place) {
  form.addEventListener("input", (event) => {
    if (!event.target.name?.startsWith("option_")) return;
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE_MS);
  });
}
