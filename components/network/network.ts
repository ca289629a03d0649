import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { child, uniqueChild } from "../component/children";
import { Component } from "../component/component";
import type { NetworkArgs } from "./args";
import { existingKeys, lookUpVpc, lookUpVSwitches, resolveVpcId } from "./existing";
import { type NetworkPlan, networkDefinition } from "./plan";
import { checkZones, chooseZones } from "./zones";

declare module "../component/children" {
  interface ChildKinds {
    /** The VPC. @local vpc vpcName */
    vpc: typeof alicloud.vpc.Network;
    /** A vSwitch. @local vswitch vswitchName */
    vswitch: typeof alicloud.vpc.Switch;
  }
}

/** A VPC with one vSwitch in each of its zones, new or existing. */
export class Network extends Component<NetworkPlan> {
  /** The VPC. */
  readonly vpc: alicloud.vpc.Network;
  /** The vSwitches: existing ones first, then the new ones in the order of their zones. */
  readonly vswitches: alicloud.vpc.Switch[];
  /** Key of each vSwitch, in the same order: its zone, first address, ID or position. */
  readonly vswitchKeys: readonly string[];
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Whether the network has IPv6 beside IPv4. */
  readonly ipv6: boolean;
  /** IDs of the vSwitches, in the same order. */
  readonly vswitchIds: pulumi.Output<string[]>;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: NetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super(networkDefinition, name, args, opts);
    const { existing, cidrBlock, ipv6, tags } = this.plan;
    this.ipv6 = ipv6;
    const enableIpv6 = ipv6 || undefined;
    const vpcArgs: alicloud.vpc.NetworkArgs = { vpcName: `${name}-vpc`, cidrBlock, enableIpv6, tags };
    this.vpc = existing
      ? lookUpVpc(existing, this)
      : child(this, "vpc", alicloud.vpc.Network, "vpc", vpcArgs, {
          // The provider would change it in place, which the cloud rejects while the old block has vSwitches.
          replaceOnChanges: ["cidrBlock"],
        });
    const existingVSwitches = existing ? lookUpVSwitches(existing, this) : [];
    this.vpcId = existing ? resolveVpcId(this.vpc, existingVSwitches, ipv6) : this.vpc.id;
    this.vswitches = [...existingVSwitches, ...this.createVSwitches(name)];
    this.vswitchKeys = [...existingKeys(existing), ...this.plan.vswitches.map(({ key }) => key)];
    this.vswitchIds = pulumi.output(this.vswitches.map((vswitch) => vswitch.id));
    this.registerProperties("vpcId", "vswitchIds", "vswitchKeys", "ipv6");
  }

  private createVSwitches(name: string): alicloud.vpc.Switch[] {
    const { vswitches, zonesPath, required, tags } = this.plan;
    const named = vswitches.flatMap(({ zoneId, cidrBlock, path }) =>
      zoneId === undefined ? [] : [{ path, zoneId, cidrBlock }],
    );
    const checked = named.length === 0 ? undefined : checkZones(named, required, this.vpcId, this);
    const needsChoice = vswitches.some(({ zoneId }) => zoneId === undefined);
    const zoneChoice: pulumi.Output<string[] | undefined> = needsChoice
      ? chooseZones(vswitches.length, required, zonesPath, this)
      : pulumi.output(undefined);
    return vswitches.map(({ key, zoneId, cidrBlock, ipv6CidrBlockMask }, index) => {
      const args: alicloud.vpc.SwitchArgs = {
        vswitchName: `${name}-vswitch-${key}`,
        vpcId: this.vpcId,
        cidrBlock,
        // The provider rejects a new vSwitch without a zone at preview. An existing one keeps its zone.
        zoneId:
          zoneId === undefined
            ? // An Output may resolve to undefined, which the type of an optional argument cannot express.
              zoneChoice.apply((zones) => zones?.[index] as string)
            : pulumi.all([zoneId, checked]).apply(([known]) => known),
        enableIpv6: ipv6CidrBlockMask === undefined ? undefined : true,
        ipv6CidrBlockMask,
        tags,
      };
      // The block of the new vSwitch is the same or overlaps, which the cloud rejects.
      return uniqueChild(this, "vswitch", alicloud.vpc.Switch, `vswitch-${key}`, args, {
        // A zone that opens later must not move a vSwitch that was placed by number.
        ignoreChanges: zoneId === undefined ? ["zoneId"] : [],
      });
    });
  }
}
