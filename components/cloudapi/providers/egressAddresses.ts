import { DescribeInstancesRequest } from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../core/canonical";
import { whileBusy } from "../calls";
import { GapProvider, hasUnknown, type InRegion } from "../gapProvider";

export interface EgressAddressesInputs extends InRegion {
  instanceId: string;
}

export interface EgressAddressesState extends EgressAddressesInputs {
  cidrs: string[];
}

/** Looks the addresses up at every check, so that a preview shows them, and shows when they have changed. */
export class EgressAddressesProvider extends GapProvider implements pulumi.dynamic.ResourceProvider {
  async check(
    _olds: EgressAddressesState,
    news: EgressAddressesInputs,
  ): Promise<pulumi.dynamic.CheckResult<EgressAddressesInputs | EgressAddressesState>> {
    if (hasUnknown([news.instanceId, news.regionId])) return { inputs: news };
    return { inputs: await this.lookUp(news) };
  }

  async diff(
    _id: string,
    olds: EgressAddressesState,
    news: EgressAddressesState,
  ): Promise<pulumi.dynamic.DiffResult> {
    const fixed = ["instanceId", "regionId"] as const;
    const replaces = fixed.filter((property) => olds[property] !== news[property]);
    return { changes: replaces.length > 0 || !same(olds.cidrs, news.cidrs), replaces };
  }

  async create(inputs: EgressAddressesInputs) {
    return { id: inputs.instanceId, outs: await this.lookUp(inputs) };
  }

  async update(_id: string, _olds: EgressAddressesState, news: EgressAddressesInputs) {
    return { outs: await this.lookUp(news) };
  }

  async read(id: string, { regionId }: EgressAddressesInputs) {
    return { id, props: await this.lookUp({ instanceId: id, ...(regionId && { regionId }) }) };
  }

  private async lookUp({ instanceId, regionId }: EgressAddressesInputs): Promise<EgressAddressesState> {
    const place = regionId === undefined ? {} : { regionId };
    const { body } = await whileBusy(() =>
      this.clientIn(place).describeInstances(new DescribeInstancesRequest({ instanceId })),
    );
    const instance = body?.instances?.instanceAttribute?.find((found) => found.instanceId === instanceId);
    if (!instance) {
      throw new Error(
        `API Gateway has no instance ${instanceId} in this region. Give the id of one that exists.`,
      );
    }
    const cidrs = [instance.vpcEgressAddress, instance.newVpcEgressAddress]
      .flatMap((list) => (list ?? "").split(","))
      .map((text) => text.trim())
      .filter((text) => text !== "")
      .map((text) => (text.includes("/") ? text : `${text}/32`));
    if (cidrs.length === 0) {
      throw new Error(
        `Instance ${instanceId} names no egress address for VPCs. Use an instance of type VPC.`,
      );
    }
    return { ...place, instanceId, cidrs: [...new Set(cidrs)].sort() };
  }
}
