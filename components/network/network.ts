import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../component/children";
import { argumentsOf } from "../component/knownOutputs";
import { childOf, componentType, type Tags } from "../component/options";
import { resolvePart } from "../component/part";
import { checkName } from "../validation/names";
import { type ExistingNetwork, existingKeys, lookUpVpc, lookUpVSwitches, vpcIdOf } from "./existing";
import { type ResolvedNetwork, resolveNetwork } from "./plan";
import { checkZones, zonesThatSell } from "./zones";

/**
 * A new vSwitch. The first address of its block identifies it: the order of the list does not matter, and one that is
 * removed changes none that stays.
 */
export interface VSwitchArgs {
  /**
   * Zone id, for example `cn-hangzhou-h`; one that sells instance type and balancer, as with `zones`. A change replaces
   * the vSwitch and all in it, and interrupts the service.
   */
  zoneId: pulumi.Input<string>;
  /**
   * IPv4 block of 16 to 29 bits inside the VPC's; no two may overlap. Another first address is another vSwitch: it is
   * created before the old one is deleted, so the two blocks must not overlap. Another size replaces the vSwitch and
   * all in it, and interrupts the service.
   */
  cidrBlock: string;
  /**
   * Number of the vSwitch's `/64` in the VPC's IPv6 block, 0 to 255; each once. Needed with `ipv6`, and only there.
   * The cloud refuses another number while an instance has an address of the block: change the first address of
   * `cidrBlock` together with it, which makes another vSwitch.
   *
   * @default none
   */
  ipv6CidrBlockMask?: number;
}

/** Arguments of {@link Network}. */
export interface NetworkArgs extends ComponentArgs {
  /** A VPC that exists, with those of its vSwitches that are to be used. @default a new VPC */
  existing?: ExistingNetwork;
  /**
   * IPv4 block of the VPC: 8 to 28 bits, best inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.
   * A change replaces the VPC and all that is in it, and interrupts the service.
   *
   * @default "172.16.0.0/16"
   */
  cidrBlock?: string;
  /**
   * One vSwitch in each zone: the ids of the zones, or how many (1 to 8).
   *
   * **Ids**: each zone has its own vSwitch, block and instances, identified by the zone's id. The order does not
   * matter. A new zone, or one that is removed, changes nothing in the zones that stay. Removing the zone that the
   * balancer is called in moves the balancer, see `balancer`. An id that is an Output is identified by its position in
   * the list.
   *
   * **A number** takes the first zones of the region that sell the instance type and a balancer. The choice is kept in
   * later runs, whatever is sold by then; where too few zones sell, a preview of new vSwitches fails. A smaller number
   * removes the last of them, a larger one adds to them; the zones that sell by then may be others, so name them all to
   * be sure of one vSwitch in each. Ids in place of a number, or a number in place of ids, are other vSwitches: new ones
   * are created first, with their instances and balancer, and calls fail for some seconds when the gateway is turned to
   * them.
   *
   * The VPC's block is divided into 32 parts, at most a `/24` each. Use `vswitches` for other sizes.
   *
   * A preview fails for a named zone that does not sell instance type and balancer, and says which do. This is
   * looked at for vSwitches that the VPC does not have yet, and for them alone: the stock is about new instances, and a
   * zone that sells out later blocks no update of what is there.
   *
   * @default 2
   */
  zones?: number | pulumi.Input<string>[];
  /** New vSwitches one by one, 1 to 8 of them, instead of `zones`; in an existing VPC beside those that are there. */
  vswitches?: VSwitchArgs[];
  /**
   * Whether the network is of both families: the cloud gives the VPC an IPv6 block (`/56`) and each vSwitch a `/64` of
   * it. An existing VPC and its vSwitches must have IPv6. All addresses are private: there is no IPv6 gateway
   * bandwidth, so nothing is reached from the Internet.
   *
   * Turned on later, VPC and vSwitches are updated in place; instances are replaced, because the provider gives an
   * address to new ones only, and so is an ALB. Turned off later, the blocks stay; only the gateway's rule goes.
   *
   * @default false
   */
  ipv6?: boolean;
  /** ECS instance type that a zone must sell to be chosen, or to be named. @default any */
  instanceType?: pulumi.Input<string>;
  /** Balancer that a zone must sell to be chosen, or to be named. @default "clb" */
  balancer?: "clb" | "alb" | "none";
  /** Where these arguments are within those of a component around, in front of what messages name. @default "" */
  path?: string;
  /** Tags on the VPC and its vSwitches, unless they exist. @default none */
  tags?: Tags;
}

/** A network, but for what follows from what is to stand in it. */
export type VpcApiNetworkArgs = Omit<
  NetworkArgs,
  "instanceType" | "balancer" | "path" | "tags" | keyof ComponentArgs
