import type OpenApiClient from "@alicloud/openapi-core";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { callApiGateway } from "../client/apiGateway";
import { readErrorCode, realTime, type Time, whileBusy } from "../client/calls";
import { PartlyDone } from "../client/partlyDone";
import { DynamicProvider } from "../provider";
import { callGateway, type GatewayCall } from "./gatewayCall";
import type { BalancerServers, ReadinessInputs } from "./resource";
import { drainServers, findUnhealthy, type UnhealthyServer } from "./serverHealth";
import { verdictOn } from "./verdict";

export interface ReadinessState extends ReadinessInputs {
  /** Result of the service's own connection check. */
  outcome: string;
  /** Result of the call. */
  answer: string;
}

/** Result of one attempt: success, or the reason of the failure and whether to try again. */
type Look = Pick<ReadinessState, "outcome" | "answer"> | Failure;

interface Failure {
  /** What failed. @default the gateway does not reach the target */
  problem?: string;
  /** Reason and fix. */
  reason: string;
  waitSeconds: number;
}

/** Maximum number of seconds until the gateway serves a new publication, which usually takes a few. */
const longestPublication = 60;

/** Error codes that mean that the check cannot run. They do not concern the back end. */
const cannotCheck = /^(Forbidden|NoPermission|Unauthorized|Unsupported|NotFoundInstance|InvalidInstance)/i;

/** Error codes that mean that the caller may not use an action. */
const notAllowed = /^(Forbidden|NoPermission|Unauthorized)/i;

/** Fixes by the kind of resource that the service finds at an address. */
const hints: Readonly<Record<string, string>> = {
  INVALID:
    "The address does not belong to an ECS or SLB instance of the VPC. " +
    "Use the ID or the private address of an existing one.",
  SLB:
    "Probably no instance behind the balancer is healthy. Check the listener's health check, the service's " +
    "port, and the security group rule for the gateway's egress addresses.",
  ECS:
    "Probably no process listens on the port, or the security group has no rule that allows the gateway's egress " +
    "addresses.",
};

/** Kind of a back end, from its ID. For an address, the service reports the kind. */
function findKind(target: string, ipType: string | undefined): string {
  if (target.startsWith("i-")) return "ECS";
  if (target.startsWith("lb-")) return "SLB";
  return ipType ?? "ECS";
}

/**
 * Asks the service whether a gateway instance reaches a VPC back end, and calls the back end until it
 * answers. A new instance exists minutes before its service runs. Source: ValidateVpcConnectivity.
 */
export class ReadinessProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  constructor(
    fixedClient?: OpenApiClient,
    private readonly time: Time = realTime,
    private readonly call: typeof callGateway = callGateway,
  ) {
    super(fixedClient);
  }

  async check(_olds: Partial<ReadinessState>, news: ReadinessInputs) {
    return { inputs: this.inRegion(news) };
  }

  async diff(_id: string, olds: ReadinessState, news: ReadinessInputs) {
    const checked = ["regionId", "instanceId", "accessId", "target", "port", "checkedFor"] as const;
    const changed = checked.some((property) => !same(olds[property], news[property]));
    return { changes: changed || !same(withoutCode(olds.call), withoutCode(news.call)), replaces: [] };
  }

  async create(inputs: ReadinessInputs) {
    // A new server gets requests only after it is healthy, so no health check has to settle.
    const outs = await this.untilReady(inputs, { settleSeconds: 0, changed: [] });
    return { id: inputs.accessId || "readiness", outs };
  }

  async update(id: string, olds: ReadinessState, news: ReadinessInputs) {
    const change = compareWays(olds, news);
    const former = olds.servers?.expected ?? [];
    try {
      const ready = await this.untilReady(news, change);
      const undrained = await this.drain(news, former);
      return { outs: undrained === undefined ? ready : { ...ready, outcome: undrained } };
    } catch (error) {
      const servers = news.servers && {
        ...news.servers,
        // The next update takes out the former servers.
        expected: [...new Set([...former, ...news.servers.expected])],
      };
      // Without an empty `checkedFor`, an update back to the last checked state would skip the check.
      const { call: _, ...unchecked } = { ...olds, ...news, servers, checkedFor: {} };
      throw new PartlyDone(id, unchecked, error);
    }
  }

  /**
   * Repeats the check until it succeeds. Continues for as long as a balancer may still use servers that fail
   * a changed health check.
   */
  private async untilReady(
    inputs: ReadinessInputs,
    { settleSeconds, changed }: WayChange,
  ): Promise<ReadinessState> {
    const started = this.time.now();
    const settled = started + settleSeconds * 1_000;
    for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
      const look = await this.look(inputs);
      const now = this.time.now();
      if (!("reason" in look)) {
        if (now >= settled) return { ...inputs, ...look };
        await this.time.pass(Math.min(1_000, settled - now));
        continue;
      }
      if (now + pause > started + look.waitSeconds * 1_000) {
        const waited = look.waitSeconds === 0 ? "" : `, after ${look.waitSeconds} s`;
        const unreached = `The gateway instance ${inputs.instanceId} does not reach ${describeTarget(inputs)}`;
        const { problem = unreached } = look;
        throw new Error(
          `${problem}${waited}. ${describeChange(changed)}${look.reason} ` +
            "Then run pulumi up again. To disable the check, set readiness: false.",
        );
      }
      await this.time.pass(pause);
    }
  }

  private async look(inputs: ReadinessInputs): Promise<Look> {
    const { target, call, waitSeconds } = inputs;
    const result = await this.ask(inputs);
    if (typeof result !== "string" && !result.connected) {
      const kind = findKind(target, result.ipType);
      // An invalid address does not become valid by waiting.
      const reason = hints[kind] ?? hints.ECS ?? "";
      return { reason, waitSeconds: kind === "INVALID" ? 0 : waitSeconds };
    }
    const health = await this.askHealth(inputs);
    if (typeof health !== "string" && health.length > 0) return describeUnhealthy(inputs, health);
    const outcome = typeof health === "string" ? health : typeof result === "string" ? result : "connected";
    if (call === undefined)
      return { outcome, answer: "not called: no route can be called without parameters" };
    const gateway = this.setting("alicloud-vpc-api:gateway");
    // A check against a local cloud never calls a real address.
    if (gateway === undefined && this.isLocal()) {
      return {
        outcome,
        answer: "not called: alicloud-vpc-api:gateway is not set to the local gateway",
      };
    }
    const verdict = verdictOn(await this.call(call, gateway));
    if (verdict.kind !== "failed") return { outcome, answer: verdict.words };
    return {
      reason: `${call.method} ${call.url}: ${verdict.reason}. ${verdict.hint}`,
      waitSeconds: verdict.ofBackEnd ? waitSeconds : Math.min(waitSeconds, longestPublication),
    };
  }

  /** Servers of the balancer that are not healthy. A string if the caller may not ask. */
  private async askHealth(inputs: ReadinessInputs): Promise<UnhealthyServer[] | string> {
    const { servers } = inputs;
    if (servers === undefined || !servers.healthChecked) return [];
    const refusal = `servers not checked: the ${servers.listener.of} answered`;
    return orRefusal(refusal, () => findUnhealthy(this.balancerClient(inputs, servers), servers, this.time));
  }

  /** Drains the servers that the update deletes. Returns why it could not. */
  private async drain(inputs: ReadinessInputs, former: readonly string[]): Promise<string | undefined> {
    const { servers } = inputs;
    if (servers === undefined) return undefined;
    const refusal = `replaced servers not drained: the ${servers.listener.of} answered`;
    return orRefusal(refusal, async () => {
      await drainServers(this.balancerClient(inputs, servers), former, servers, this.time);
      return undefined;
    });
  }

  private balancerClient(inputs: ReadinessInputs, { listener }: BalancerServers) {
    return this.clientIn(inputs, listener.of === "CLB" ? "slb" : "alb");
  }

  /** Response of the service's own check. A string if it cannot run the check. */
  private async ask(inputs: ReadinessInputs) {
    const { instanceId, accessId: vpcAccessId } = inputs;
    if (vpcAccessId === "") return "not checked: access has no accessId";
    const query = { instanceId, vpcAccessId };
    const validate = () => callApiGateway(this.clientIn(inputs), "validateVpcConnectivity", query);
    const refusal = "not checked: the service answered";
    const body = await orRefusal(refusal, () => whileBusy(validate, this.time), cannotCheck);
    return typeof body === "string" ? body : { connected: body?.connected === true, ipType: body?.ipType };
  }
}

