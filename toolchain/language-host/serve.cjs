#!/usr/bin/env node
// Stands before the Node.js language host that can be built. It gives it the project's runtime options, and runs what that
// one cannot: policy packs. All else goes through to it. Started in the project's folder, whose Pulumi SDK it uses.
const { spawn } = require("node:child_process");
const { existsSync, readFileSync } = require("node:fs");
const http2 = require("node:http2");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { createInterface } = require("node:readline");

const runPluginPath = "/pulumirpc.LanguageRuntime/RunPlugin";

/** Path of the SDK of the project. Undefined before its packages are installed. */
const sdkPath = findSdk();

function findSdk() {
  try {
    return createRequire(join(process.cwd(), "package.json")).resolve("@pulumi/pulumi");
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

let sdk;

/** Loads gRPC and the messages, which takes longer than the start of Node.js. Most runs have no policy pack. */
function loadSdk() {
  const fromSdk = createRequire(sdkPath);
  return {
    grpc: fromSdk("@grpc/grpc-js"),
    ...fromSdk("@pulumi/pulumi/proto/language_grpc_pb"),
    ...fromSdk("@pulumi/pulumi/proto/language_pb"),
  };
}

/** Messages may be as large as the engine's own. */
const unlimited = { maxSessionMemory: Number.MAX_SAFE_INTEGER };

const connect = (port) => {
  const session = http2.connect(`http://127.0.0.1:${port}`, unlimited);
  // The error of a connection is also that of each of its streams.
  session.on("error", () => {});
  return session;
};

/** Forwards a gRPC call as it is: an HTTP/2 stream whose status follows in trailers. */
function forward(stream, headers, to) {
  const onward = to.request(headers, { endStream: false });
  let trailers = {};
  onward.on("response", (answer, flags) => {
    const endStream = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (!stream.destroyed) stream.respond(answer, endStream ? { endStream } : { waitForTrailers: true });
  });
  onward.on("trailers", (received) => {
    trailers = received;
  });
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  stream.pipe(onward).pipe(stream);
  for (const [one, other] of [
    [stream, onward],
    [onward, stream],
  ]) {
    one.on("error", () => {});
    one.on("close", () => one.rstCode !== 0 && other.close(one.rstCode));
  }
}

/** Options of the pack's PulumiPolicy.yaml that are for Node.js itself. */
function nodeArgs(info) {
  const { nodeargs = "" } = info.getOptions()?.toJavaScript() ?? {};
  return nodeargs.split(/\s+/).filter(Boolean);
}

function runPlugin(call) {
  const info = call.request.getInfo();
  const pack = info.getProgramDirectory();
  const output = (key, value) => {
    const response = new sdk.RunPluginResponse();
    response[`set${key}`](value);
    call.write(response);
  };
  if (call.request.getKind() !== "analyzer") {
    output("Stderr", Buffer.from("This language host runs no plugin but policy packs.\n"));
    output("Exitcode", 1);
    call.end();
    return;
  }
  const runner = createRequire(join(pack, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const pairs = call.request.getEnvList().map((pair) => [pair.split("=", 1)[0], pair]);
  const env = Object.fromEntries(pairs.map(([name, pair]) => [name, pair.slice(name.length + 1)]));
  const args = [...nodeArgs(info), runner, ...call.request.getArgsList(), pack];
  const child = spawn(process.execPath, args, {
    cwd: pack,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (bytes) => output("Stdout", bytes));
  child.stderr.on("data", (bytes) => output("Stderr", bytes));
  child.on("error", (error) => call.destroy(error));
  child.on("close", (code) => {
    if (call.cancelled) return;
    output("Exitcode", code ?? 1);
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

/** Starts the server that runs policy packs. Returns a connection to it. */
async function startPackServer() {
  sdk = loadSdk();
  const server = new sdk.grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService({ runPlugin: sdk.LanguageRuntimeService.runPlugin }, { runPlugin });
  const credentials = sdk.grpc.ServerCredentials.createInsecure();
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error ? reject(error) : resolve(connect(port)),
    ),
  );
}

function serve(port) {
  const host = connect(port);
  let packs;
  const server = http2.createServer(unlimited);
  server.on("stream", async (stream, headers) => {
    if (headers[":path"] !== runPluginPath) return forward(stream, headers, host);
    packs ??= startPackServer();
    forward(stream, headers, await packs);
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
}

/** The runtime options of the project as flags. Current engines send them in a message that is newer than this host. */
function runtimeOptions() {
  let folder = process.cwd();
  while (!existsSync(join(folder, "Pulumi.yaml")) && folder !== dirname(folder)) folder = dirname(folder);
  const file = join(folder, "Pulumi.yaml");
  const settings = existsSync(file) ? readFileSync(file, "utf8") : "";
  return ["nodeargs", "tsconfig", "typescript"].flatMap((option) => {
    const [, value = ""] = new RegExp(`^ +${option}: *(.*)`, "m").exec(settings) ?? [];
    const plain = value.replace(/["']/g, "");
    return plain === "" ? [] : [`-${option}=${plain}`];
  });
}

// Before the project's packages are installed there is nothing to stand before it with, and no pack to run.
const stdout = sdkPath ? "pipe" : "inherit";
const host = join(dirname(__filename), "..", "libexec", "pulumi-language-nodejs");
const built = spawn(host, [...runtimeOptions(), ...process.argv.slice(2)], {
  stdio: ["inherit", stdout, "inherit"],
});
built.on("exit", (code) => process.exit(code ?? 1));
if (sdkPath) {
  const lines = createInterface({ input: built.stdout });
  lines.once("line", (port) => {
    lines.on("line", (line) => console.log(line));
    serve(Number(port));
  });
}
