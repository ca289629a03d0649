import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { withoutUndefined } from "../../validation/given";
import { callApiGateway } from "../client/apiGateway";
import { orGone } from "../client/calls";
import { describeMissing } from "../client/gone";
import { compareIdentity, DynamicProvider, hasUnknown, reportDeleted } from "../provider";
import type { EgressAddressesInputs } from "./resource";

interface EgressAddressesState extends EgressAddressesInputs {
  cidrs: string[];
  ipv6Cidrs?: string[];
}

/** Looks up the addresses at every check, so that a preview shows them and their changes. */
export class EgressAddressesProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  async check(olds: Partial<EgressAddressesState>, news: EgressAddressesInputs) {
    const inputs = this.inRegion(news);
    if (hasUnknown(inputs)) return { inputs };
    const instance = await this.find(inputs);
    if (instance) return { inputs: createState(inputs, instance) };
    const { instanceId } = inputs;
    const reason =
      olds.instanceId === instanceId
        ? describeMissing(`gateway instance ${instanceId}`)
        : missingWords(inputs);
    return { inputs, failures: [{ property: "", reason }] };
  }

  async diff(_id: string, olds: EgressAddressesState, news: EgressAddressesState) {
    return compareIdentity(olds, news, ["instanceId"], !same(pickBlocks(olds), pickBlocks(news)));
  }

  async create(inputs: EgressAddressesInputs) {
    return { id: inputs.instanceId, outs: await this.lookUp(inputs) };
  }

  async update(_id: string, _olds: EgressAddressesState, news: EgressAddressesInputs) {
    return { outs: await this.lookUp(news) };
  }

  async read(id: string, { regionId, ipv6 }: EgressAddressesInputs): Promise<pulumi.dynamic.ReadResult> {
    const inputs = withoutUndefined({ instanceId: id, regionId, ipv6 });
    const instance = await this.find(inputs);
    return instance ? { id, props: createState(inputs, instance) } : reportDeleted();
  }

  private async lookUp(inputs: EgressAddressesInputs): Promise<EgressAddressesState> {
    const instance = await this.find(inputs);
    if (instance) return createState(inputs, instance);
    throw new Error(missingWords(inputs));
  }

  private async find({ instanceId, regionId }: EgressAddressesInputs): Promise<Instance | undefined> {
    const client = this.clientIn({ regionId });
    const answer = await orGone(() => callApiGateway(client, "describeInstances", { instanceId }));
    return answer?.instances?.instanceAttribute?.find((attribute) => attribute.instanceId === instanceId);
  }
}

const missingWords = ({ instanceId, regionId }: EgressAddressesInputs): string =>
  `API Gateway has no instance ${instanceId} in ${regionId ?? "this region"}. Use the ID of an existing one.`;

/** Fields of an instance's description that contain its egress addresses. */
interface Instance {
  vpcEgressAddress?: string;
  newVpcEgressAddress?: string;
}

function createState(
  { instanceId, regionId, ipv6 }: EgressAddressesInputs,
  instance: Instance,
): EgressAddressesState {
  const texts = [instance.vpcEgressAddress, instance.newVpcEgressAddress]
    .flatMap((list) => (list ?? "").split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");
  const ipv4Texts = texts.filter((text) => !isIpv6(text));
  const cidrs = toBlocks(ipv4Texts, 32);
  if (cidrs.length === 0) {
    throw new Error(`Instance ${instanceId} has no egress address for VPCs. Use an instance of type VPC.`);
  }
  const ipv6Cidrs = ipv6 && toBlocks(texts.filter(isIpv6), 128);
  return withoutUndefined({ regionId, instanceId, cidrs, ipv6, ipv6Cidrs });
}

const isIpv6 = (text: string): boolean => text.includes(":");

const pickBlocks = ({ cidrs, ipv6Cidrs }: EgressAddressesState) => ({ cidrs, ipv6Cidrs });

/** Converts addresses and blocks to sorted blocks without duplicates. */
const toBlocks = (texts: string[], bits: number): string[] =>
  [...new Set(texts.map((text) => (text.includes("/") ? text : `${text}/${bits}`)))].sort();
