import { DescribeInstancesRequest } from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../core/canonical";
import { whileBusy } from "../calls";
import { GapProvider, hasUnknown } from "../gapProvider";

export interface EgressAddressesInputs {
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
    if (hasUnknown(news.instanceId)) return { inputs: news };
    return { inputs: { ...news, cidrs: await this.lookUp(news.instanceId) } };
  }

  async diff(
    _id: string,
    olds: EgressAddressesState,
    news: EgressAddressesState,
  ): Promise<pulumi.dynamic.DiffResult> {
    const replaces = olds.instanceId === news.instanceId ? [] : ["instanceId"];
    return { changes: replaces.length > 0 || !same(olds.cidrs, news.cidrs), replaces };
  }

  async create({ instanceId }: EgressAddressesInputs) {
    return { id: instanceId, outs: { instanceId, cidrs: await this.lookUp(instanceId) } };
  }

  async update(_id: string, _olds: EgressAddressesState, { instanceId }: EgressAddressesInputs) {
    return { outs: { instanceId, cidrs: await this.lookUp(instanceId) } };
  }

  async read(id: string) {
    return { id, props: { instanceId: id, cidrs: await this.lookUp(id) } };
  }

  private async lookUp(instanceId: string): Promise<string[]> {
    const { body } = await whileBusy(() =>
      this.client.describeInstances(new DescribeInstancesRequest({ instanceId })),
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
    return [...new Set(cidrs)].sort();
  }
}
