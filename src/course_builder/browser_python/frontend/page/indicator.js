// The bar at the foot of the window: what Python is doing, how much has come, what went wrong. Also speaks.
export class Indicator {
  constructor() {
    this.bar = document.createElement("div");
    this.bar.className = "mo-python";
    this.bar.innerHTML = '<span role="status"></span><progress aria-label="Python is loading"></progress>';
    [this.text, this.progress] = this.bar.children;
    this.bar.hidden = true;
    this.spoken = document.createElement("p");
    this.spoken.className = "mo-spoken";
    this.spoken.setAttribute("role", "status");
    document.body.append(this.bar, this.spoken);
  }

  show(words, value = null, total = null) {
    this.bar.hidden = false;
    this.bar.classList.remove("mo-failed");
    if (this.text.textContent !== words) this.text.textContent = words;
    this.progress.hidden = false;
    if (total) {
      this.progress.max = total;
      this.progress.value = value;
    } else this.progress.removeAttribute("value");
  }

  hide() {
    this.bar.hidden = true;
  }

  fail(words) {
    this.show(words);
    this.progress.hidden = true;
    this.bar.classList.add("mo-failed");
  }

  announce(words) {
    this.spoken.textContent = words;
  }

  follow(news) {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e6 ? 1 : 0);
    if (news.stage === "loading") {
      const much = `${megabytes(news.loaded)} of ${megabytes(news.total)} MB`;
      this.show(`Python and pandas are loading: ${much}. You can read on meanwhile.`, news.loaded, news.total);
    } else if (news.stage === "starting") this.show("Python is starting: a few seconds. You can read on meanwhile.");
    else if (news.stage === "package") this.show(`The code needs ${news.name}: ${megabytes(news.bytes)} MB are loading.`);
    else if (news.stage === "failed") {
      const what = news.file ? `${news.file} did not load (${news.why})` : news.why;
      this.fail(`Python cannot start: ${what}. Look whether this device is connected, and run the cell again; if it stays so, tell whoever runs this site.`);
    } else this.hide();
  }
}
