import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { findNginx, NginxMissingError } from "../../../local/machines/nginx";

const _base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("machines: finding Nginx", () => {
  let folder = "";
  const find = (path: string, messages: string[] = []) =>
    findNginx({
      cacheDir: join(folder, "cache"),
      searchPath: path,
      systemFolders: [],
      onProgress: (message) => messages.push(message),
    });
  const program = async (path: string, text: string) => {
    await writeFile(path, text);
    await chmod(path, 0o755);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "find-nginx-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("takes the first on PATH that runs", async () => {
    await Promise.all(["bad", "good"].map((name) => mkdir(join(folder, name))));
    await program(join(folder, "bad/nginx"), "#!/bin/sh\nexit 1\n");
    await program(join(folder, "good/nginx"), "#!/bin/sh\nexit 0\n");
    assert.equal(await find(`${folder}/bad:${folder}/good`), join(folder, "good/nginx"));
  });

  it("takes the copy in the cache", async () => {
    await mkdir(join(folder, "cache/usr/sbin"), { recursive: true });
    await program(join(folder, "cache/usr/sbin/nginx"), "#!/bin/sh\nexit 0\n");
    assert.equal(await find(""), join(folder, "cache/usr/sbin/nginx"));
  });

  it("says what to install when there is none to be had, and leaves nothing half-made", async () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      const messages: string[] = [];
      await assert.rejects(
        find("", messages),
        (error) =>
          error instanceof NginxMissingError &&
          /dnf install nginx[\s\S]*brew install nginx/.test(error.message),
      );
      assert.match(messages[0] ?? "", /some 10 s/);
      assert.deepEqual(await readdir(join(folder, "cache")), []);
    } finally {
      process.env.PATH = path;
    }
  });
});
