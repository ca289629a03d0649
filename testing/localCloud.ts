import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
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
import { convertToConfigMap, createConfiguration } from "./configuration";
import { createLocalEnvironment, createProxyEnvironment, omitCredentials } from "./environment";
import { createFolder } from "./folders";

/** Options of {@link startLocalCloud}. */
export interface LocalCloudOptions {
  /**
   * Folder for the resources of the cloud and the state of its stacks. The next start with the same folder continues
   * with them. Only one local cloud at a time can use a folder.
   *
   * @default a temporary folder in the cache folder, removed when the cloud stops
   */
  folder?: string;
  /**
   * Port of the control plane on 127.0.0.1. The gateway uses the next two ports.
   *
   * @default the system chooses free ports
   */
  port?: number;
  /**
   * Makes changes take as long as in the real cloud, such as boots, health checks and publications. The same seed gives
   * the same delays. See the README of the local cloud.
   *
   * @default changes take effect at once
   */
  realistic?: {
    /** Any whole number. */
    seed: number;
  };
  /** Receives each line of the cloud's log. No line contains a secret. @default the log is discarded */
  log?: (line: string) => void;
}

/** AppKey and AppSecret with which an app signs its calls. */
export interface AppKeyPair {
  /** AppKey, which identifies the app. */
  appKey: string;
  /** AppSecret, the key of the signature. It is not sent. */
  appSecret: string;
}

/** A call through the gateway. */
export interface GatewayCall {
  /** URL of the API, as in the outputs of a stack. The call uses TLS for an HTTPS URL. */
  url: string;
  /** @default "GET" */
  method?: string;
  /** AppCode of the calling app, sent in the header `Authorization`. @default no AppCode */
  appCode?: string;
  /**
   * AppKey and AppSecret of the calling app. The call is signed with HmacSHA256 instead of sending an AppCode.
   *
   * @default the call is not signed
   */
  signedBy?: AppKeyPair;
  /** Environment to call. It has no effect on a custom domain that is bound to an environment. @default "RELEASE" */
  stage?: "RELEASE" | "PRE" | "TEST";
  /** Additional headers, such as `Content-Type`. @default no headers */
  headers?: Readonly<Record<string, string>>;
  /** Request body. @default no body */
  body?: string;
  /**
   * Whether the call comes from a VPC. Only such calls reach intranet domains and the VPC domain of a group.
   *
   * @default false
   */
  fromVpc?: boolean;
  /**
   * Certificate of an additional authority that the call trusts, as PEM, for the certificate of a custom domain.
   *
   * @default only the local cloud's authority is trusted
   */
  authority?: string;
}

/** A fault to inject: product, action and effect on the call. See the README of the local cloud. */
export type FaultSetting = Pick<Fault, "product"> & Partial<Omit<Fault, "product">>;

