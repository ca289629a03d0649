// Stands before the Node.js language host that can be built and runs what that one cannot: policy packs. All else goes
// through to it. Started in the project's folder, whose Pulumi SDK it uses; its arguments are the built host's.
const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { createInterface } = require("node:readline");

const sdk = sdkOfProject();

function sdkOfProject() {
  try {
    const fromSdk = createRequire(
      createRequire(join(process.cwd(), "package.json")).resolve("@pulumi/pulumi"),
    );
    return {
      grpc: fromSdk("@grpc/grpc-js"),
      ...fromSdk("@pulumi/pulumi/proto/language_grpc_pb"),
      ...fromSdk("@pulumi/pulumi/proto/language_pb"),
    };
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Messages may be as large as the engine's own. */
const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

function forward(host, method) {
  const asIs = (bytes) => bytes;
  if (!method.responseStream) {
    return (call, answer) =>
      host.makeUnaryRequest(method.path, asIs, asIs, call.request, call.metadata, answer);
  }
  return (call) => {
    const from = host.makeServerStreamRequest(method.path, asIs, asIs, call.request, call.metadata);
    from.on("data", (part) => call.write(part));
    from.on("end", () => call.end());
    from.on("error", (error) => call.destroy(error));
    call.on("cancelled", () => from.cancel());
  };
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

function serve(port) {
  const credentials = sdk.grpc.credentials.createInsecure();
  const host = new sdk.grpc.Client(`127.0.0.1:${port}`, credentials, unlimited);
  const asIs = (bytes) => bytes;
  const raw = {
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  const methods = Object.entries(sdk.LanguageRuntimeService).map(([name, method]) =>
    name === "runPlugin" ? [name, method, runPlugin] : [name, { ...method, ...raw }, forward(host, method)],
  );
  const server = new sdk.grpc.Server(unlimited);
  server.addService(
    Object.fromEntries(methods.map(([name, method]) => [name, method])),
    Object.fromEntries(methods.map(([name, , handler]) => [name, handler])),
  );
  server.bindAsync("127.0.0.1:0", sdk.grpc.ServerCredentials.createInsecure(), (error, own) => {
    if (error) throw error;
    console.log(own);
  });
}

// Before the project's packages are installed there is nothing to stand before it with, and no pack to run.
const stdout = sdk ? "pipe" : "inherit";
const built = spawn(join(dirname(__filename), "pulumi-language-nodejs"), process.argv.slice(2), {
  stdio: ["inherit", stdout, "inherit"],
});
built.on("exit", (code) => process.exit(code ?? 1));
if (sdk) {
  const lines = createInterface({ input: built.stdout });
  lines.once("line", (port) => {
    lines.on("line", (line) => console.log(line));
    serve(Number(port));
  });
}
