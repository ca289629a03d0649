import type Client from "@alicloud/cloudapi20160714";
import { ValidateVpcConnectivityRequest } from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { codeOf, realTime, type Time, whileBusy } from "../client/calls";
import { PartlyDone } from "../client/partlyDone";
import { DynamicProvider, type InRegion } from "../provider";
import { callGateway, type GatewayCall } from "./gatewayCall";
import type { HealthCheck } from "./resource";
import { verdictOn } from "./verdict";

export interface ReadinessInputs extends InRegion {
  instanceId: string;
  /** Empty when nobody said it: then the service cannot be asked. */
  accessId: string;
  /** What the gateway calls, for people; empty and 0 when nobody said it. */
  target: string;
  port: number;
  /** How long the back end may take to answer. */
  waitSeconds: number;
  /** What is on the way, by name: the check is made again when one of the digests changes. */
  checkedFor: Record<string, string>;
  /** Health checks of the balancers on the way, by name. */
  healthChecks: Record<string, HealthCheck>;
  /** A call that only the back end can answer. */
  call?: GatewayCall;
}

export interface ReadinessState extends ReadinessInputs {
  /** What the service's own check of the connection said. */
  outcome: string;
  /** What came of the call. */
  answer: string;
}

/** What one look came to: the way is free, or why not, and whether to look again. */
type Look = Pick<ReadinessState, "outcome" | "answer"> | { reason: string; waitSeconds: number };

/** Longest wait for the gateway to know what has just been published, in seconds; it takes a few. */
const longestPublication = 60;

/** Codes that say that the check cannot be made, and nothing about the back end. */
const cannotCheck = /^(Forbidden|NoPermission|Unauthorized|Unsupported|NotFoundInstance|InvalidInstance)/i;

/** What to do, by the kind of thing that the service finds behind an address. */
const hints: Readonly<Record<string, string>> = {
  INVALID:
    "The address belongs to no ECS instance and no SLB instance of the VPC. " +
    "Give the id or the private address of one that exists.",
  SLB:
    "Most likely no instance behind the balancer is healthy: look at its listener's health check, at the service's " +
    "port, and at the rule of the security group for the gateway's egress addresses.",
  ECS:
    "Most likely nothing listens on the port, or the security group has no rule that lets the gateway's egress " +
    "addresses in.",
};

/** Names of a back end by its id; an address is told by the service. */
function kindOf(target: string, ipType: string | undefined): string {
  if (target.startsWith("i-")) return "ECS";
  if (target.startsWith("lb-")) return "SLB";
  return ipType ?? "ECS";
}

/**
 * Asks the service whether a gateway instance reaches a VPC back end, and calls it, until it answers. A new instance is
 * there minutes before its service is. Source: ValidateVpcConnectivity.
 */
