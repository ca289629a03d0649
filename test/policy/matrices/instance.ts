import { nginxUserData } from "../../../components/service/userData";
import {
  ecsBackendNoPublicIp,
  ecsBackendTwoZones,
  ecsDeletionProtection,
  ecsDiskEncrypted,
  ecsImagePinned,
  ecsInVpc,
  ecsLoginKeypair,
  ecsMetadataHardened,
  ecsNoPublicIp,
  ecsTagged,
  ecsUserDataNoSecret,
} from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const ecs = (props: Record<string, unknown> = {}, name = "web") => ({
  type: "alicloud:ecs/instance:Instance",
  name,
  props,
});
const access = (instanceId: unknown) => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { instanceId },
});
const attached = (serverId: unknown, name: string) => ({
  type: "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment",
  name,
  props: { serverGroupId: { ref: "group" }, serverId },
});
const group = {
  type: "alicloud:slb/serverGroup:ServerGroup",
  name: "group",
  props: { loadBalancerId: "lb-1" },
};
const vswitch = (name: string, zoneId: unknown) => ({
  type: "alicloud:vpc/switch:Switch",
  name,
  props: { zoneId },
});
const association = (instanceId: unknown) => ({
  type: "alicloud:ecs/eipAssociation:EipAssociation",
  name: "public",
  props: { instanceId },
});
const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n";

