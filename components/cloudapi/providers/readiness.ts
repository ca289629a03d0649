import type Client from "@alicloud/cloudapi20160714";
import { ValidateVpcConnectivityRequest } from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../core/canonical";
import { codeOf, realTime, type Time, whileBusy } from "../calls";
import { GapProvider, type InRegion } from "../gapProvider";
import { callGateway, type GatewayCall } from "../gatewayCall";
import { verdictOn } from "../readinessVerdict";

export interface ReadinessInputs extends InRegion {
  instanceId: string;
  accessId: string;
  /** What the gateway calls, for people. */
  target: string;
  port: number;
  /** How long the back end may take to answer. */
  waitSeconds: number;
  /** Anything: the check is made again when it changes. */
  checkedFor: unknown;
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
const remedies: Readonly<Record<string, string>> = {
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
export class ReadinessProvider extends GapProvider implements pulumi.dynamic.ResourceProvider {
  constructor(
    given?: Client,
    private readonly time: Time = realTime,
    private readonly call: typeof callGateway = callGateway,
  ) {
    super(given);
  }

  async diff(_id: string, olds: ReadinessState, news: ReadinessInputs): Promise<pulumi.dynamic.DiffResult> {
    const checked = ["regionId", "instanceId", "accessId", "target", "port", "checkedFor"] as const;
    const changed = checked.some((property) => !same(olds[property], news[property]));
    return { changes: changed || !same(withoutCode(olds.call), withoutCode(news.call)), replaces: [] };
  }

  async create(inputs: ReadinessInputs) {
    return { id: inputs.accessId, outs: await this.checked(inputs) };
  }

  async update(_id: string, _olds: ReadinessState, news: ReadinessInputs) {
    return { outs: await this.checked(news) };
  }

  private async checked(inputs: ReadinessInputs): Promise<ReadinessState> {
    const { instanceId, target, port } = inputs;
    const started = this.time.now();
    for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
      const look = await this.look(inputs);
      if (!("reason" in look)) return { ...inputs, ...look };
      if (this.time.now() + pause > started + look.waitSeconds * 1_000) {
        const after = look.waitSeconds === 0 ? "" : `, after ${look.waitSeconds} s`;
        throw new Error(
          `The gateway instance ${instanceId} does not reach ${target} on port ${port}${after}. ${look.reason} ` +
            "Then run pulumi up again; readiness: false leaves the check out.",
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
        reason: remedies[kind] ?? remedies.ECS ?? "",
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
      reason: `${call.method} ${call.url}: ${verdict.reason}. ${verdict.remedy}`,
      waitSeconds: verdict.ofBackEnd ? waitSeconds : Math.min(waitSeconds, longestPublication),
    };
  }

  /** What the service says; a text when it does not make the check. */
  private async ask(inputs: ReadinessInputs) {
    const { instanceId, accessId: vpcAccessId } = inputs;
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

/** Another AppCode is no reason to call again. */
const withoutCode = (call: GatewayCall | undefined) => call && { ...call, appCode: undefined };
