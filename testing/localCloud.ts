import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ConfigValue } from "@pulumi/pulumi/automation";
import type { ResourceCounts } from "../local/console/resources";
import type { Fault } from "../local/faults/fault";
import type { GatewayRequestRecord } from "../local/gateway/requestLog";
import type { CallRecord } from "../local/rpc/callLog";
import { ask } from "./ask";
import { type ApiAnswer, callApi } from "./call";
import type { CloudFacts, CloudMessage, CloudTask } from "./cloudProcess";
import { asConfigMap, configurationOf } from "./configuration";
import { localEnvironment, proxyEnvironment, withoutCredentials } from "./environment";
import { newFolder } from "./folders";

/** How a local cloud is started. */
export interface LocalCloudOptions {
  /**
   * Folder that keeps what the cloud holds, and the state of the stacks on it, from one start to the next. One local
   * cloud at a time uses a folder.
   *
   * @default one of its own in the cache folder, removed when it stops
   */
  folder?: string;
  /** Port of the control plane on 127.0.0.1; the gateway gets the next two. @default any free ones */
  port?: number;
  /** Gets each line of the cloud's log; no line holds a secret. @default nobody does */
  log?: (line: string) => void;
}

/** What an app signs its calls with. */
export interface AppKeyPair {
  /** Names the app. */
  appKey: string;
  /** The key of the signature; it is not sent. */
  appSecret: string;
}

/** A call through the gateway, as a client makes it. */
export interface GatewayCall {
  /** Address of the API, as a stack puts it out. Over TLS where it is one of HTTPS. */
  url: string;
  /** @default "GET" */
  method?: string;
  /** AppCode of the app that calls, in the header `Authorization`. @default none */
  appCode?: string;
  /** App that calls, with a signature by HmacSHA256 instead of an AppCode. @default none */
  signedBy?: AppKeyPair;
  /** Environment that is called on a domain which is bound to none. @default "RELEASE" */
  stage?: "RELEASE" | "PRE" | "TEST";
  /** More headers, such as `Content-Type`. @default none */
  headers?: Readonly<Record<string, string>>;
  /** What is sent. @default nothing */
  body?: string;
  /** Calls from inside a VPC, where intranet domains and a group's domain for VPCs are known. @default false */
  fromVpc?: boolean;
  /** Authority, as PEM, that is trusted beside the local cloud's: of a custom domain's certificate. @default none */
  authority?: string;
}

/** Something that is to go wrong: product, action, and what happens to the call. See the local cloud's README. */
export type FaultSetting = Pick<Fault, "product"> & Partial<Omit<Fault, "product">>;

