import {
  albAddressTypeIntranet,
  albBackendAddressTypeIntranet,
  albBackendChangeProtected,
  albBackendNoPublicExposure,
  albListenerHttps,
  clbAddressTypeIntranet,
  clbBackendAddressTypeIntranet,
  clbBackendChangeProtected,
  clbBackendNoPublicExposure,
} from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const albType = "alicloud:alb/loadBalancer:LoadBalancer";
const clbType = "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer";
const alb = (props: Record<string, unknown>) => ({ type: albType, name: "alb", props });
const clb = (props: Record<string, unknown>, type = clbType) => ({ type, name: "clb", props });
const access = (instanceId: unknown) => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { instanceId },
});
const eip = { type: "alicloud:ecs/eipAddress:EipAddress", name: "eip", props: {} };
const association = (instanceId: unknown) => ({
  type: "alicloud:ecs/eipAssociation:EipAssociation",
  name: "public",
  props: { allocationId: "eip-1", instanceId },
});
const attachment = {
  type: "alicloud:alb/loadBalancerCommonBandwidthPackageAttachment:LoadBalancerCommonBandwidthPackageAttachment",
  name: "bandwidth",
  props: { bandwidthPackageId: "cbwp-1", loadBalancerId: { ref: "alb" } },
};
const listener = (props: Record<string, unknown>, loadBalancerId: unknown = { ref: "alb" }) => ({
  type: "alicloud:alb/listener:Listener",
  name: "listener",
  props: { loadBalancerId, listenerProtocol: "HTTP", ...props },
});
const redirect = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:alb/rule:Rule",
  name: "redirect",
  props: {
    listenerId: { ref: "listener" },
    ruleConditions: [{ type: "Path", pathConfig: { values: ["/*"] } }],
    ruleActions: [{ type: "Redirect", redirectConfig: { protocol: "HTTPS" } }],
    ...props,
  },
});
const publicAlb = alb({ addressType: "Internet" });
const bandwidth = (instanceId: unknown) => ({
  type: "alicloud:vpc/commonBandwithPackageAttachment:CommonBandwithPackageAttachment",
  name: "bandwidth",
  props: { bandwidthPackageId: "cbwp-1", instanceId },
});
const anycast = (bindInstanceId: unknown) => ({
  type: "alicloud:eipanycast/anycastEipAddressAttachment:AnycastEipAddressAttachment",
  name: "anycast",
  props: { anycastId: "aeip-1", bindInstanceId },
});
const vswitch = { type: "alicloud:vpc/switch:Switch", name: "first", props: {} };
const inSwitch = { addressType: "Intranet", zoneMappings: [{ zoneId: "a", vswitchId: unknown }] };

