import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../../../cli/failure";
import { projectDir } from "../../../cli/paths";
import { locateHome } from "../../../testing/home";
import { closeAll } from "../../local/gateway/backEnd";
import { APP_KEY, APP_SECRET, HOST } from "../../local/world";
import { startSignedGateway } from "./signedGateway";

const run = promisify(execFile);

const ownFolder = join(projectDir, "test", "support", "oracles", "java");
const folder = join(locateHome(), "oracles", "java-client-1.1.7");
const libraries = join(folder, "lib");

/** Downloads the vendor's Java client with Maven. Changes only the cache folder. */
async function installJavaClient(): Promise<void> {
  if (existsSync(libraries)) return;
  const options = [`-DoutputDirectory=${libraries}`, `-Dmaven.repo.local=${join(folder, "repository")}`];
  const pom = join(ownFolder, "pom.xml");
  await run("mvn", ["-q", "-B", "-f", pom, "dependency:copy-dependencies", ...options]).catch((error) => {
    throw new Failure(
      `Maven could not get the Java client: ${error.stderr || error.stdout || error.message}`,
    );
  });
}

/** Encodes a path like the HTTP library of the client. */
const encodedPath = (path: string): string =>
  encodeURI(path)
    .replaceAll("%25", "%")
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25");

interface JavaCall {
  method: string;
  path: string;
  body: Buffer;
  headers: Record<string, string>;
}

function readCall(line: string): JavaCall {
  const [method = "", target = "", body = "", ...headers] = line.split(" ");
  const text = (field: string) => Buffer.from(field, "base64").toString("utf8");
  const [path = "", query] = text(target).split(/\?(.*)/s);
  const bytes = (field: string) => Buffer.from(field, "base64").toString("latin1");
  const pairs = headers.flatMap((name, index) =>
    index % 2 === 0 && name !== "" ? [[text(name), bytes(headers[index + 1] ?? "")] as const] : [],
  );
  return {
    method: text(method),
    path: query === undefined ? encodedPath(path) : `${encodedPath(path)}?${query}`,
    body: Buffer.from(body, "base64"),
    headers: Object.fromEntries(pairs),
  };
}

const send = (port: number, { method, path, body, headers }: JavaCall) =>
  new Promise<{ status: number; message: string }>((resolve, reject) => {
    const sent = request({ port, method, path, headers, agent: false }, (answer) => {
      answer.resume();
      const message = String(answer.headers["x-ca-error-message"] ?? "");
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, message }));
    });
    sent.on("error", reject);
    sent.end(body);
  });

/**
 * Sends signed requests of the vendor's Java client to the local gateway.
 *
 * @returns Number of accepted requests.
 * @throws Failure for the first rejected request.
 */
export async function judgeByJavaClient(): Promise<number> {
  await installJavaClient();
  const program = ["-Dfile.encoding=UTF-8", "-cp", join(libraries, "*"), join(ownFolder, "Calls.java")];
  const { stdout } = await run("java", [...program, APP_KEY, APP_SECRET, HOST], { maxBuffer: 1024 ** 3 });
  const calls = stdout.trim().split("\n").map(readCall);
  const front = await startSignedGateway();
  try {
    for (const call of calls) {
      const { status, message } = await send(front, call);
      if (status !== 200) throw new Failure(`${call.method} ${call.path}: ${status} ${message}`);
    }
  } finally {
    await closeAll();
  }
  return calls.length;
}