/** A local Alibaba Cloud that runs on loopback, in a process of its own. */
export interface LocalCloud {
  /** Host and port of the control plane, over HTTP and TLS. Its page is at `http://ENDPOINT/_local/`. */
  readonly endpoint: string;
  /** Host and port of the gateway, over HTTP and TLS. */
  readonly gateway: string;
  /** Host and port of the gateway as VPCs reach it. */
  readonly gatewayVpc: string;
  /**
   * Variables for Pulumi: state in the cloud's folder, passphrase, authorities; and those of a real account set to
   * nothing. `envVars` of the Automation API, or of a process that runs `pulumi`.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Configuration of any stack on it, for `stack.setAllConfig`. Region cn-hangzhou until you set another. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /**
   * Calls an API through the gateway and reads the whole answer, whatever its status.
   *
   * @throws when the address is none, or the gateway gives no answer within 15 s
   */
  call(call: GatewayCall): Promise<ApiAnswer>;
  /** How many things it holds, in all and by kind, such as `vpc`. */
  resources(): Promise<ResourceCounts>;
  /** The latest 500 calls of the gateway, oldest first: what came of each, and where it ended. */
  requests(): Promise<GatewayRequestRecord[]>;
  /** The latest 1,000 calls of the control plane, oldest first. */
  calls(): Promise<CallRecord[]>;
  /**
   * Makes exactly these faults the ones that are set; an empty list clears them.
   *
   * @throws with all that is wrong, by path; then the former ones stay
   */
  setFaults(faults: readonly FaultSetting[]): Promise<void>;
  /**
   * Says what is sold out, by zone: instance types, `clb`, `alb`.
   *
   * @throws with all that is wrong
   */
  setSoldOut(soldOut: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /** Stops it with all that it started. A second time does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts a local cloud on 127.0.0.1. It stops with `stop`, or when this process ends.
 *
 * @throws when a port or the folder is in use, what the folder holds is corrupt, or there is no Nginx
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { port = 0, log = () => {} } = options;
  const folder = options.folder ?? newFolder();
  const backend = join(folder, "stacks");
  mkdirSync(backend, { recursive: true, mode: 0o700 });
  const child = forkCloud({ folder, port, passing: options.folder === undefined });
  const facts = await factsOf(child, log);
  const { endpoint, gateway, gatewayVpc, caBundle } = facts;
  return {
    endpoint,
    gateway,
    gatewayVpc,
    env: {
      ...blanked(process.env),
      ...localEnvironment(backend, caBundle),
      ...proxyEnvironment(endpoint),
    },
    config: asConfigMap(configurationOf(facts)),
    call: (call) => callThrough(facts, call),
    resources: async () => resourcesOf(await ask(endpoint, "resources")),
    requests: async () => listOf((await ask(endpoint, "requests")).requests),
    calls: async () => listOf((await ask(endpoint, "calls")).calls),
    setFaults: async (faults) => void (await ask(endpoint, "faults", { method: "PUT", body: faults })),
    setSoldOut: async (soldOut) => void (await ask(endpoint, "stock", { method: "PUT", body: { soldOut } })),
    stop: () => stopCloud(child),
  };
}

/** Starts the process: one that is compiled in the published package, one from source in a checkout. */
function forkCloud(task: CloudTask): ChildProcess {
  const fromSource = __filename.endsWith(".ts");
  return fork(join(__dirname, `cloudProcess.${fromSource ? "ts" : "js"}`), [JSON.stringify(task)], {
    execArgv: fromSource ? ["--import", pathToFileURL(require.resolve("tsx")).href] : [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** What the process tells when its cloud runs; its log goes on from there. */
function factsOf(child: ChildProcess, log: (line: string) => void): Promise<CloudFacts> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The local cloud ended with ${code} before it ran.`)));
    child.on("message", (message: CloudMessage) => {
      if ("log" in message) log(message.log);
      if ("failed" in message) reject(new Error(message.failed));
      if ("runs" in message) {
        // The process that started it may end without having stopped it; then it stops by itself.
        child.unref();
        child.channel?.unref();
        resolve(message.runs);
      }
    });
  });
}

function stopCloud(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    child.once("exit", () => resolve());
    if (child.connected) child.disconnect();
  });
}

/** Nothing in the place of each variable that would let a run see a real account. */
function blanked(environment: NodeJS.ProcessEnv): Record<string, string> {
  const harmless = withoutCredentials(environment);
  const names = [...Object.keys(environment), ...Object.keys(harmless)];
  return Object.fromEntries(
    names.filter((name) => harmless[name] !== environment[name]).map((name) => [name, harmless[name] ?? ""]),
  );
}

async function callThrough(
  { gateway, gatewayVpc, caBundle }: CloudFacts,
  call: GatewayCall,
): Promise<ApiAnswer> {
  const { appCode, signedBy, fromVpc, authority, url, stage, method, headers, body } = call;
  if (!URL.canParse(url)) {
    throw new Error(
      `url is ${JSON.stringify(url)}, which is no address. Use one that the stack has put out.`,
    );
  }
  const { protocol, hostname, pathname, search } = new URL(url);
  const trusted = () => [readFileSync(caBundle, "utf8"), authority ?? ""].join("\n");
  return callApi({
    gateway: fromVpc ? gatewayVpc : gateway,
    host: hostname,
    path: pathname + search,
    method,
    headers,
    body,
    stage,
    auth: signedBy ? "signed" : appCode === undefined ? "none" : "header",
    credentials: {
      appCode: appCode ?? "",
      appKey: signedBy?.appKey ?? "",
      appSecret: signedBy?.appSecret ?? "",
    },
    ca: protocol === "https:" ? trusted() : undefined,
  });
}

/** The answers of the local cloud, whose version is this package's own. */
const listOf = <T>(value: unknown): T[] => (Array.isArray(value) ? value : []);

function resourcesOf({ total, byKind }: Record<string, unknown>): ResourceCounts {
  return { total: Number(total), byKind: typeof byKind === "object" && byKind ? { ...byKind } : {} };
}
