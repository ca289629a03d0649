import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { withoutUndefined } from "../../validation/given";
import { callAlb } from "../client/action";
import { realTime, unlessCode } from "../client/calls";
import { compareIdentity, DynamicProvider, hasUnknown, reportDeleted } from "../provider";
import type { AlbZone, AlbZonesInputs } from "./resource";

/** Description of an ALB. Source: GetLoadBalancerAttribute. */
interface AlbAttribute {
  LoadBalancerStatus?: string;
  ZoneMappings?: {
    ZoneId?: string;
    VSwitchId?: string;
    LoadBalancerAddresses?: { IntranetAddress?: string; Address?: string }[];
  }[];
}

/** A zone with the private address of the ALB there. */
interface AddressedZone extends AlbZone {
  address: string;
}

interface AlbZonesState extends AlbZonesInputs {
  /** vSwitch of `address`. */
  vswitchId?: string;
  address?: string;
}

/**
 * Changes the zones of an ALB in place. The alicloud provider can do so too, but reads the addresses that the
 * cloud assigned as a change of the zones in every preview, so the zones in its own arguments are ignored.
 * The called address stays the same as long as the ALB is in its zone. The check knows the inputs of the
 * previous update and looks up the address, so that a preview shows it.
 */
export class AlbZonesProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  async check(olds: Partial<AlbZonesState>, news: AlbZonesInputs) {
    const stays =
      olds.loadBalancerId === news.loadBalancerId &&
      news.zones.some(({ vswitchId }) => vswitchId === olds.vswitchId);
    const vswitchId = stays ? olds.vswitchId : news.zones[0]?.vswitchId;
    const inputs: AlbZonesState = this.inRegion(news);
    if (vswitchId === undefined || hasUnknown([vswitchId, inputs.loadBalancerId, inputs.regionId])) {
      return { inputs };
    }
    const { zones } = (await this.find(inputs)) ?? { zones: [] };
    const address = zones.find((zone) => zone.vswitchId === vswitchId)?.address;
    return { inputs: withoutUndefined({ ...inputs, vswitchId, address }) };
  }

  async diff(_id: string, olds: AlbZonesState, news: AlbZonesState) {
    const moved = !same(byVSwitch(olds.zones), byVSwitch(news.zones)) || olds.address !== news.address;
    return compareIdentity<AlbZonesState>(olds, news, ["loadBalancerId"], moved);
  }

  async create(inputs: AlbZonesState) {
    return { id: inputs.loadBalancerId, outs: await this.apply(inputs) };
  }

  async update(_id: string, _olds: AlbZonesState, news: AlbZonesState) {
    return { outs: await this.apply(news) };
  }

  async read(id: string, props: AlbZonesState): Promise<pulumi.dynamic.ReadResult> {
    const alb = await this.find({ ...props, loadBalancerId: id });
    if (!alb) return reportDeleted();
    const now = byVSwitch(alb.zones.map(({ zoneId, vswitchId }) => ({ zoneId, vswitchId })));
    const read = same(now, byVSwitch(props.zones)) ? props : { ...props, zones: now };
    return { id, props: read, inputs: read };
  }

  private find(inputs: AlbZonesState) {
    return unlessCode(/NotFound/, () => this.readAlb(inputs));
  }

  private async readAlb(inputs: AlbZonesState): Promise<{ status: string; zones: AddressedZone[] }> {
    const query = { LoadBalancerId: inputs.loadBalancerId };
    const client = this.clientIn(inputs, "alb");
    const alb = (await callAlb(client, "GetLoadBalancerAttribute", query)) as AlbAttribute;
    const zones = (alb.ZoneMappings ?? []).map(({ ZoneId = "", VSwitchId = "", LoadBalancerAddresses }) => {
      const { IntranetAddress, Address } = LoadBalancerAddresses?.[0] ?? {};
      return { zoneId: ZoneId, vswitchId: VSwitchId, address: IntranetAddress || Address || "" };
    });
    return { status: alb.LoadBalancerStatus ?? "", zones };
  }

  /** Changes the zones and waits until the change is complete. The ALB keeps its addresses in zones that stay. */
  private async changeZones(
    inputs: AlbZonesState,
    current: readonly AddressedZone[],
  ): Promise<AddressedZone[]> {
    const { loadBalancerId } = inputs;
    const mappings = inputs.zones.map(({ zoneId, vswitchId }) => {
      const address = current.find((zone) => zone.vswitchId === vswitchId)?.address;
      return withoutUndefined({
        ZoneId: zoneId,
        VSwitchId: vswitchId,
        IntranetAddress: address || undefined,
      });
    });
    const query = { LoadBalancerId: loadBalancerId, ZoneMappings: mappings };
    await callAlb(this.clientIn(inputs, "alb"), "UpdateLoadBalancerZones", query);
    const deadline = realTime.now() + 5 * 60_000;
    for (;;) {
      const { status, zones } = await this.readAlb(inputs);
      if (status === "Active") return zones;
      if (realTime.now() > deadline) {
        throw new Error(
          `ALB ${loadBalancerId} is ${status} 5 minutes after its zones were changed. Check it in the console.`,
        );
      }
      await realTime.pass(2_000);
    }
  }

  /** Does nothing: deleting the ALB deletes its zones. */
  async delete(): Promise<void> {}

  private async apply(inputs: AlbZonesState): Promise<AlbZonesState> {
    const { loadBalancerId, zones } = inputs;
    const alb = await this.readAlb(inputs);
    const wantedIds = byVSwitch(zones).map(({ vswitchId }) => vswitchId);
    const present = byVSwitch(alb.zones).map(({ vswitchId }) => vswitchId);
    const now = same(wantedIds, present) ? alb.zones : await this.changeZones(inputs, alb.zones);
    const home = inputs.vswitchId ?? zones[0]?.vswitchId;
    const address = now.find(({ vswitchId }) => vswitchId === home)?.address;
    if (!address || home === undefined) {
      throw new Error(
        `ALB ${loadBalancerId} has no private address in ${home}. Check its zones in the console.`,
      );
    }
    return { ...inputs, vswitchId: home, address };
  }
}

const byVSwitch = (zones: readonly AlbZone[]): AlbZone[] =>
  [...zones].sort((a, b) => (a.vswitchId < b.vswitchId ? -1 : 1));
