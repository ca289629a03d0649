import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { resolveOrThrow } from "../core/mistakes";
import { childOf, componentType, type Tags } from "../core/options";
import { type ExistingNetwork, lookUpVpc, lookUpVSwitches, vpcIdOf } from "./existing";
import { type ResolvedNetwork, resolveNetwork } from "./resolve";

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  /** A VPC that exists, with those of its vSwitches that are to be used. @default a new VPC */
  existing?: ExistingNetwork;
  /**
   * IPv4 block of the VPC: 8 to 28 bits inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.
   * A change replaces the VPC and all that is in it.
   *
   * @default "172.16.0.0/16"
   */
  cidrBlock?: string;
  /**
   * One vSwitch in each zone: how many zones (1 to 8), or their ids. A number takes the first zones of the
   * region that sell the instance type and a balancer; the choice is kept in later runs.
   *
   * @default 2
   */
  zones?: number | pulumi.Input<string>[];
  /** New vSwitches one by one, instead of `zones`; in an existing VPC beside those that are there. */
  vswitches?: {
    /** Zone id, for example `cn-hangzhou-h`. */
    zoneId: pulumi.Input<string>;
    /** IPv4 block of 16 to 29 bits inside the VPC's; no two may overlap. */
    cidrBlock: string;
  }[];
  /** ECS instance type that a zone must sell to be chosen. @default any */
  instanceType?: pulumi.Input<string>;
  /** Balancer that a zone must sell to be chosen. @default "clb" */
  balancer?: "clb" | "alb";
  /** Tags on the VPC and its vSwitches, unless they exist. @default none */
  tags?: Tags;
}

/** A VPC with one vSwitch in each of its zones, new or existing. */
export class Network extends pulumi.ComponentResource {
  /** The VPC. */
  readonly vpc: alicloud.vpc.Network;
  /** The vSwitches: those that exist, then the new ones in the order of their zones. */
  readonly vswitches: alicloud.vpc.Switch[];
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the vSwitches, in the same order. */
  readonly vswitchIds: pulumi.Output<string[]>;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: NetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveOrThrow(`Network ${name}`, (mistakes) => resolveNetwork(args, mistakes));
    super(componentType("Network"), name, {}, opts);
    const tags = args.tags ?? {};
    const { existing } = args;
    this.vpc = existing
      ? lookUpVpc(name, existing, this)
      : new alicloud.vpc.Network(
          `${name}-vpc`,
          { vpcName: `${name}-vpc`, cidrBlock: resolved.cidrBlock, tags },
          childOf(this),
        );
    const found = existing ? lookUpVSwitches(name, existing, this) : [];
    this.vpcId = existing ? vpcIdOf(this.vpc, found) : this.vpc.id;
    this.vswitches = [...found, ...this.createVSwitches(name, resolved, args, tags)];
    this.vswitchIds = pulumi.output(this.vswitches.map((vswitch) => vswitch.id));
    this.registerOutputs({ vpcId: this.vpcId, vswitchIds: this.vswitchIds });
  }

  private createVSwitches(
    name: string,
    { vswitches }: ResolvedNetwork,
    args: NetworkArgs,
    tags: Tags,
  ): alicloud.vpc.Switch[] {
    const chosen = vswitches.some(({ zoneId }) => zoneId === undefined)
      ? zonesThatSell(vswitches.length, args, this)
      : undefined;
    return vswitches.map(({ zoneId, cidrBlock }, index) => {
      const zone = zoneId ?? chosen?.apply((zones) => zones[index] as string);
      return new alicloud.vpc.Switch(
        `${name}-vswitch-${index}`,
        {
          vswitchName: `${name}-vswitch-${index}`,
          vpcId: this.vpcId,
          cidrBlock,
          zoneId: zone as pulumi.Input<string>,
          tags,
        },
        // A zone that opens later must not move a vSwitch that was placed by number.
        childOf(this, zoneId === undefined ? { ignoreChanges: ["zoneId"] } : {}),
      );
    });
  }
}

function zonesThatSell(
  count: number,
  { instanceType, balancer = "clb" }: NetworkArgs,
  parent: pulumi.Resource,
): pulumi.Output<string[]> {
  const sold = alicloud.getZonesOutput(
    { availableResourceCreation: "Slb", ...(instanceType ? { availableInstanceType: instanceType } : {}) },
    { parent },
  );
  const withAlb = balancer === "alb" ? alicloud.alb.getZonesOutput({}, { parent }).ids : undefined;
  return pulumi.all([sold.ids, withAlb]).apply(([ids, albIds]) => {
    const able = ids.filter((id) => albIds?.includes(id) ?? true);
    if (able.length >= count) return able.sort().slice(0, count);
    throw new pulumi.RunError(
      `zones: only ${able.length} zones sell the instance type and a balancer, ${count} are wanted. ` +
        "Use fewer zones, another instanceType, or name the zones.",
    );
  });
}
