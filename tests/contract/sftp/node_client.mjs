// A program with the npm package ssh2-sftp-client, as integrations in Node have it: commands in, what came of them out.
//
//     node node_client.mjs < {"port": …, "user": …, "key": …, "steps": [["put", local, remote], …]}

import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { createReadStream } from "node:fs";

import Client from "ssh2-sftp-client";

const asked = JSON.parse((await buffer(process.stdin)).toString());
const client = new Client("test");
const did = [];

async function doStep([verb, ...words]) {
  switch (verb) {
    case "put": // a stream, with the handle closed by the library
      return await client.put(createReadStream(words[0]), words[1]);
    case "putBuffer":
      return await client.put(readFileSync(words[0]), words[1]);
    case "fastPut": // many writes at once, in whatever order; then chmod and utimes by the handle
      return await client.fastPut(words[0], words[1], { concurrency: 16, chunkSize: 8192, mode: 0o644 });
    case "append":
      return await client.append(readFileSync(words[0]), words[1]);
    case "get":
      return (await client.get(words[0])).toString("base64");
    case "list":
      return (await client.list(words[0])).map((each) => [each.type, each.name, each.size]);
    case "stat":
      return (await client.stat(words[0])).size;
    case "exists":
      return await client.exists(words[0]);
    default: // rename, posixRename, delete, mkdir, rmdir, chmod, cwd, realPath
      return await client[verb](...words);
  }
}

try {
  await client.connect({
    host: "127.0.0.1", port: asked.port, username: asked.user, privateKey: readFileSync(asked.key),
    algorithms: asked.algorithms, retries: 0,
  });
  for (const step of asked.steps) {
    try {
      did.push({ ok: await doStep(step) });
    } catch (error) {
      did.push({ error: error.message, code: error.code });
    }
  }
} finally {
  await client.end();
}
process.stdout.write(JSON.stringify(did));
