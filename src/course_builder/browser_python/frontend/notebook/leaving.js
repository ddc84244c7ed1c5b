// What a tab has not kept in the moment in which it is closed: keeping a notebook takes a while, and longer where another
// tab is at it. localStorage alone takes what is written then; whoever has the notebook open next takes it from there.
const PAUSE = 3000; // milliseconds that a tab which was only hidden has to keep it itself

export class Leaving {
  constructor(path, found) {
    this.prefix = `marketing-origin left ${new URL("../..", location.href).pathname} ${path} `;
    this.own = `${this.prefix}${crypto.getRandomValues(new Uint32Array(1))}`;
    this.found = found;
    this.hear = ({ key, newValue }) => newValue && key?.startsWith(this.prefix) && setTimeout(() => this.look(), PAUSE);
    window.addEventListener("storage", this.hear);
  }

  put(record) {
    try {
      localStorage.setItem(this.own, JSON.stringify(record));
    } catch {
      // Refused, or full: what is being kept at this moment may still arrive.
    }
  }

  drop() {
    try {
      localStorage.removeItem(this.own);
    } catch {
      // Refused.
    }
  }

  // Hands over what other tabs have left; one tab alone gets each of it.
  look() {
    try {
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith(this.prefix) && one !== this.own)) {
        const record = JSON.parse(localStorage.getItem(key));
        localStorage.removeItem(key);
        if (record) this.found(record);
      }
    } catch {
      // Refused.
    }
  }

  end() {
    window.removeEventListener("storage", this.hear);
  }
}
