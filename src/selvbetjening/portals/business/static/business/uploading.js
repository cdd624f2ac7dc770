// Send large files in pieces that survive a lost connection and a closed page (business-portal.md annex E). Without
// this the form sends them in one go. What the server says of an offset counts, never what is remembered here.
"use strict";
(() => {
  const form = document.querySelector("[data-uploads]");
  if (!form || !window.crypto || !window.crypto.subtle) return;
  const list = document.querySelector("[data-list]");
  const shape = document.querySelector("[data-row]");
  const words = list.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;
  const most = Number(form.dataset.chunk);
  const language = document.documentElement.lang || "da";
  const SMALLEST = 65536;
  const SLICE = 4194304;
  const AT_ONCE = 3;
  const TYPE = "application/offset+octet-stream";
  const queue = [];
  let running = 0;
  let made = 0;

  form.querySelector("[data-without]").hidden = true;
  form.querySelector("[data-with]").hidden = false;

  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const size = (bytes) => `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1000000)} MB`;
  const left = (seconds) => {
    const minutes = seconds >= 90;
    const unit = minutes ? "minute" : "second";
    const number = Math.max(1, Math.round(minutes ? seconds / 60 : seconds));
    return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(number);
  };
  // A redirect leads to the login, and nowhere else.
  const call = (method, address, headers, body) =>
    fetch(address, { method, headers: { "X-CSRFToken": token, ...headers }, body, redirect: "manual" });
  const json = (method, address, value) =>
    call(method, address, { "Content-Type": "application/json" }, JSON.stringify(value));
  const told = async (answer) => {
    try {
      return await answer.json();
    } catch {
      return {};
    }
  };

  class Stop extends Error {}

  class Upload {
    constructor(file) {
      made += 1;
      this.file = file;
      this.environment = form.elements.environment.value;
      this.piece = SMALLEST * 4;
      const row = shape.content.cloneNode(true).firstElementChild;
      this.row = row;
      this.part = (name) => row.querySelector(`[data-${name}]`);
      this.act = (name) => row.querySelector(`[data-act="${name}"]`);
      this.part("name").textContent = file.name;
      this.part("bar").setAttribute("aria-label", file.name);
      for (const name of ["pause", "resume", "anyway", "cancel"]) {
        this.act(name).setAttribute("aria-label", `${this.act(name).textContent}: ${file.name}`);
        this.act(name).addEventListener("click", () => this[name]());
      }
      list.append(row);
    }
    say(text) {
      const place = this.part("said");
      if (place.textContent !== text) place.textContent = text;
    }
    buttons(...shown) {
      for (const name of ["pause", "resume", "anyway", "cancel"]) this.act(name).hidden = !shown.includes(name);
    }
    pause() {
      this.paused = true;
      this.buttons("resume", "cancel");
      this.say(words.paused);
    }
    resume() {
      this.paused = false;
      enqueue(this);
    }
    anyway() {
      this.confirmed = true;
      this.part("earlier").hidden = true;
      enqueue(this);
    }
    async cancel() {
      this.paused = true;
      this.cancelled = true;
      this.buttons();
      this.part("bar").hidden = true;
      this.say(words.cancelled);
      if (this.address) await call("DELETE", this.address).catch(() => {});
    }
    async run() {
      if (this.paused || this.active) return;
      this.active = true;
      this.part("bar").hidden = false;
      this.buttons("pause", "cancel");
      try {
        await this.look();
        while (!this.paused && !(await this.begun())) await wait(3);
        await this.send();
        if (!this.paused) await this.finish();
      } catch (error) {
        if (this.cancelled) return;
        this.part("bar").hidden = !this.address;
        this.buttons(...(error instanceof Stop ? this.offered || [] : ["resume", "cancel"]));
        this.say(error instanceof Stop ? error.message : words.failed);
      } finally {
        this.active = false;
      }
    }
    async look() {
      if (this.sha256) return;
      if (!this.file.size) throw new Stop(words.empty);
      if (this.file.size > Number(form.dataset.largest)) throw new Stop(words.large);
      const hash = new window.Sha256();
      for (let at = 0; at < this.file.size; at += SLICE) {
        hash.update(new Uint8Array(await this.file.slice(at, at + SLICE).arrayBuffer()));
        this.say(`${words.hashing} …`);
        await wait(0);
      }
      this.sha256 = hash.hex();
      this.odd = (await this.file.slice(0, 2).text()) !== "BS";
    }
    async begun() {
      const asked = {
        name: this.file.name, size: this.file.size, sha256: this.sha256, purpose: "preview",
        environment: this.environment, confirm_duplicate: Boolean(this.confirmed),
      };
      const answer = await this.reach(() => json("POST", form.dataset.uploads, asked));
      const said = await told(answer);
      if (answer.status === 429 && said.code === "" && !answer.headers.get("Retry-After")) {
        this.say(said.words);
        return false;
      }
      if (said.code === "MFT-07") {
        this.part("earlier").href = said.address;
        this.part("earlier").hidden = false;
        this.offered = ["anyway", "cancel"];
      }
      if (!answer.ok) throw new Stop(said.words || words.failed);
      [this.address, this.offset] = [said.upload, said.offset];
      return true;
    }
    // Ask again until there is an answer; one that leads to the login, or forbids, ends it.
    async reach(ask) {
      for (let tries = 0; ; tries += 1) {
        try {
          const answer = await ask();
          if (answer.type === "opaqueredirect" || answer.status === 401) throw new Stop(words.login);
          if (answer.status < 500) return answer;
        } catch (error) {
          if (error instanceof Stop) throw error;
        }
        if (this.paused) throw new Stop(words.paused);
        this.say(words.broken);
        await wait(Math.min(30, 2 ** tries));
      }
    }
    async send() {
      while (!this.paused && this.offset < this.file.size) {
        const body = await this.file.slice(this.offset, this.offset + this.piece).arrayBuffer();
        const digest = new Uint8Array(await window.crypto.subtle.digest("SHA-256", body));
        const checksum = `sha256 ${btoa(String.fromCharCode(...digest))}`;
        const headers = { "Content-Type": TYPE, "Upload-Offset": String(this.offset), "Upload-Checksum": checksum };
        const began = performance.now();
        let answer;
        try {
          answer = await call("PATCH", this.address, headers, body);
        } catch {
          answer = { status: 0 };
        }
        if (answer.status === 204) this.moved(Number(answer.headers.get("Upload-Offset")), (performance.now() - began) / 1000);
        else await this.again(answer);
      }
    }
    moved(offset, seconds) {
      const speed = (offset - this.offset) / Math.max(seconds, 0.001);
      this.speed = this.speed ? this.speed * 0.7 + speed * 0.3 : speed;
      if (seconds < 2) this.piece = Math.min(most, this.piece * 2);
      if (seconds > 8) this.piece = Math.max(SMALLEST, this.piece / 2);
      this.offset = offset;
      this.part("bar").value = (100 * offset) / this.file.size;
      const rest = left((this.file.size - offset) / this.speed);
      this.say(`${words.sending} ${size(offset)} / ${size(this.file.size)}, ${size(this.speed)}/s, ${rest} ${words.left}`);
    }
    async again(answer) {
      if (answer.type === "opaqueredirect" || answer.status === 401) throw new Stop(words.login);
      if ([413, 422, 400, 415].includes(answer.status)) throw new Stop((await told(answer)).words || words.failed);
      if (answer.status !== 409 && answer.status !== 460) {
        this.say(words.broken);
        await wait(2);
      }
      const now = await this.reach(() => call("HEAD", this.address));
      if (!now.ok) throw new Stop(words.failed);
      this.offset = Number(now.headers.get("Upload-Offset"));
    }
    async finish() {
      const answer = await this.reach(() => json("POST", `${this.address}finish/`, { sha256: this.sha256 }));
      const said = await told(answer);
      if (answer.status !== 202) throw new Stop(said.words || words.failed);
      this.part("bar").value = 100;
      this.part("look").href = said.address;
      this.part("look").hidden = false;
      this.part("look").setAttribute("aria-label", `${this.part("look").textContent}: ${this.file.name}`);
      this.buttons();
      this.say(this.odd ? `${words.done} ${words.odd}` : words.done);
      // One file alone is looked at right away; of several nobody knows which comes first.
      if (made === 1) window.location.assign(said.address);
    }
  }

  const next = async () => {
    while (running < AT_ONCE && queue.length) {
      running += 1;
      queue.shift().run().finally(() => {
        running -= 1;
        next();
      });
    }
  };
  const enqueue = (upload) => {
    queue.push(upload);
    next();
  };
  const take = (files) => Array.from(files).forEach((file) => enqueue(new Upload(file)));

  form.addEventListener("submit", (event) => {
    const input = form.elements.chosen;
    if (!input.files.length) return;
    event.preventDefault();
    take(input.files);
    input.value = "";
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("sb-drop--over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("sb-drop--over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("sb-drop--over");
    take(event.dataTransfer.files);
  });
})();
