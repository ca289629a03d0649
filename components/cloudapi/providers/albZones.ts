import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../core/canonical";
import { type AlbZone, changeAlbZones, readAlb } from "../albCalls";
import { codeOf } from "../calls";
import { GapProvider, type InRegion } from "../gapProvider";

export interface AlbZonesInputs extends InRegion {
  loadBalancerId: string;
  /** In order of preference for `address`. */
  zones: AlbZone[];
  /** The vSwitch that `address` is in. */
  vswitchId?: string;
  /** Private address. */
  address?: string;
}

/**
 * Puts an ALB into zones in place. The provider could, but it takes the addresses that the cloud chose for a change of
 * the zones in every preview, so its own zones are ignored. The address that is called stays the same as long as the
 * ALB is in its zone; the check says so, which knows the inputs of the update before, and so does the preview.
 */
export class AlbZonesProvider extends GapProvider implements pulumi.dynamic.ResourceProvider {
  async check(
    olds: Partial<AlbZonesInputs>,
    news: AlbZonesInputs,
  ): Promise<pulumi.dynamic.CheckResult<AlbZonesInputs>> {
    const { vswitchId, address } = olds;
    const stays =
      vswitchId !== undefined &&
      address !== undefined &&
      olds.loadBalancerId === news.loadBalancerId &&
      news.zones.some((zone) => zone.vswitchId === vswitchId);
    return { inputs: stays ? { ...news, vswitchId, address } : news };
  }

  async diff(_id: string, olds: AlbZonesInputs, news: AlbZonesInputs): Promise<pulumi.dynamic.DiffResult> {
    const fixed = ["loadBalancerId", "regionId"] as const;
    const replaces = fixed.filter((property) => olds[property] !== news[property]);
    const changes = !same(byVSwitch(olds.zones), byVSwitch(news.zones)) || olds.address !== news.address;
    return { changes: replaces.length > 0 || changes, replaces };
  }

  async create(inputs: AlbZonesInputs) {
    return { id: inputs.loadBalancerId, outs: await this.apply(inputs) };
  }

  async update(_id: string, _olds: AlbZonesInputs, news: AlbZonesInputs) {
    return { outs: await this.apply(news) };
  }

  async read(id: string, props: AlbZonesInputs): Promise<pulumi.dynamic.ReadResult> {
    try {
      const { zones } = await readAlb(this.balancerClientIn(props), id);
      const now = byVSwitch(zones.map(({ zoneId, vswitchId }) => ({ zoneId, vswitchId })));
      const unchanged = same(now, byVSwitch(props.zones));
      const read = unchanged ? props : { ...props, zones: now };
      return { id, props: read, inputs: read };
    } catch (error) {
      // Gone: to Pulumi, a resource without id.
      if (/NotFound/.test(codeOf(error))) return { id: "", props: {} };
      throw error;
    }
  }

  /** The zones go with the ALB. */
  async delete(): Promise<void> {}

  private async apply(inputs: AlbZonesInputs): Promise<AlbZonesInputs> {
    const { loadBalancerId, zones } = inputs;
    const client = this.balancerClientIn(inputs);
    const found = await readAlb(client, loadBalancerId);
    const wanted = byVSwitch(zones).map(({ vswitchId }) => vswitchId);
    const present = byVSwitch(found.zones).map(({ vswitchId }) => vswitchId);
    const now = same(wanted, present)
      ? found.zones
      : await changeAlbZones(client, loadBalancerId, zones, found.zones);
    const home = inputs.vswitchId ?? zones[0]?.vswitchId;
    const address = now.find(({ vswitchId }) => vswitchId === home)?.address;
    if (!address || home === undefined) {
      throw new Error(
        `ALB ${loadBalancerId} has no private address in ${home}. Look at its zones in the console.`,
      );
    }
    return { ...inputs, vswitchId: home, address };
  }
}

const byVSwitch = (zones: readonly AlbZone[]): AlbZone[] =>
  [...zones].sort((a, b) => (a.vswitchId < b.vswitchId ? -1 : 1));