export const balancerMatrices: Record<string, Matrix> = {
  [albBackendAddressTypeIntranet.name]: {
    absent: {
      resources: [alb({}), access({ ref: "alb" })],
      finds: "violation",
      says: /addressType: not set/,
    },
    unknown: { resources: [alb({ addressType: unknown }), access({ ref: "alb" })], finds: "undecided" },
    unknownButLinked: {
      resources: [alb({ addressType: "Internet" }), access({ ref: "alb", output: "dnsName" })],
      finds: "violation",
      says: /access authorizes the gateway to call it/,
    },
    more: {
      "an internet ALB that is not a back end": {
        resources: [alb({ addressType: "Internet" }), access("i-1")],
        finds: "nothing",
      },
      "an ALB named by its private address in a zone": {
        resources: [
          alb({ addressType: "Internet", zoneMappings: [{ zoneId: "a", intranetAddress: "10.0.0.7" }] }),
          access("10.0.0.7"),
        ],
        finds: "violation",
      },
      "an ALB named by its id": {
        resources: [alb({ addressType: "Internet", id: "alb-1" }), access("alb-1")],
        created: true,
        finds: "violation",
      },
      "two load balancers without an ID": {
        resources: [alb({ addressType: "Internet" }), access("")],
        finds: "nothing",
      },
    },
  },
  [albAddressTypeIntranet.name]: {
    absent: { resources: [alb({})], finds: "violation", says: /addressType: not set, expected "Intranet"/ },
    unknown: { resources: [alb({ addressType: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [eip, alb({ addressType: "Intranet", zoneMappings: [{ allocationId: { ref: "eip" } }] })],
      finds: "violation",
      says: /zoneMappings\[0\]\.allocationId: set \(unknown at preview\)/,
    },
    more: {
      "a public IPv6 address of an intranet ALB": {
        resources: [alb({ addressType: "Intranet", ipv6AddressType: "Internet" })],
        finds: "violation",
        says: /ipv6AddressType: found "Internet"/,
      },
      "an Internet bandwidth package": {
        resources: [alb({ addressType: "Intranet", bandwidthPackageId: "cbwp-1" })],
        finds: "violation",
      },
      "zones with unknown vSwitches": { resources: [alb(inSwitch)], finds: "nothing" },
      "an ALB that is public on purpose, by its name": {
        resources: [alb({ addressType: "Internet", loadBalancerName: "site" })],
        config: { [albAddressTypeIntranet.name]: { publicLoadBalancers: ["site"] } },
        finds: "nothing",
      },
      "an ALB that is public on purpose, by its resource": {
        resources: [alb({ addressType: "Internet" })],
        config: { [albAddressTypeIntranet.name]: { publicLoadBalancers: ["alb"] } },
        finds: "nothing",
      },
    },
  },
  [albBackendNoPublicExposure.name]: {
    absent: { resources: [alb({ addressType: "Intranet" }), access({ ref: "alb" })], finds: "nothing" },
    unknown: { resources: [alb({ ipv6AddressType: unknown }), access({ ref: "alb" })], finds: "undecided" },
    unknownButLinked: {
      resources: [alb({}), access({ ref: "alb" }), association({ ref: "alb" })],
      finds: "violation",
      says: /Remove public, which gives alb a public address/,
    },
    more: {
      "a bandwidth package that is attached": {
        resources: [alb({}), access({ ref: "alb" }), attachment],
        finds: "violation",
        says: /loadBalancerId/,
      },
      "a bandwidth package of the VPC module": {
        resources: [alb({}), access({ ref: "alb" }), bandwidth({ ref: "alb" })],
        finds: "violation",
        says: /Remove bandwidth, which gives alb Internet bandwidth/,
      },
      "unknown zones": {
        resources: [alb({ zoneMappings: unknown }), access({ ref: "alb" })],
        finds: "undecided",
      },
      "an unknown zone": {
        resources: [alb({ zoneMappings: [unknown] }), access({ ref: "alb" })],
        finds: "undecided",
        says: /zoneMappings\[0\] is unknown at preview/,
      },
      "zones of new vSwitches": {
        resources: [vswitch, alb({ zoneMappings: { ref: "first" } }), access({ ref: "alb" })],
        finds: "nothing",
      },
      "zones with the address of an EIP": {
        resources: [eip, alb({ zoneMappings: { ref: "eip" } }), access({ ref: "alb" })],
        finds: "violation",
      },
      "zones with an EIP": {
        resources: [alb({ zoneMappings: [{ allocationId: "eip-1" }] }), access({ ref: "alb" })],
        finds: "violation",
        says: /zoneMappings\[0\]\.allocationId: found "eip-1"/,
      },
      "zones with unknown vSwitches": {
        resources: [alb(inSwitch), access({ ref: "alb" })],
        finds: "nothing",
      },
      "the EIP of an ALB that is not a back end": {
        resources: [alb({}), access("i-1"), association({ ref: "alb" })],
        finds: "nothing",
      },
    },
  },
  [albBackendChangeProtected.name]: {
    absent: { resources: [alb({}), access({ ref: "alb" })], finds: "violation", says: /status: not set/ },
    unknown: {
      resources: [alb({}), access(unknown)],
      finds: "undecided",
      says: /the target of access is unknown/,
    },
    unknownButLinked: {
      resources: [alb({}), access({ ref: "alb", output: "dnsName" })],
      finds: "violation",
    },
    more: {
      "an unknown protection": {
        resources: [alb({ modificationProtectionConfig: unknown }), access({ ref: "alb" })],
        finds: "undecided",
      },
      "an ALB with addressType in ignoreChanges": {
        resources: [
          {
            ...alb({ modificationProtectionConfig: { status: "ConsoleProtection" } }),
            opts: { ignoreChanges: ["tags", "addressType"] },
          },
          access({ ref: "alb" }),
        ],
        finds: "violation",
        says: /ignoreChanges: found \["tags","addressType"\]/,
      },
      "an intranet ALB without an authorization": {
        resources: [alb({ addressType: "Intranet" })],
        finds: "nothing",
      },
      "an intranet ALB and an authorization for an instance": {
        resources: [alb({ addressType: "Intranet" }), access("i-1")],
        finds: "nothing",
      },
    },
  },
  [albListenerHttps.name]: {
    absent: {
      resources: [alb({}), listener({})],
      finds: "violation",
      says: /listenerProtocol: found "HTTP"/,
    },
    unknown: { resources: [publicAlb, listener({ listenerProtocol: unknown })], finds: "undecided" },
    unknownButLinked: { resources: [publicAlb, listener({})], finds: "violation" },
    more: {
      "an HTTPS listener": {
        resources: [publicAlb, listener({ listenerProtocol: "HTTPS" })],
        finds: "nothing",
      },
      "an HTTP listener of an intranet ALB": {
        resources: [alb({ addressType: "Intranet" }), listener({})],
        finds: "nothing",
      },
      "an HTTP listener of an intranet ALB, with the option": {
        resources: [alb({ addressType: "Intranet" }), listener({})],
        config: { [albListenerHttps.name]: { intranet: true } },
        finds: "violation",
      },
      "an HTTP listener of an ALB of an unknown type": {
        resources: [alb({ addressType: unknown }), listener({})],
        finds: "undecided",
        says: /addressType of alb is unknown/,
      },
      "an HTTP listener of an ALB of another stack": {
        resources: [listener({}, "alb-1")],
        finds: "undecided",
        says: /its load balancer is not in this stack/,
      },
      "an HTTP listener of an unknown ALB": {
        resources: [publicAlb, listener({}, unknown)],
        finds: "undecided",
        says: /loadBalancerId is unknown/,
      },
      "a redirect of all paths, once created": {
        resources: [publicAlb, listener({}), redirect()],
        created: true,
        finds: "nothing",
      },
      "a redirect of one path": {
        resources: [
          publicAlb,
          listener({}),
          redirect({ ruleConditions: [{ type: "Path", pathConfig: { values: ["/a"] } }] }),
        ],
        finds: "violation",
      },
      "a redirect of one host": {
        resources: [
          publicAlb,
          listener({}),
          redirect({
            ruleConditions: [
              { type: "Path", pathConfig: { values: ["/*"] } },
              { type: "Host", hostConfig: { values: ["example.com"] } },
            ],
          }),
        ],
        finds: "violation",
      },
      "a redirect to HTTP": {
        resources: [
          publicAlb,
          listener({}),
          redirect({ ruleActions: [{ type: "Redirect", redirectConfig: { protocol: "HTTP" } }] }),
        ],
        finds: "violation",
      },
      "a redirect with unknown actions": {
        resources: [publicAlb, listener({}), redirect({ ruleActions: unknown })],
        finds: "undecided",
        says: /a rule of the listener is unknown/,
      },
      "a redirect of an unknown listener": {
        resources: [publicAlb, listener({}), redirect({ listenerId: unknown })],
        finds: "undecided",
        says: /listenerId of redirect is unknown/,
      },
    },
  },
  [clbBackendAddressTypeIntranet.name]: {
    absent: { resources: [clb({}), access({ ref: "clb" })], finds: "violation", says: /not set/ },
    unknown: { resources: [clb({ addressType: unknown }), access({ ref: "clb" })], finds: "undecided" },
    unknownButLinked: {
      resources: [clb({ addressType: "internet" }), access({ ref: "clb", output: "address" })],
      finds: "violation",
    },
    more: {
      "a vSwitch without an address type": {
        resources: [clb({ vswitchId: "vsw-1" }), access({ ref: "clb" })],
        finds: "nothing",
      },
      "an unknown vSwitch": {
        resources: [clb({ vswitchId: unknown }), access({ ref: "clb" })],
        finds: "nothing",
      },
      "the former name of the type": {
        resources: [
          clb({ addressType: "internet" }, "alicloud:slb/loadBalancer:LoadBalancer"),
          access({ ref: "clb" }),
        ],
        finds: "violation",
      },
      "a public CLB that is not a back end": {
        resources: [clb({ addressType: "internet" }), access("i-1")],
        finds: "nothing",
      },
    },
  },
  [clbAddressTypeIntranet.name]: {
    absent: { resources: [clb({})], finds: "violation", says: /not set, expected "intranet"/ },
    unknown: { resources: [clb({ addressType: unknown })], finds: "undecided" },
    unknownButLinked: { resources: [clb({ vswitchId: unknown })], finds: "nothing" },
    more: {
      "a CLB that is public on purpose, by its former name property": {
        resources: [clb({ addressType: "internet", name: "site" })],
        config: { [clbAddressTypeIntranet.name]: { publicLoadBalancers: ["site"] } },
        finds: "nothing",
      },
      "a CLB that is public on purpose": {
        resources: [clb({ addressType: "internet" })],
        config: { [clbAddressTypeIntranet.name]: { publicLoadBalancers: ["clb"] } },
        finds: "nothing",
      },
    },
  },
  [clbBackendNoPublicExposure.name]: {
    absent: { resources: [clb({}), access({ ref: "clb" })], finds: "nothing" },
    unknown: {
      resources: [clb({}), access({ ref: "clb" }), association(unknown)],
      finds: "undecided",
      says: /for public, because instanceId is unknown at preview/,
    },
    unknownButLinked: {
      resources: [clb({}), access({ ref: "clb" }), association({ ref: "clb" })],
      finds: "violation",
      says: /instanceId: set \(unknown at preview\), expected another target than clb/,
    },
    more: {
      "an anycast address": {
        resources: [clb({}), access({ ref: "clb" }), anycast({ ref: "clb" })],
        finds: "violation",
        says: /bindInstanceId: .* Remove anycast, which gives clb an anycast address/,
      },
      "Internet bandwidth, by a known ID": {
        resources: [clb({ id: "lb-1" }), access("lb-1"), bandwidth("lb-1")],
        created: true,
        finds: "violation",
        says: /instanceId: found "lb-1"/,
      },
      "an anycast address of a CLB that is not a back end": {
        resources: [clb({}), access("i-1"), anycast({ ref: "clb" })],
        finds: "nothing",
      },
    },
  },
  [clbBackendChangeProtected.name]: {
    absent: { resources: [clb({}), access({ ref: "clb" })], finds: "violation" },
    unknown: {
      resources: [clb({}), access(unknown)],
      finds: "undecided",
      says: /the target of access is unknown/,
    },
    unknownButLinked: {
      resources: [clb({}), access({ ref: "clb", output: "address" })],
      finds: "violation",
    },
    more: {
      "an unknown protection": {
        resources: [clb({ modificationProtectionStatus: unknown }), access({ ref: "clb" })],
        finds: "undecided",
      },
      "an intranet CLB without an authorization": { resources: [clb({})], finds: "nothing" },
      "an intranet CLB and an authorization for an instance": {
        resources: [clb({}), access("i-1")],
        finds: "nothing",
      },
    },
  },
};