export const instanceMatrices: Record<string, Matrix> = {
  [ecsInVpc.name]: {
    absent: { resources: [ecs()], finds: "violation", says: /vswitchId: not set, expected a vSwitch/ },
    unknown: { resources: [ecs({ vswitchId: unknown })], finds: "nothing" },
    unknownButLinked: {
      resources: [vswitch("first", "a"), ecs({ vswitchId: { ref: "first" } })],
      finds: "nothing",
    },
    more: {
      "a launch template": {
        resources: [ecs({ launchTemplateId: "lt-1" })],
        finds: "undecided",
        says: /launchTemplateId may set the vSwitch/,
      },
    },
  },
  [ecsNoPublicIp.name]: {
    absent: { resources: [ecs()], finds: "nothing" },
    unknown: { resources: [ecs({ internetMaxBandwidthOut: unknown })], finds: "undecided" },
    unknownButLinked: "a bandwidth comes from no other resource",
    more: {
      "a requested address and an unknown value": {
        resources: [ecs({ allocatePublicIp: true, privateIp: unknown })],
        finds: "violation",
        says: /allocatePublicIp: found true/,
      },
      "an instance that is public on purpose": {
        resources: [ecs({ internetMaxBandwidthOut: 5, instanceName: "bastion" })],
        config: { [ecsNoPublicIp.name]: { publicInstances: ["bastion"] } },
        finds: "nothing",
      },
    },
  },
  [ecsBackendNoPublicIp.name]: {
    absent: { resources: [ecs(), access({ ref: "web" })], finds: "nothing" },
    unknown: {
      resources: [ecs({ internetMaxBandwidthOut: unknown }), access({ ref: "web" })],
      finds: "undecided",
    },
    unknownButLinked: {
      resources: [ecs(), access({ ref: "web" }), association({ ref: "web" })],
      finds: "violation",
      says: /Remove public, which gives web a public address/,
    },
    more: {
      "a public instance that is not a back end": {
        resources: [ecs({ internetMaxBandwidthOut: 5 }), ecs({}, "bastion"), access({ ref: "bastion" })],
        finds: "nothing",
      },
      "an instance of another stack": {
        resources: [access("i-other")],
        finds: "undecided",
        says: /for access, because its back end "i-other" is not in this stack/,
      },
      "an EIP of another instance": {
        resources: [ecs(), ecs({}, "bastion"), access({ ref: "web" }), association({ ref: "bastion" })],
        finds: "nothing",
      },
      "a public instance that is named by its private address": {
        resources: [ecs({ internetMaxBandwidthOut: 5, privateIp: "10.0.0.7" }), access("10.0.0.7")],
        created: true,
        finds: "violation",
      },
      "a public instance behind a CLB": {
        resources: [
          ...[group, ecs({ allocatePublicIp: true }), attached({ ref: "web" }, "server")],
          access("lb-1"),
        ],
        finds: "violation",
      },
      "a bastion behind a CLB of a stack without the gateway": {
        resources: [group, ecs({ allocatePublicIp: true }), attached({ ref: "web" }, "server")],
        finds: "undecided",
        says: /no authorization of this stack names its load balancer, but one of another stack may/,
      },
      "an EIP of a bastion behind a CLB of a stack without the gateway": {
        resources: [group, ecs(), attached({ ref: "web" }, "server"), association({ ref: "web" })],
        finds: "undecided",
      },
      "a private instance behind a CLB of a stack without the gateway": {
        resources: [group, ecs(), attached({ ref: "web" }, "server")],
        finds: "nothing",
      },
    },
  },
  [ecsBackendTwoZones.name]: {
    absent: {
      resources: [ecs(), access({ ref: "web" })],
      finds: "violation",
      says: /one zone, with web/,
    },
    unknown: {
      resources: [
        ...[group, ecs({ vswitchId: unknown }), ecs({ vswitchId: unknown }, "web-2")],
        ...[attached({ ref: "web" }, "one"), attached({ ref: "web-2" }, "two")],
      ],
      finds: "undecided",
      says: /zones of its instances are unknown at preview/,
    },
    unknownButLinked: {
      resources: [
        ...[group, vswitch("first", "h"), vswitch("second", "i")],
        ...[ecs({ vswitchId: { ref: "first" } }), ecs({ vswitchId: { ref: "second" } }, "web-2")],
        ...[attached({ ref: "web" }, "one"), attached({ ref: "web-2" }, "two")],
      ],
      finds: "nothing",
    },
    more: {
      "two instances of one zone behind one CLB": {
        resources: [
          ...[group, vswitch("first", "h")],
          ...[ecs({ vswitchId: { ref: "first" } }), ecs({ vswitchId: { ref: "first" } }, "web-2")],
          ...[attached({ ref: "web" }, "one"), attached({ ref: "web-2" }, "two")],
        ],
        finds: "violation",
        says: /h, with web, web-2/,
      },
      "an instance that is not a back end": { resources: [ecs()], finds: "nothing" },
    },
  },
  [ecsMetadataHardened.name]: {
    absent: { resources: [ecs()], finds: "violation" },
    unknown: { resources: [ecs({ httpTokens: unknown })], finds: "undecided" },
    unknownButLinked: "it comes from no other resource",
    more: {
      "no metadata service at all": { resources: [ecs({ httpEndpoint: "disabled" })], finds: "nothing" },
    },
  },
  [ecsLoginKeypair.name]: {
    absent: { resources: [ecs()], finds: "nothing" },
    unknown: { resources: [ecs({ passwordInherit: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [
        { type: "random:index/randomPassword:RandomPassword", name: "word", props: {} },
        ecs({ password: { ref: "word" } }),
      ],
      finds: "violation",
      says: /password: set \(redacted\), expected no password/,
    },
    more: {
      "a password that KMS has encrypted": {
        resources: [ecs({ kmsEncryptedPassword: "c2VjcmV0" })],
        finds: "violation",
        says: /^((?!c2VjcmV0).)*$/,
      },
      "a password of the image": { resources: [ecs({ passwordInherit: true })], finds: "violation" },
    },
  },
  [ecsUserDataNoSecret.name]: {
    absent: { resources: [ecs()], finds: "nothing" },
    unknown: { resources: [ecs({ userData: unknown })], finds: "undecided" },
    unknownButLinked: "the dependencies of a string do not show its content",
    more: {
      "a private key, with its line only": {
        resources: [ecs({ userData: `#!/bin/sh\n${key}` })],
        finds: "violation",
        says: /^userData: set \(redacted\), expected no private key \(line 2\)\. ((?!MIIB).)*$/,
      },
      "a private key in base64": {
        resources: [ecs({ userData: Buffer.from(key).toString("base64") })],
        finds: "violation",
        says: /line 1/,
      },
      "a private key in a file of user data that is in Base64": {
        resources: [
          ecs({ userData: nginxUserData({ port: 80, pages: { key: `${"密钥".repeat(50)}\n${key}` } }) }),
        ],
        finds: "violation",
        says: /line 2/,
      },
      "an AccessKey at the start of a line in a file": {
        resources: [
          ecs({ userData: nginxUserData({ port: 80, pages: { key: "key:\nLTAI5tEXAMPLEexample000\n" } }) }),
        ],
        finds: "violation",
        says: /AccessKey/,
      },
      "an AppCode": {
        resources: [ecs({ userData: `curl -H 'Authorization: APPCODE ${"0a".repeat(16)}' $URL` })],
        finds: "violation",
        says: /^((?!0a0a).)*$/,
      },
      "a public key and a certificate": {
        resources: [ecs({ userData: "-----BEGIN PUBLIC KEY-----\n-----BEGIN CERTIFICATE-----\n" })],
        finds: "nothing",
      },
    },
  },
  [ecsDiskEncrypted.name]: {
    absent: { resources: [ecs()], finds: "violation", says: /systemDiskEncrypted: not set, expected true/ },
    unknown: { resources: [ecs({ systemDiskEncrypted: true, dataDisks: unknown })], finds: "undecided" },
    unknownButLinked: "it comes from no other resource",
    more: {
      "the second of two data disks, after one that is unknown": {
        resources: [
          ecs({
            systemDiskEncrypted: true,
            dataDisks: [{ encrypted: true, kmsKeyId: unknown }, { size: 20 }],
          }),
        ],
        finds: "violation",
        says: /dataDisks\[1\]\.encrypted: not set/,
      },
    },
  },
  [ecsImagePinned.name]: {
    absent: { resources: [ecs()], finds: "nothing" },
    unknown: { resources: [ecs({ imageId: unknown })], finds: "undecided" },
    unknownButLinked: "the dependencies of an image do not show whether it changes",
    more: {
      "a public image with a date": {
        resources: [ecs({ imageId: "aliyun_3_x64_20G_alibase_20240528.vhd" })],
        finds: "undecided",
        says: /aliyun_3_x64_20G_alibase_20240528\.vhd may be the result of a lookup/,
      },
      "a public image with a date that the option lists": {
        resources: [ecs({ imageId: "aliyun_3_x64_20G_alibase_20240528.vhd" })],
        config: { [ecsImagePinned.name]: { images: ["aliyun_3_x64_20G_alibase_20240528.vhd"] } },
        finds: "nothing",
      },
      "a public image without a date": {
        resources: [ecs({ imageId: "aliyun_3.vhd" })],
        finds: "violation",
        says: /imageId: found "aliyun_3\.vhd", expected a custom image/,
      },
      "a custom image": { resources: [ecs({ imageId: "m-bp1abc" })], finds: "nothing" },
      "an image that the option lists": {
        resources: [ecs({ imageId: "aliyun_3.vhd" })],
        config: { [ecsImagePinned.name]: { images: ["aliyun_3.vhd"] } },
        finds: "nothing",
      },
      "ignoreChanges with *": {
        resources: [{ ...ecs({ imageId: unknown }), opts: { ignoreChanges: ["*"] } }],
        finds: "nothing",
      },
    },
  },
  [ecsDeletionProtection.name]: {
    absent: { resources: [ecs()], finds: "violation" },
    unknown: { resources: [ecs({ deletionProtection: unknown })], finds: "undecided" },
    unknownButLinked: "it comes from no other resource",
    more: {
      "a subscription instance": {
        resources: [ecs({ instanceChargeType: "PrePaid" })],
        finds: "nothing",
      },
    },
  },
  [ecsTagged.name]: {
    absent: { resources: [ecs()], finds: "violation", says: /at least one tag/ },
    unknown: { resources: [ecs({ tags: unknown })], finds: "undecided" },
    unknownButLinked: "tags come from no other resource",
    more: {
      "a required tag that is missing": {
        resources: [ecs({ tags: { team: "shop" } })],
        config: { [ecsTagged.name]: { requiredTags: ["team", "cost-centre"] } },
        finds: "violation",
        says: /tags\.cost-centre: not set/,
      },
      "a required tag with an unknown value": {
        resources: [ecs({ tags: { team: unknown } })],
        config: { [ecsTagged.name]: { requiredTags: ["team"] } },
        finds: "nothing",
      },
    },
  },
};
