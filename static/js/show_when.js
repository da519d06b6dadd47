/* Shows the fields that a choice needs: data-show-when="name=value,value". */
for (const form of document.querySelectorAll("[data-show-when-form]")) {
  const parts = [...form.querySelectorAll("[data-show-when]")];
  const update = () => {
    const values = new FormData(form);
    for (const part of parts) {
      const [name, wanted] = part.dataset.showWhen.split("=");
      part.hidden = !wanted.split(",").includes(values.get(name));
    }
  };
  form.addEventListener("change", update);
  update();
}
