import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import CertificateClient from "@alicloud/cas20200407";
import CloudApiClient from "@alicloud/cloudapi20160714";
import EcsClient from "@alicloud/ecs20140526";
import OpenApiClient, { $OpenApiUtil } from "@alicloud/openapi-core";
import VpcClient from "@alicloud/vpc20160428";
import { RuntimeOptions } from "@darabonba/typescript";
import { Faults } from "../../local/faults/faults";
import { type Authority, loadOrCreateAuthority } from "../../local/rpc/certificates";
import { type ControlPlane, createControlPlane } from "../../local/server";
import type { Connectivity } from "../../local/services/cloudapi/ports";
import { accessKey } from "../../local/services/common/regions";
import type { Machines } from "../../local/services/ecs/ports";
import type { HealthChecks } from "../../local/services/slb/ports";
import { openJournal } from "../../local/store/journal";
import type { Instance } from "../../local/store/model";
import type { StateFile } from "../../local/store/stateFile";
import { Store } from "../../local/store/store";

/** Fake machines that record their calls. */
export class FakeMachines implements Machines {
  readonly running = new Set<string>();
  readonly removed: string[] = [];
  /** Set to make the next starts fail. */
  failure: Error | undefined;
  /** A promise that delays starts until it resolves. */
  gate: Promise<void> = Promise.resolve();

  async start(instance: Instance): Promise<void> {
    await this.gate;
    if (this.failure) throw this.failure;
    this.running.add(instance.id);
  }

  async stop(instanceId: string): Promise<void> {
    this.running.delete(instanceId);
  }

  async remove(instanceId: string): Promise<void> {
    this.running.delete(instanceId);
    this.removed.push(instanceId);
  }
}

export interface TestCloudOptions {
  /** Folder with certificates and state. By default, a temporary folder is created and removed with the cloud. */
  dir?: string;
  health?: Partial<HealthChecks>;
  connectivity?: Connectivity;
  clock?: () => Date;
  /** Replaces the file of the state. */
  file?: StateFile;
}

/** A control plane on a free port, with fake machines and real SDK clients. */
export interface TestCloud {
  controlPlane: ControlPlane;
  store: Store;
  faults: Faults;
  machines: FakeMachines;
  authority: Authority;
  statePath: string;
  /** `127.0.0.1:PORT` */
  endpoint: string;
  lines: string[];
  cas: CertificateClient;
  cloudapi: CloudApiClient;
  ecs: EcsClient;
  vpc: VpcClient;
  /** Calls any action of any product with the generic client of the SDK. */
  call(
    version: string,
    action: string,
    query?: Record<string, string>,
    scheme?: "HTTP" | "HTTPS",
  ): Promise<Body>;
  close(): Promise<void>;
}

export type Body = Readonly<Record<string, unknown>>;

/** The value at a path such as `Vpcs.Vpc.0.VpcId`. Undefined if the path does not exist. */
export function at(body: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    if (typeof value !== "object" || value === null) return undefined;
    return new Map<string, unknown>(Object.entries(value)).get(name);
  }, body);
}

/** The text at a path. Fails if there is none. */
export function textAt(body: unknown, path: string): string {
  const value = at(body, path);
  if (typeof value !== "string") throw new Error(`no text at ${path} of ${JSON.stringify(body)}`);
  return value;
}

export const versions = {
  vpc: "2016-04-28",
  ecs: "2014-05-26",
  slb: "2014-05-15",
  alb: "2020-06-16",
  cloudapi: "2016-07-14",
  alidns: "2015-01-09",
  cas: "2020-04-07",
  casName: "2018-08-13",
  resourceManager: "2020-03-31",
  kms: "2016-01-20",
  ram: "2015-05-01",
  ipam: "2023-02-28",
  eipanycast: "2020-03-09",
} as const;

/** One for all clouds of a process, because keys cost more time than the rest of a start. */
let authority: Promise<Authority> | undefined;

function createSharedAuthority(): Promise<Authority> {
  const dir = mkdtempSync(join(tmpdir(), "test-authority-"));
  process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
  return loadOrCreateAuthority(dir);
}

export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "local-cloud-"));
  const store = new Store();
  const machines = new FakeMachines();
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const statePath = join(dir, "state.jsonl");
  const file = options.file ? { file: options.file } : {};
  authority ??= createSharedAuthority();
  const shared = await authority;
  const faults = new Faults(log);
  const controlPlane = createControlPlane({
    store,
    journal: openJournal({ path: statePath, store, log, ...file }),
    machines,
    health: { health: async () => [], albHealth: async () => [], ...options.health },
    connectivity: options.connectivity ?? { isConnected: async () => true },
    tls: shared,
    faults,
    log,
    ...(options.clock && { clock: options.clock }),
  });
  const { port } = await controlPlane.listen(0);
  const endpoint = `127.0.0.1:${port}`;
  const config = (protocol: "HTTP" | "HTTPS") =>
    new $OpenApiUtil.Config({
      ...accessKey,
      endpoint,
      protocol,
      regionId: "cn-hangzhou",
      ca: shared.caPem,
    });
  const generic = { HTTP: new OpenApiClient(config("HTTP")), HTTPS: new OpenApiClient(config("HTTPS")) };
  return {
    controlPlane,
    store,
    faults,
    machines,
    authority: shared,
    statePath,
    endpoint,
    lines,
    cas: new CertificateClient(config("HTTP")),
    cloudapi: new CloudApiClient(config("HTTP")),
    ecs: new EcsClient(config("HTTP")),
    vpc: new VpcClient(config("HTTP")),
    call: (version, action, query = {}, scheme = "HTTP") =>
      callGeneric(generic[scheme], version, action, query),
    async close() {
      await controlPlane.close();
      if (!options.dir) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function callGeneric(
  client: OpenApiClient,
  version: string,
  action: string,
  query: Record<string, string>,
): Promise<Body> {
  const params = new $OpenApiUtil.Params({
    action,
    version,
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const answer = await client.callApi(
    params,
    new $OpenApiUtil.OpenApiRequest({ query }),
    new RuntimeOptions({}),
  );
  const { body } = answer;
  if (typeof body !== "object" || body === null) throw new Error(`${action} answered with no object`);
  return body;
}

/** The error code of a call. Fails if the call succeeds. */
export async function readCode(call: Promise<unknown>): Promise<string> {
  return (await readRefusal(call)).code;
}

/** Code, status and message of the error of a call. Fails if the call succeeds. */
export async function readRefusal(
  call: Promise<unknown>,
): Promise<{ code: string; status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string") {
      const status = "statusCode" in error ? Number(error.statusCode) : Number.NaN;
      return { code: error.code, status, message: error.message };
    }
    throw error;
  }
  throw new Error("the call was expected to be refused, but succeeded");
}

/** Polls until the condition is true. Fails after five seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`did not happen within 5 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
