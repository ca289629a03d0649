import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import language from "@pulumi/pulumi/proto/language_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import { projectDir } from "../../cli/paths";
import { assemble } from "../../toolchain/assemble";
import { findPart } from "../../toolchain/parts";
import { temporaryFolder, writeFiles, writeScript } from "./samples";

/** Length of a message that does not fit into the window of an HTTP/2 stream. */
const large = 2 ** 20;

/** A part of a streamed answer. */
type Part = Pick<language.RunPluginResponse, "getStdout_asU8" | "getStderr_asU8">;

/** A language host that answers a call, streams parts of an answer, and fails a call. */
const built = `
const { createRequire } = require("node:module");
const fromProject = createRequire(${JSON.stringify(join(projectDir, "package.json"))});
const grpc = fromProject("@grpc/grpc-js");
const { LanguageRuntimeService } = fromProject("@pulumi/pulumi/proto/language_grpc_pb");
const { InstallDependenciesResponse } = fromProject("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = fromProject("@pulumi/pulumi/proto/plugin_pb");
const { getPluginInfo, installDependencies, run } = LanguageRuntimeService;
const server = new grpc.Server();
server.addService({ getPluginInfo, installDependencies, run }, {
  getPluginInfo: (call, answer) => answer(null, new PluginInfo().setVersion("1".repeat(${large}))),
  installDependencies: (call) => {
    for (const part of ["one", "two"]) call.write(new InstallDependenciesResponse().setStdout(Buffer.from(part)));
    call.end();
  },
  run: (call, answer) => answer({ code: grpc.status.NOT_FOUND, details: "no program " + call.request.getProgram() }),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => console.log(port));
`;

describe("the language host that the toolchain builds, behind the host that runs policy packs", () => {
  const folder = temporaryFolder();
  let host: ChildProcess;
  let client: LanguageRuntimeClient;

  beforeEach(async () => {
    writeFiles(folder(), { "built.cjs": built });
    const placed = (["pulumi", "language-nodejs"] as const).map((name) => {
      const part = findPart(name);
      const path = join(folder(), "built", part.file);
      writeScript(path, `exec node '${join(folder(), "built.cjs")}'`);
      return { part, path, own: true, companions: [] };
    });
    const { bin } = assemble(join(folder(), "home"), placed);
    host = spawn(join(bin, "pulumi-language-nodejs"), ["127.0.0.1:1"], {
      cwd: projectDir,
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = await once(createInterface(host.stdout as Readable), "line");
    const unlimited = { "grpc.max_receive_message_length": -1 };
    client = new LanguageRuntimeClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), unlimited);
  });
  afterEach(() => {
    client.close();
    if (host.pid !== undefined) process.kill(-host.pid, "SIGKILL");
  });

  /** The text of each part of a streamed answer. */
  const texts = async (stream: AsyncIterable<Part>) => {
    const parts: string[] = [];
    for await (const part of stream)
      parts.push(Buffer.concat([part.getStdout_asU8(), part.getStderr_asU8()]).toString());
    return parts;
  };

  it("answers calls, also with large messages", async () => {
    const version = await new Promise((resolve, reject) =>
      client.getPluginInfo(new empty.Empty(), (error, info) =>
        error ? reject(error) : resolve(info.getVersion()),
      ),
    );
    assert.equal(version, "1".repeat(large));
  });

  it("streams answers", async () => {
    const stream = client.installDependencies(new language.InstallDependenciesRequest());
    assert.deepEqual(await texts(stream), ["one", "two"]);
  });

  it("fails calls with their status", async () => {
    const call = new Promise((resolve, reject) =>
      client.run(new language.RunRequest().setProgram("shop"), (error, response) =>
        error ? reject(error) : resolve(response),
      ),
    );
    await assert.rejects(call, { code: grpc.status.NOT_FOUND, details: "no program shop" });
  });

  it("rejects plugins that are not policy packs", async () => {
    const request = new language.RunPluginRequest().setKind("resource").setInfo(new language.ProgramInfo());
    const [reason] = await texts(client.runPlugin(request));
    assert.match(reason ?? "", /runs no plugin but policy packs/);
  });
});