/** A local Alibaba Cloud that runs on loopback in its own process. */
export interface LocalCloud {
  /** Host and port of the control plane, for HTTP and TLS. The console is at `http://ENDPOINT/_local/`. */
  readonly endpoint: string;
  /** Host and port of the gateway, for HTTP and TLS. */
  readonly gateway: string;
  /** Host and port of the gateway for callers in a VPC. */
  readonly gatewayVpc: string;
  /** ID of the access key, for clients of the cloud's API. The key is public and the same in every local cloud. */
  readonly accessKeyId: string;
  /** Secret of the access key. */
  readonly accessKeySecret: string;
  /**
   * Environment variables for Pulumi: state in the cloud's folder, passphrase and certificate authorities. Variables of
   * a real account are empty. Pass them as `envVars` to the Automation API, or to a process that runs `pulumi`.
   */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Configuration for stacks on this cloud, for `stack.setAllConfig`. The region is cn-hangzhou unless you set another
   * one.
   */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /**
   * Calls an API through the gateway and reads the complete answer, whatever its status is.
   *
   * @throws if the URL is not valid, or the gateway does not answer within 15 s
   */
  call(call: GatewayCall): Promise<ApiAnswer>;
  /** Counts the resources of the cloud: in total and by kind, such as `vpc`. */
  resources(): Promise<ResourceCounts>;
  /** The latest 500 calls of the gateway, oldest first, each with its result and the step that ended it. */
  requests(): Promise<GatewayRequestRecord[]>;
  /** The latest 1,000 calls of the control plane, oldest first. */
  calls(): Promise<CallRecord[]>;
  /**
   * Replaces all faults. An empty list clears them.
   *
   * @throws if a fault is not valid; the error lists all problems by path, and the previous faults stay active
   */
  setFaults(faults: readonly FaultSetting[]): Promise<void>;
  /**
   * Replaces the list of products that zones do not offer: instance types, `clb` and `alb` by zone ID.
   *
   * @throws if an entry is not valid; the error lists all problems
   */
  setSoldOut(soldOut: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /**
   * Stops the cloud and all processes that it started. Further calls have no effect.
   *
   * @throws if the cloud could not stop cleanly
   */
  stop(): Promise<void>;
}

/**
 * Starts a local cloud on 127.0.0.1. It runs until `stop` is called or the calling process ends.
 *
 * @throws if a port or the folder is in use, the data in the folder is corrupt, or Nginx is not installed
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { port = 0, realistic, log = () => {} } = options;
  const folder = options.folder ?? createFolder();
  const backend = join(folder, "stacks");
  mkdirSync(backend, { recursive: true, mode: 0o700 });
  const child = forkCloud({
    ...{ folder, port, passing: options.folder === undefined },
    ...(realistic && { realistic }),
  });
  const facts = await readFacts(child, log);
  const { endpoint, gateway, gatewayVpc, accessKeyId, accessKeySecret, caBundle } = facts;
  return {
    endpoint,
    gateway,
    gatewayVpc,
    accessKeyId,
    accessKeySecret,
    env: {
      ...blankVariables(process.env),
      ...createLocalEnvironment(backend, caBundle),
      ...createProxyEnvironment(endpoint),
    },
    config: convertToConfigMap(createConfiguration(facts)),
    call: (call) => callThrough(facts, call),
    resources: async () => readResources(await ask(endpoint, "resources")),
    requests: async () => readList((await ask(endpoint, "requests")).requests),
    calls: async () => readList((await ask(endpoint, "calls")).calls),
    setFaults: async (faults) => void (await ask(endpoint, "faults", { method: "PUT", body: faults })),
    setSoldOut: async (soldOut) => void (await ask(endpoint, "stock", { method: "PUT", body: { soldOut } })),
    stop: () => stopCloud(child),
  };
}

/** Starts the process: from compiled code in the published package, from source in a checkout. */
function forkCloud(task: CloudTask): ChildProcess {
  const fromSource = __filename.endsWith(".ts");
  return fork(join(__dirname, `cloudProcess.${fromSource ? "ts" : "js"}`), [JSON.stringify(task)], {
    execArgv: fromSource ? ["--import", pathToFileURL(require.resolve("tsx")).href] : [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** Waits for the first message of the process, and forwards its log. */
function readFacts(child: ChildProcess, log: (line: string) => void): Promise<CloudFacts> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`The local cloud exited with ${code} before it was ready.`)),
    );
    child.on("message", (message: CloudMessage) => {
      if ("log" in message) log(message.log);
      if ("failed" in message) reject(new Error(message.failed));
      if ("runs" in message) {
        // The parent may end without a call of `stop`. The process of the cloud then stops by itself.
        child.unref();
        child.channel?.unref();
        resolve(message.runs);
      }
    });
  });
}

async function stopCloud(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.channel?.ref();
  // The channel closes after the last line of the log.
  const closed = child.connected ? once(child, "disconnect") : undefined;
  const ended = once(child, "exit");
  if (child.connected) child.send("stop");
  const [[code, signal]] = await Promise.all([ended, closed]);
  if (code !== 0) throw new Error(`The local cloud ended with ${signal ?? `exit code ${code}`}.`);
}

/** Empty values for all variables that give access to a real account. */
function blankVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  const harmless = omitCredentials(environment);
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
    throw new Error(`url is ${JSON.stringify(url)}, which is not a URL. Use an output of the stack.`);
  }
  const { protocol, hostname, pathname, search } = new URL(url);
  const readTrusted = () => [readFileSync(caBundle, "utf8"), authority ?? ""].join("\n");
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
    ca: protocol === "https:" ? readTrusted() : undefined,
  });
}

/**
 * Reads a list in an answer of the local cloud. The cloud has the same version as this package, so its answers are not
 * validated.
 */
const readList = <T>(value: unknown): T[] => (Array.isArray(value) ? value : []);

function readResources({ total, byKind }: Record<string, unknown>): ResourceCounts {
  return { total: Number(total), byKind: typeof byKind === "object" && byKind ? { ...byKind } : {} };
}