export class ReadinessProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  constructor(
    given?: Client,
    private readonly time: Time = realTime,
    private readonly call: typeof callGateway = callGateway,
  ) {
    super(given);
  }

  async check(
    _olds: Partial<ReadinessState>,
    news: ReadinessInputs,
  ): Promise<pulumi.dynamic.CheckResult<ReadinessInputs>> {
    return { inputs: this.inRegion(news) };
  }

  async diff(_id: string, olds: ReadinessState, news: ReadinessInputs): Promise<pulumi.dynamic.DiffResult> {
    const checked = ["regionId", "instanceId", "accessId", "target", "port", "checkedFor"] as const;
    const changed = checked.some((property) => !same(olds[property], news[property]));
    return { changes: changed || !same(withoutCode(olds.call), withoutCode(news.call)), replaces: [] };
  }

  async create(inputs: ReadinessInputs) {
    // A server that was never healthy proves that it is before it gets a request: nothing has to settle.
    return {
      id: inputs.accessId || "readiness",
      outs: await this.untilReady(inputs, { settleSeconds: 0, changed: [] }),
    };
  }

  async update(id: string, olds: ReadinessState, news: ReadinessInputs) {
    const change = compareWays(olds, news);
    try {
      return { outs: await this.untilReady(news, change) };
    } catch (error) {
      // Without this, an update that goes back to what was checked last would not be checked.
      const { call: _, ...unchecked } = { ...olds, ...news, checkedFor: {} };
      throw new PartlyDone(id, unchecked, error);
    }
  }

  /**
   * Looks until the way is free, and for as long as a balancer may go on using servers that fail a health check that
   * has just been changed.
   */
  private async untilReady(
    inputs: ReadinessInputs,
    { settleSeconds, changed }: WayChange,
  ): Promise<ReadinessState> {
    const { instanceId } = inputs;
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
        throw new Error(
          `The gateway instance ${instanceId} does not reach ${describeTarget(inputs)}${waited}. ` +
            `${describeChange(changed)}${look.reason} ` +
            "Then run pulumi up again. To leave the check out, set readiness: false.",
        );
      }
      await this.time.pass(pause);
    }
  }

  private async look(inputs: ReadinessInputs): Promise<Look> {
    const { target, call, waitSeconds } = inputs;
    const said = await this.ask(inputs);
    if (typeof said !== "string" && !said.connected) {
      const kind = kindOf(target, said.ipType);
      // Waiting makes no back end of an address that is none.
      return {
        reason: hints[kind] ?? hints.ECS ?? "",
        waitSeconds: kind === "INVALID" ? 0 : waitSeconds,
      };
    }
    const outcome = typeof said === "string" ? said : "connected";
    if (call === undefined) return { outcome, answer: "not called: no route can be called without more" };
    const gateway = this.setting("alicloud-vpc-api:gateway");
    // Nothing that runs against a local cloud calls a real address.
    if (gateway === undefined && this.isLocal()) {
      return {
        outcome,
        answer: "not called: alicloud-vpc-api:gateway does not say where the local gateway is",
      };
    }
    const verdict = verdictOn(await this.call(call, gateway));
    if (verdict.kind !== "failed") return { outcome, answer: verdict.words };
    return {
      reason: `${call.method} ${call.url}: ${verdict.reason}. ${verdict.hint}`,
      waitSeconds: verdict.ofBackEnd ? waitSeconds : Math.min(waitSeconds, longestPublication),
    };
  }

  /** What the service says; a text when it does not make the check. */
  private async ask(inputs: ReadinessInputs) {
    const { instanceId, accessId: vpcAccessId } = inputs;
    if (vpcAccessId === "") return "not checked: access has no accessId";
    const request = new ValidateVpcConnectivityRequest({ instanceId, vpcAccessId });
    try {
      const { body } = await whileBusy(
        () => this.clientIn(inputs).validateVpcConnectivity(request),
        this.time,
      );
      return { connected: body?.connected === true, ipType: body?.ipType };
    } catch (error) {
      const code = codeOf(error);
      if (cannotCheck.test(code)) return `not checked: the service answered ${code}`;
      throw error;
    }
  }
}

const describeTarget = ({ target, port }: ReadinessInputs): string =>
  `${target || "the service"}${port === 0 ? "" : ` on port ${port}`}`;

/** What differs from the way that was checked last. */
interface WayChange {
  /** How long balancers may go on using servers that fail a changed health check. */
  settleSeconds: number;
  /** Names of what was changed or added. */
  changed: string[];
}

function compareWays(olds: ReadinessState, news: ReadinessInputs): WayChange {
  const before = { checkedFor: olds.checkedFor ?? {}, healthChecks: olds.healthChecks ?? {} };
  const settleSeconds = Object.entries(news.healthChecks).map(([name, { digest, secondsUntilUnhealthy }]) => {
    const former = before.healthChecks[name];
    return former === undefined || former.digest === digest ? 0 : secondsUntilUnhealthy;
  });
  // After a check that failed, nobody knows what was changed since the last one that did not.
  const isKnown = Object.keys(before.checkedFor).length > 0;
  const changed = Object.keys(news.checkedFor).filter(
    (name) => isKnown && before.checkedFor[name] !== news.checkedFor[name],
  );
  return { settleSeconds: Math.max(0, ...settleSeconds), changed };
}

/** How many changes a message names. */
const namedChanges = 6;

function describeChange(changed: readonly string[]): string {
  if (changed.length === 0) return "";
  const more = changed.length - namedChanges;
  const named = changed.slice(0, namedChanges).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return `Changed since the last successful check: ${named}. `;
}

/** Another AppCode is no reason to call again. */
const withoutCode = (call: GatewayCall | undefined) => call && { ...call, appCode: undefined };
