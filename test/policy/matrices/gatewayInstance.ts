import {
  apiGatewayInstanceAcl,
  apiGatewayInstanceMultiZone,
  apiGatewayInstanceTlsPolicy,
} from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const instance = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:apigateway/instance:Instance",
  name: "gateway",
  props: { instanceName: "shop", ...props },
});
const list = (aclEntrys?: unknown) => ({
  type: "alicloud:apigateway/accessControlList:AccessControlList",
  name: "list",
  props: { accessControlListName: "list", ...(aclEntrys === undefined ? {} : { aclEntrys }) },
});
const entry = (block: unknown) => ({
  type: "alicloud:apigateway/aclEntryAttachment:AclEntryAttachment",
  name: "entry",
  props: { aclId: { ref: "list" }, entry: block },
});
const offices = list([{ aclEntryIp: "203.0.113.0/24" }]);
const listAttachment = (
  aclType: unknown = "white",
  aclId: unknown = { ref: "list" },
  instanceId: unknown = { ref: "gateway" },
) => ({
  type: "alicloud:apigateway/instanceAclAttachment:InstanceAclAttachment",
  name: "list-attachment",
  props: { instanceId, aclId, aclType },
});

export const gatewayInstanceMatrices: Record<string, Matrix> = {
  [apiGatewayInstanceAcl.name]: {
    absent: {
      resources: [instance()],
      finds: "violation",
      says: /the access control list: not set, expected a list of type white/,
    },
    unknown: { resources: [instance(), list(), listAttachment(), entry(unknown)], finds: "undecided" },
    unknownButLinked: {
      resources: [instance(), list(), listAttachment(), entry("0.0.0.0/0")],
      finds: "violation",
      says: /entry of entry: found "0\.0\.0\.0\/0"/,
    },
    more: {
      "a black list": {
        resources: [instance(), list(), listAttachment("black")],
        finds: "violation",
        says: /aclType of list-attachment: found "black", expected "white"/,
      },
      "a list of an unknown type": {
        resources: [instance(), offices, listAttachment(unknown)],
        finds: "undecided",
        says: /the aclType of list-attachment/,
      },
      "a list of an unknown instance": {
        resources: [instance(), offices, listAttachment("white", { ref: "list" }, unknown)],
        finds: "undecided",
        says: /the instance of list-attachment/,
      },
      "a second list with the whole Internet": {
        resources: [
          instance(),
          offices,
          listAttachment(),
          { ...list([{ aclEntryIp: "0.0.0.0/0" }]), name: "second" },
          { ...listAttachment("white", { ref: "second" }), name: "second-attachment" },
        ],
        finds: "violation",
        says: /aclEntrys of second: found "0\.0\.0\.0\/0"/,
      },
      "a second list without entries": {
        resources: [
          instance(),
          offices,
          listAttachment(),
          { ...list(), name: "second" },
          { ...listAttachment("white", { ref: "second" }), name: "second-attachment" },
        ],
        finds: "nothing",
      },
      "an entry of an unknown list": {
        resources: [
          instance(),
          list(),
          listAttachment(),
          { ...entry("10.0.0.0/8"), props: { aclId: unknown, entry: "10.0.0.0/8" } },
        ],
        finds: "undecided",
        says: /the access control list of entry/,
      },
      "a list without entries": {
        resources: [instance(), list(), listAttachment()],
        finds: "violation",
        says: /an empty list has no effect/,
      },
      "the whole Internet in IPv6": {
        resources: [instance(), list([{ aclEntryIp: "::/0" }]), listAttachment()],
        finds: "violation",
      },
      "a list of another stack": {
        resources: [instance(), listAttachment("white", "acl-1")],
        finds: "undecided",
      },
      "an attachment of another instance": {
        resources: [instance(), list([{ aclEntryIp: "10.0.0.0/8" }]), entry("10.0.0.0/8")],
        finds: "violation",
      },
    },
  },
  [apiGatewayInstanceTlsPolicy.name]: {
    absent: { resources: [instance()], finds: "violation" },
    unknown: { resources: [instance({ httpsPolicy: unknown })], finds: "undecided" },
    unknownButLinked: "a policy comes from no other resource",
    more: {
      "a policy that the option lists": {
        resources: [instance({ httpsPolicy: "HTTPS2_TLS1_0" })],
        config: { [apiGatewayInstanceTlsPolicy.name]: { httpsPolicies: ["HTTPS2_TLS1_0"] } },
        finds: "nothing",
      },
    },
  },
  [apiGatewayInstanceMultiZone.name]: {
    absent: { resources: [instance()], finds: "violation", says: /zoneId: not set/ },
    unknown: { resources: [instance({ zoneId: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: "a" }, { zoneId: unknown }] })],
      finds: "undecided",
      says: /some zones/,
    },
    more: {
      "several zones without their list": {
        resources: [instance({ zoneId: "cn-hangzhou-MAZ6" })],
        finds: "nothing",
      },
      "a multi-zone ID with one zone": {
        resources: [instance({ zoneId: "cn-hangzhou-MAZ1(i)" })],
        finds: "violation",
      },
      "vSwitches in two zones": {
        resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: "a" }, { zoneId: "b" }] })],
        finds: "nothing",
      },
      "vSwitches in one zone": {
        resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: "a" }, { zoneId: "a" }] })],
        finds: "violation",
        says: /\["a"\]/,
      },
      "one unknown zone": {
        resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: unknown }] })],
        finds: "violation",
      },
    },
  },
};