/** Result of a call. The refusal and the error code if the code is one of those that are expected. */
async function orRefusal<T>(refusal: string, call: () => Promise<T>, expected = notAllowed) {
  return call().catch((error: unknown) => {
    const code = readErrorCode(error);
    if (expected.test(code)) return `${refusal} ${code}`;
    throw error;
  });
}

/** Lists the servers with their status, and the fix. */
function describeUnhealthy(
  { servers, waitSeconds }: ReadinessInputs,
  unhealthy: readonly UnhealthyServer[],
): Failure {
  const listed = unhealthy.map(({ server, status }) => {
    const [id, port] = server.split(":");
    return `${id} on port ${port} is ${status}`;
  });
  return {
    problem: `The ${servers?.listener.of} ${servers?.loadBalancerId} has servers that get no calls`,
    reason:
      `${listed.join(", ")}. Check the instance's console output, the service's port, and the path of the health ` +
      "check. If the service needs longer to start, increase readiness.waitSeconds.",
    waitSeconds,
  };
}

const describeTarget = ({ target, port }: ReadinessInputs): string =>
  `${target || "the service"}${port === 0 ? "" : ` on port ${port}`}`;

/** Changes since the last check. */
interface WayChange {
  /** Seconds for which balancers may still use servers that fail a changed health check. */
  settleSeconds: number;
  /** Names of changed and new children. */
  changed: string[];
}

function compareWays(olds: ReadinessState, news: ReadinessInputs): WayChange {
  const before = { checkedFor: olds.checkedFor ?? {}, healthChecks: olds.healthChecks ?? {} };
  const settleSeconds = Object.entries(news.healthChecks).map(([name, { digest, secondsUntilUnhealthy }]) => {
    const former = before.healthChecks[name];
    return former === undefined || former.digest === digest ? 0 : secondsUntilUnhealthy;
  });
  // After a failed check, the changes since the last successful one are unknown.
  const isKnown = Object.keys(before.checkedFor).length > 0;
  const changed = Object.keys(news.checkedFor).filter(
    (name) => isKnown && before.checkedFor[name] !== news.checkedFor[name],
  );
  return { settleSeconds: Math.max(0, ...settleSeconds), changed };
}

const namedChanges = 6;

function describeChange(changed: readonly string[]): string {
  if (changed.length === 0) return "";
  const more = changed.length - namedChanges;
  const names = changed.slice(0, namedChanges).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return `Changed since the last successful check: ${names}. `;
}

/** A change of the AppCode does not repeat the call. */
const withoutCode = (call: GatewayCall | undefined) => call && { ...call, appCode: undefined };
