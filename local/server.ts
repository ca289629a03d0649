import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Faults } from "./faults/faults";
import { createSniffingServer } from "./http/sniff";
import { Authenticator } from "./rpc/authentication";
import { type CallCount, CallLog, type CallRecord } from "./rpc/callLog";
import { createDispatcher } from "./rpc/dispatcher";
import { protocolError } from "./rpc/errors";
import type { RpcRequest } from "./rpc/request";
import { seedGatewayInstances } from "./services/cloudapi/gatewayInstances";
import type { Connectivity } from "./services/cloudapi/ports";
import type { Call, Cloud } from "./services/common/call";
import { accessKey, defaultRegionId, findRegion, regions } from "./services/common/regions";
import { resumeInstances } from "./services/ecs/lifecycle";
import type { Machines } from "./services/ecs/ports";
import { resumeReleases } from "./services/ecs/release";
import { operations } from "./services/index";
import type { HealthChecks } from "./services/slb/ports";
import { isLogRequest } from "./services/sls/request";
import { createLogService } from "./services/sls/service";
import type { Journal } from "./store/journal";
import type { Store } from "./store/store";

export interface ControlPlaneOptions {
  store: Store;
  /** Without a journal, the state ends with the process. */
  journal?: Journal;
  machines: Machines;
  health: HealthChecks;
  connectivity: Connectivity;
  /** PEM texts; see `loadOrCreateAuthority`. */
  tls: { key: string; cert: string };
  /** Receives one line for each call and each error. A line never contains a secret. */
  log(line: string): void;
  /** The active faults. Default: no faults. */
  faults?: Faults;
  /** Called after each call that can change the state, when the change is in effect. */
  onWrite?: () => void;
  /** Default: the system clock. */
  clock?: () => Date;
  /** Answers requests that are not API calls. Returns whether it did. */
  console?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** The control plane of the local cloud: every product's API on one port, over HTTP and TLS. */
export interface ControlPlane {
  /** Listens on 127.0.0.1, with port 0 on a free port, and restarts the instances of a restored store. */
  listen(port: number): Promise<AddressInfo>;
  /** Undefined while not listening. */
  readonly address: AddressInfo | undefined;
  /** The last 1000 calls, oldest first. */
  readonly calls: readonly CallRecord[];
  /** Number of calls by action and caller since the start. */
  readonly counts: readonly CallCount[];
  /** Completes running calls, then saves the state. Machines keep running. */
  close(): Promise<void>;
}

export function createControlPlane(options: ControlPlaneOptions): ControlPlane {
  const { journal, log, clock = () => new Date(), faults = new Faults() } = options;
  const store = options.store.tracked();
  const calls = new CallLog();
  seedGatewayInstances(store, clock());
  const cloud: Cloud = {
    store,
    clock,
    log,
    machines: options.machines,
    health: options.health,
    connectivity: options.connectivity,
    changed: () => journal?.saveSoon(),
  };
  const written = async () => {
    options.onWrite?.();
    try {
      await journal?.save();
    } catch (error) {
      log(describeError(error));
      throw protocolError("LocalCloud.StateNotSaved", describeError(error));
    }
  };
  /** While the state cannot be saved, no further call may change it. */
  const writable = async () => {
    if (journal?.problem !== undefined) await written();
  };
  const logService = createLogService({ store, clock, calls, faults, log, writable, written });
  const dispatch = createDispatcher<Call>({
    operations,
    authenticator: new Authenticator(accessKey, clock),
    clock,
    calls,
    faults,
    answers: store.clientTokens,
    log,
    createCall: (request, settleMs) => ({
      ...createCall(cloud, request),
      settleMs,
      settled: () => faults.delay({ latencyMs: settleMs }),
    }),
    writable,
    written,
  });
  const server = createSniffingServer({
    tls: options.tls,
    isProxy: true,
    handler: (request, response) => {
      if (options.console?.(request, response)) return;
      (isLogRequest(request) ? logService : dispatch)(request, response);
    },
  });
  return {
    get address() {
      return server.address;
    },
    get calls() {
      return calls.all();
    },
    get counts() {
      return calls.counts();
    },
    async listen(port) {
      const address = await server.listen(port);
      await resumeInstances(cloud);
      resumeReleases(cloud);
      return address;
    },
    async close() {
      faults.close();
      await server.close();
      await journal?.close();
    },
  };
}

const describeError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function createCall(cloud: Cloud, request: RpcRequest): Omit<Call, "settleMs" | "settled"> {
  const given = request.parameters.get("RegionId") ?? "";
  if (given !== "" && !findRegion(given)) {
    throw protocolError("InvalidRegionId.NotFound", given, regions.map(({ id }) => id).join(", "));
  }
  const regionId = given || defaultRegionId;
  return {
    cloud,
    store: cloud.store,
    regionId,
    regionGiven: given !== "",
    endpoint: request.headers.host ?? "",
  };
}
