import { nlbAddressTypeIntranet, nlbBackendNoPublicExposure } from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const nlb = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:nlb/loadBalancer:LoadBalancer",
  name: "nlb",
  props,
});
const intranet = (props: Record<string, unknown> = {}) => nlb({ addressType: "Intranet", ...props });
const access = (instanceId: unknown = { ref: "nlb" }) => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { instanceId },
});
const eip = { type: "alicloud:ecs/eipAddress:EipAddress", name: "eip", props: {} };
const attached = (type: string, property: string) => ({
  type,
  name: "public",
  props: { [property]: { ref: "nlb" } },
});
const own = { publicLoadBalancers: ["nlb"] };

export const nlbMatrices: Record<string, Matrix> = {
  [nlbAddressTypeIntranet.name]: {
    absent: { resources: [nlb()], finds: "violation", says: /addressType: not set, expected "Intranet"/ },
    unknown: { resources: [nlb({ addressType: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [eip, intranet({ zoneMappings: [{ zoneId: "a", allocationId: { ref: "eip" } }] })],
      finds: "violation",
      says: /zoneMappings\[0\]\.allocationId: set \(unknown at preview\)/,
    },
    more: {
      "an NLB that is public on purpose": {
        resources: [nlb({ addressType: "Internet" })],
        config: { [nlbAddressTypeIntranet.name]: own },
        finds: "nothing",
      },
      "a public IPv6 address": { resources: [intranet({ ipv6AddressType: "Internet" })], finds: "violation" },
      "an Internet bandwidth package": {
        resources: [intranet({ bandwidthPackageId: "cbwp-1" })],
        finds: "violation",
      },
    },
  },
  [nlbBackendNoPublicExposure.name]: {
    absent: {
      resources: [nlb(), access()],
      finds: "violation",
      says: /because access authorizes the gateway to call it/,
    },
    unknown: { resources: [nlb({ addressType: unknown }), access()], finds: "undecided" },
    unknownButLinked: {
      resources: [eip, intranet({ zoneMappings: { ref: "eip" } }), access()],
      finds: "violation",
    },
    more: {
      "a public NLB that is not a back end": {
        resources: [nlb({ addressType: "Internet" }), access("i-1")],
        finds: "nothing",
      },
      "a public NLB that is named by its private address in a zone": {
        resources: [
          nlb({ addressType: "Internet", zoneMappings: [{ zoneId: "a", privateIpv4Address: "10.0.0.7" }] }),
          access("10.0.0.7"),
        ],
        finds: "violation",
      },
      "a public NLB that is named by its DNS name": {
        resources: [
          nlb({ addressType: "Internet", dnsName: "nlb-1.example.com" }),
          access("nlb-1.example.com"),
        ],
        created: true,
        finds: "violation",
      },
      "unknown zones": {
        resources: [intranet({ zoneMappings: unknown }), access()],
        finds: "undecided",
      },
      "a bandwidth package that is attached": {
        resources: [
          ...[intranet(), access()],
          attached(
            "alicloud:nlb/loadbalancerCommonBandwidthPackageAttachment:LoadbalancerCommonBandwidthPackageAttachment",
            "loadBalancerId",
          ),
        ],
        finds: "violation",
      },
      "an EIP": {
        resources: [
          ...[intranet(), access()],
          attached("alicloud:ecs/eipAssociation:EipAssociation", "instanceId"),
        ],
        finds: "violation",
        says: /which gives nlb a public address/,
      },
    },
  },
};
