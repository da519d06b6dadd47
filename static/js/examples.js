/* Remembers from where somebody likes to call, for every webhook's page. */
const KEY = "switchhook-example";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function begin(root = document) {
  for (const tabs of root.querySelectorAll("[data-examples]")) {
    const choice = [...tabs.querySelectorAll("input")].find((each) => each.value === remembered());
    if (choice) choice.checked = true;
    tabs.addEventListener("change", (event) => {
      try {
        localStorage.setItem(KEY, event.target.value);
      } catch {
        // Without storage the first one is shown each time.
      }
    });
  }
}

begin();
