/* Where a value is inside what a form edits: read, written, and pointed at.
   A field has other names in some exports; what is written goes to the name that
   is there, while problems always speak of the first. */

export class Root {
  /* form: {read(), write(path, value, label, typing)}; name: "config", "meta" … */
  constructor(form, name) {
    this.form = form;
    this.name = name;
  }

  get path() {
    return this.name === "" ? [] : [this.name];
  }

  get pointer() {
    return this.name === "" ? "" : `/${this.name}`;
  }

  get value() {
    const whole = this.form.read();
    return this.name === "" ? whole : whole?.[this.name];
  }

  write(value, label, typing = false) {
    this.form.write(this.path, value, label, typing);
  }
}

export class Place {
  /* base: the place of what holds it; names: its key, then other keys. */
  constructor(base, names) {
    this.form = base.form;
    this.base = base;
    this.names = names;
  }

  static of(base, field) {
    return new Place(base, [field.name, ...(field.aliases ?? [])]);
  }

  get holder() {
    const value = this.base.value;
    return typeof value === "object" ? value : null;
  }

  get key() {
    const { holder, names } = this;
    return names.find((name) => holder?.[name] !== undefined && holder[name] !== null) ?? names[0];
  }

  get path() {
    return [...this.base.path, this.key];
  }

  get pointer() {
    const name = String(this.names[0]).replaceAll("~", "~0").replaceAll("/", "~1");
    return `${this.base.pointer}/${name}`;
  }

  get value() {
    return this.holder?.[this.key];
  }

  /* typing: one of many small steps that are undone together. */
  write(value, label, typing = false) {
    this.form.write(this.path, value, label, typing);
  }
}