>;

/** A VPC with one vSwitch in each of its zones, new or existing. */
export class Network extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The VPC. */
  readonly vpc: alicloud.vpc.Network;
  /** The vSwitches: those that exist, then the new ones in the order of their zones. */
  readonly vswitches: alicloud.vpc.Switch[];
  /** What identifies each vSwitch, in the same order: its zone, first address, id or position. */
  readonly vswitchKeys: readonly string[];
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Whether it is of both families. */
  readonly ipv6: boolean;
  /** Ids of the vSwitches, in the same order. */
  readonly vswitchIds: pulumi.Output<string[]>;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: NetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const resolved = resolvePart({ type: "Network", name, args }, (problems, args) => {
      checkName("component", name, problems, "name");
      return resolveNetwork(args, problems);
    });
    const { options, nodes } = childrenOf(name, args, opts);
    super(componentType("Network"), name, {}, options);
    this.nodes = nodes;
    const tags = args.tags ?? {};
    this.ipv6 = resolved.ipv6;
    const { existing } = args;
    this.vpc = existing
      ? lookUpVpc(name, existing, this)
      : new alicloud.vpc.Network(
          `${name}-vpc`,
          {
            vpcName: `${name}-vpc`,
            cidrBlock: resolved.cidrBlock,
            ...(resolved.ipv6 ? { enableIpv6: true } : {}),
            tags,
          },
          // The provider would change it in place, which the cloud refuses while vSwitches lie in the old block.
          childOf(this, { replaceOnChanges: ["cidrBlock"] }),
        );
    const found = existing ? lookUpVSwitches(name, existing, this) : [];
    this.vpcId = existing ? vpcIdOf(this.vpc, found, resolved.ipv6) : this.vpc.id;
    this.vswitches = [...found, ...this.createVSwitches(name, resolved, args, tags)];
    this.vswitchKeys = [...existingKeys(existing), ...resolved.vswitches.map(({ key }) => key)];
    this.vswitchIds = pulumi.output(this.vswitches.map((vswitch) => vswitch.id));
    this.registerOutputs({
      vpcId: this.vpcId,
      vswitchIds: this.vswitchIds,
      vswitchKeys: this.vswitchKeys,
      ipv6: this.ipv6,
    });
  }

  private createVSwitches(
    name: string,
    resolved: ResolvedNetwork,
    args: NetworkArgs,
    tags: Tags,
  ): alicloud.vpc.Switch[] {
    const { vswitches } = resolved;
    const checked = this.checkNamed(resolved, args);
    const chosen: pulumi.Output<string[] | undefined> = vswitches.some(({ zoneId }) => zoneId === undefined)
      ? zonesThatSell(vswitches.length, args, pathOf(args, "zones"), this)
      : pulumi.output(undefined);
    return vswitches.map(({ key, zoneId, cidrBlock, ipv6CidrBlockMask }, index) => {
      return new alicloud.vpc.Switch(
        `${name}-vswitch-${key}`,
        {
          vswitchName: `${name}-vswitch-${key}`,
          vpcId: this.vpcId,
          cidrBlock,
          // Without a zone the provider refuses a new vSwitch in the preview; one that exists keeps its own.
          zoneId:
            zoneId === undefined
              ? zoneAt(chosen, index)
              : pulumi.all([zoneId, checked]).apply(([named]) => named),
          ...(ipv6CidrBlockMask === undefined ? {} : { enableIpv6: true, ipv6CidrBlockMask }),
          tags,
        },
        childOf(this, {
          // A zone that opens later must not move a vSwitch that was placed by number.
          ignoreChanges: zoneId === undefined ? ["zoneId"] : [],
          // The new one lies in the same block, or in one that overlaps it.
          deleteBeforeReplace: true,
        }),
      );
    });
  }

  /** Once it is sure that named zones sell what is wanted. */
  private checkNamed({ vswitches }: ResolvedNetwork, args: NetworkArgs): Promise<void> | undefined {
    const named = vswitches.flatMap(({ zoneId, cidrBlock }, index) => {
      const path = pathOf(args, args.vswitches ? `vswitches[${index}].zoneId` : `zones[${index}]`);
      return zoneId === undefined ? [] : [{ path, zoneId, cidrBlock }];
    });
    return named.length === 0 ? undefined : checkZones(named, args, this.vpcId, this);
  }
}

const pathOf = ({ path }: NetworkArgs, property: string): string => (path ? `${path}.${property}` : property);

/** The zone at a place; no text at all when too few zones sell. */
const zoneAt = (chosen: pulumi.Output<string[] | undefined>, index: number): pulumi.Output<string> =>
  // An output may resolve to nothing, which its type cannot say where an argument is left out.
  chosen.apply((zones) => zones?.[index] as string);
