import type Client from "@alicloud/cloudapi20160714";
import { ValidateVpcConnectivityRequest } from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../core/canonical";
import { codeOf, realTime, type Time, whileBusy } from "../calls";
import { GapProvider, type InRegion } from "../gapProvider";

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
}

export interface ReadinessState extends ReadinessInputs {
  outcome: string;
}

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
 * Asks the service whether a gateway instance reaches a VPC back end, until it does. A new instance is there minutes
 * before its service is. Source: ValidateVpcConnectivity.
 */
export class ReadinessProvider extends GapProvider implements pulumi.dynamic.ResourceProvider {
  constructor(
    given?: Client,
    private readonly time: Time = realTime,
  ) {
    super(given);
  }

  async diff(_id: string, olds: ReadinessState, news: ReadinessInputs): Promise<pulumi.dynamic.DiffResult> {
    const checked = ["regionId", "instanceId", "accessId", "target", "port", "checkedFor"] as const;
    return { changes: checked.some((property) => !same(olds[property], news[property])), replaces: [] };
  }

  async create(inputs: ReadinessInputs) {
    return { id: inputs.accessId, outs: await this.checked(inputs) };
  }

  async update(_id: string, _olds: ReadinessState, news: ReadinessInputs) {
    return { outs: await this.checked(news) };
  }

  private async checked(inputs: ReadinessInputs): Promise<ReadinessState> {
    return { ...inputs, outcome: await this.outcomeOf(inputs) };
  }

  private async outcomeOf(inputs: ReadinessInputs): Promise<string> {
    const { instanceId, accessId, target, port, waitSeconds } = inputs;
    const request = new ValidateVpcConnectivityRequest({ instanceId, vpcAccessId: accessId });
    const deadline = this.time.now() + waitSeconds * 1_000;
    for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
      const answer = await this.ask(inputs, request);
      if (typeof answer === "string") return answer;
      if (answer.connected) return "connected";
      const kind = kindOf(target, answer.ipType);
      // Waiting makes no back end of an address that is none.
      if (kind === "INVALID" || this.time.now() + pause > deadline) {
        throw new Error(
          `The gateway instance ${instanceId} does not reach ${target} on port ${port}` +
            `${kind === "INVALID" ? "" : `, after ${waitSeconds} s`}. ${remedies[kind] ?? remedies.ECS} ` +
            "Then run pulumi up again; without readiness the check is left out.",
        );
      }
      await this.time.pass(pause);
    }
  }

  /** What the service says; a text when it does not make the check. */
  private async ask(place: InRegion, request: ValidateVpcConnectivityRequest) {
    try {
      const { body } = await whileBusy(
        () => this.clientIn(place).validateVpcConnectivity(request),
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
