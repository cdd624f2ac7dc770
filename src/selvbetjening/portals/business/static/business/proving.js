// Check a receipt here in the browser: signature, days of the key, and the file's hash. Nothing is sent anywhere, so the
// page does the same without a network. SSHSIG is described in OpenSSH's PROTOCOL.sshsig.
"use strict";
(() => {
  const root = document.querySelector("[data-proving]");
  if (!root) return;
  const SLICE = 4194304;
  const keys = JSON.parse(root.dataset.keys);
  const input = (name) => root.querySelector(`[data-of="${name}"]`);
  const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const octets = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const same = (one, other) => one.length === other.length && one.every((octet, at) => octet === other[at]);

  class Wrong extends Error {}

  const join = (...parts) => {
    const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      made.set(part, at);
      at += part.length;
    }
    return made;
  };

  const string = (content) => {
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, content.length);
    return join(head, content);
  };

  const strings = (blob, count) => {
    const found = [];
    let at = 0;
    for (let n = 0; n < count; n++) {
      if (at + 4 > blob.length) throw new Wrong("form");
      const length = new DataView(blob.buffer, blob.byteOffset + at).getUint32(0);
      at += 4;
      if (at + length > blob.length) throw new Wrong("form");
      found.push(blob.slice(at, at + length));
      at += length;
    }
    if (at !== blob.length) throw new Wrong("form");
    return found;
  };

  const MAGIC = new TextEncoder().encode("SSHSIG");

  const unarmoured = (armoured) => {
    const lines = armoured.trim().split(/\r?\n/);
    if (lines[0] !== "-----BEGIN SSH SIGNATURE-----" || lines[lines.length - 1] !== "-----END SSH SIGNATURE-----") throw new Wrong("form");
    let blob;
    try {
      blob = octets(lines.slice(1, -1).join(""));
    } catch {
      throw new Wrong("form");
    }
    if (!same(blob.slice(0, 10), join(MAGIC, Uint8Array.of(0, 0, 0, 1)))) throw new Wrong("form");
    const [key, namespace, reserved, hashed, signature] = strings(blob.slice(10), 5);
    const [kind, point] = strings(key, 2);
    const [signedAs, raw] = strings(signature, 2);
    if (text(kind) !== "ssh-ed25519" || text(signedAs) !== "ssh-ed25519" || point.length !== 32) throw new Wrong("form");
    if (text(namespace) !== "kvittering" || text(hashed) !== "sha512" || reserved.length) throw new Wrong("altered");
    return { point, raw, namespace, reserved, hashed };
  };

  const verified = async (message, armoured) => {
    const found = unarmoured(armoured);
    const known = keys.find((key) => same(octets(key.public), found.point));
    if (!known) throw new Wrong("altered");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-512", message));
    const signed = join(MAGIC, string(found.namespace), string(found.reserved), string(found.hashed), string(digest));
    const key = await crypto.subtle.importKey("raw", found.point, { name: "Ed25519" }, false, ["verify"]);
    if (!(await crypto.subtle.verify({ name: "Ed25519" }, key, found.raw, signed))) throw new Wrong("altered");
    let said;
    try {
      said = JSON.parse(text(message));
    } catch {
      throw new Wrong("form");
    }
    const day = String(said.issued_at).slice(0, 10);
    if (known.since && !(known.since <= day && day < known.until)) throw new Wrong("time");
    return said;
  };

  const hashOf = async (file) => {
    const hash = new window.Sha256();
    for (let at = 0; at < file.size; at += SLICE) {
      hash.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
      await new Promise((done) => setTimeout(done, 0));
    }
    return hash.hex();
  };

  const show = (name, said) => {
    for (const each of root.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== name;
    const facts = root.querySelector("[data-facts]");
    facts.hidden = !said;
    if (!said) return;
    const words = { kind: said.kind, issued: said.issued_at, company: `${said.company.name}, CVR ${said.company.cvr}`,
      file: `${said.file.name}, ${said.file.size}`, hash: said.file.sha256, status: said.status_text[document.documentElement.lang] || said.status,
      place: said.chain.seq };
    for (const [key, value] of Object.entries(words)) root.querySelector(`[data-fact="${key}"]`).textContent = String(value);
  };

  const able = async () => {
    try {
      await crypto.subtle.importKey("raw", octets(keys[0].public), { name: "Ed25519" }, false, ["verify"]);
      return true;
    } catch {
      return false;
    }
  };

  let turn = 0;

  const prove = async () => {
    // What was chosen before is not told any more, however long its file takes.
    const mine = ++turn;
    const tell = (...said) => mine === turn && show(...said);
    const receipt = input("receipt").files[0];
    const signature = input("signature").files[0];
    const file = input("file").files[0];
    if (!receipt || !signature) return tell("more");
    tell("working");
    if (!(await able())) return tell("unable");
    try {
      const message = new Uint8Array(await receipt.arrayBuffer());
      const said = await verified(message, await signature.text());
      if (!file) return tell("ours", said);
      const fits = (await hashOf(file)) === said.file.sha256;
      tell(fits ? "fits" : "differs", said);
    } catch (wrong) {
      tell(wrong instanceof Wrong ? wrong.message : "form");
    }
  };

  root.querySelector("[data-form]").hidden = false;
  show("more");
  for (const name of ["receipt", "signature", "file"]) input(name).addEventListener("change", prove);
})();
