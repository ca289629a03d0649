import { secret, unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const access = (instanceId: unknown) => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { name: "access", vpcId: "vpc-1", instanceId, port: 80 },
});
const alb = {
  type: "alicloud:alb/loadBalancer:LoadBalancer",
  name: "alb",
  props: { addressType: "Intranet" },
};
const clb = {
  type: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  name: "clb",
  props: { addressType: "intranet" },
};
const albListener = (name: string) => ({
  type: "alicloud:alb/listener:Listener",
  name,
  props: { loadBalancerId: { ref: "alb" }, listenerPort: 80, listenerProtocol: "HTTP" },
});
const allowList = (listener: string, aclType: unknown = "White") => ({
  type: "alicloud:alb/listenerAclAttachment:ListenerAclAttachment",
  name: `list-${listener}`,
  props: { listenerId: { ref: listener }, aclId: "acl-1", aclType },
});
const groupOf = (loadBalancerId: unknown) => ({
  type: "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment",
  name: "callers",
  props: { loadBalancerId, securityGroupId: "sg-1" },
});
const clbListener = (props: Record<string, unknown>) => ({
  type: "alicloud:slb/listener:Listener",
  name: "listener",
  props: { loadBalancerId: { ref: "clb" }, protocol: "http", frontendPort: 80, ...props },
});
const store = (props: Record<string, unknown>, name = "store") => ({
  type: "alicloud:log/store:Store",
  name,
  props: { projectName: "shop-log", logstoreName: name, ...props },
});
const log = (slsLogStore: unknown) => ({
  type: "alicloud:apigateway/logConfig:LogConfig",
  name: "log",
  props: { logType: "PROVIDER", slsProject: "shop-log", slsLogStore },
});
const byName = { ref: "store", output: "logstoreName" };
const nlb = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:nlb/loadBalancer:LoadBalancer",
  name: "nlb",
  props: { addressType: "Intranet", ...props },
});
const groupOfNlb = (loadBalancerId: unknown) => ({
  type: "alicloud:nlb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment",
  name: "callers",
  props: { loadBalancerId, securityGroupId: "sg-1" },
});
const audit = (variableMap: unknown) => ({
  type: "alicloud:log/audit:Audit",
  name: "audit",
  props: { displayName: "audit", variableMap },
});
const logTemplate = (LoadBalancerId: unknown, parameterValue: unknown = "lb-9") => ({
  type: "alicloud:ros/stack:Stack",
  name: "logs",
  props: {
    stackName: "logs",
    templateBody: JSON.stringify({
      Resources: { Log: { Type: "ALIYUN::SLB::AccessLogsAddition", Properties: { LoadBalancerId } } },
    }),
    parameters: [{ parameterKey: "Clb", parameterValue }],
  },
});
const existingClb = { ...clb, props: { ...clb.props, id: "lb-1" }, step: "same" as const };
const ecs = (props: Record<string, unknown>) => [
  { type: "alicloud:ecs/instance:Instance", name: "web", props: { imageId: "aliyun_3_x64.vhd", ...props } },
];

const outputs = (props: Record<string, unknown>) => [
  { type: "pulumi:pulumi:Stack", name: "shop-dev", props },
];

export const callersAndLogsMatrices: Readonly<Record<string, Matrix>> = {
  "alb-backend-callers-limited": {
    absent: {
      resources: [alb, access({ ref: "alb" })],
      finds: "violation",
      says: /security group: not set, expected a security group or allow lists, because access authorizes/,
    },
    unknown: { resources: [alb, access({ ref: "alb" }), groupOf(unknown)], finds: "undecided" },
    unknownButLinked: {
      resources: [alb, access({ ref: "alb" }), groupOf({ ref: "alb" })],
      finds: "nothing",
    },
    more: {
      "no back end of the gateway": { resources: [alb], finds: "nothing" },
      "an allow list on each listener": {
        resources: [
          alb,
          access({ ref: "alb" }),
          ...["http", "https"].flatMap((name) => [albListener(name), allowList(name)]),
        ],
        finds: "nothing",
      },
      "an allow list on one of two listeners": {
        resources: [
          alb,
          access({ ref: "alb" }),
          albListener("http"),
          albListener("https"),
          allowList("http"),
        ],
        finds: "violation",
      },
      "a deny list": {
        resources: [alb, access({ ref: "alb" }), albListener("http"), allowList("http", "Black")],
        finds: "violation",
      },
    },
  },
  "clb-backend-callers-limited": {
    absent: {
      resources: [clb, access({ ref: "clb" }), clbListener({})],
      finds: "violation",
      says: /aclStatus: not set, expected "on"/,
    },
    unknown: {
      resources: [clb, access({ ref: "clb" }), clbListener({ aclStatus: unknown, aclType: "white" })],
      finds: "undecided",
    },
    unknownButLinked: "the status of the list does not depend on other resources",
    more: {
      "a TCP listener": {
        resources: [clb, access({ ref: "clb" }), clbListener({ protocol: "tcp" })],
        finds: "nothing",
      },
      "an unknown protocol": {
        resources: [clb, access({ ref: "clb" }), clbListener({ protocol: unknown })],
        finds: "undecided",
      },
      "a deny list": {
        resources: [clb, access({ ref: "clb" }), clbListener({ aclStatus: "on", aclType: "black" })],
        finds: "violation",
        says: /aclType: found "black", expected "white"/,
      },
      "no back end of the gateway": { resources: [clb, clbListener({})], finds: "nothing" },
      "an authorization with an unknown back end": {
        resources: [clb, access(unknown), clbListener({})],
        finds: "undecided",
      },
    },
  },
  "nlb-backend-callers-limited": {
    absent: {
      resources: [nlb(), access({ ref: "nlb" })],
      finds: "violation",
      says: /securityGroupIds: not set, expected a security group, because access authorizes/,
    },
    unknown: { resources: [nlb({ securityGroupIds: unknown }), access({ ref: "nlb" })], finds: "undecided" },
    unknownButLinked: {
      resources: [nlb({ securityGroupIds: [unknown] }), access({ ref: "nlb" })],
      finds: "nothing",
    },
    more: {
      "an attached security group": {
        resources: [nlb(), access({ ref: "nlb" }), groupOfNlb({ ref: "nlb" })],
        finds: "nothing",
      },
      "a security group of an unknown NLB": {
        resources: [nlb(), access({ ref: "nlb" }), groupOfNlb(unknown)],
        finds: "undecided",
      },
      "an empty list": {
        resources: [nlb({ securityGroupIds: [] }), access({ ref: "nlb" })],
        finds: "violation",
      },
      "no back end of the gateway": { resources: [nlb()], finds: "nothing" },
    },
  },
  "clb-access-log": {
    absent: {
      resources: [clb, clbListener({})],
      finds: "violation",
      says: /access log: not set, expected a Logstore with the access log/,
    },
    unknown: { resources: [clb, clbListener({ protocol: unknown })], finds: "undecided" },
    unknownButLinked: { resources: [clb, clbListener({}), logTemplate(unknown)], finds: "violation" },
    more: {
      "a TCP listener": { resources: [clb, clbListener({ protocol: "tcp" })], finds: "nothing" },
      "an HTTPS listener": { resources: [clb, clbListener({ protocol: "https" })], finds: "violation" },
      "Log Audit Service for CLBs": {
        resources: [clb, clbListener({}), audit({ slb_access_enabled: "true" })],
        finds: "nothing",
      },
      "Log Audit Service for other services": {
        resources: [clb, clbListener({}), audit({ oss_access_enabled: "true" })],
        finds: "violation",
      },
      "unknown variables of Log Audit Service": {
        resources: [clb, clbListener({}), audit(unknown)],
        finds: "undecided",
      },
      "a ROS template with its parameter": {
        resources: [clb, clbListener({}), logTemplate({ Ref: "Clb" }, { ref: "clb" })],
        finds: "nothing",
      },
      "a ROS template with its literal ID": {
        resources: [existingClb, clbListener({}), logTemplate("lb-1")],
        finds: "nothing",
      },
      "a ROS template for another CLB": {
        resources: [existingClb, clbListener({}), logTemplate("lb-2")],
        finds: "violation",
      },
      "a ROS template at a URL that depends on it": {
        resources: [
          ...[clb, clbListener({})],
          {
            type: "alicloud:ros/stack:Stack",
            name: "logs",
            props: {
              templateUrl: "oss://templates/log",
              parameters: [{ parameterKey: "Clb", parameterValue: { ref: "clb" } }],
            },
          },
        ],
        finds: "undecided",
      },
      "a CLB that the option lists": {
        resources: [clb, clbListener({})],
        config: { "clb-access-log": { loggedElsewhere: ["clb"] } },
        finds: "nothing",
      },
    },
  },
  "log-store-retention": {
    absent: {
      resources: [store({}), log(byName)],
      finds: "violation",
      says: /retentionPeriod: not set, expected 90 or more/,
    },
    unknown: { resources: [store({ retentionPeriod: unknown }), log(byName)], finds: "undecided" },
    unknownButLinked: "the period does not depend on other resources",
    more: {
      "89 days": { resources: [store({ retentionPeriod: 89 }), log(byName)], finds: "violation" },
      "90 days": { resources: [store({ retentionPeriod: 90 }), log(byName)], finds: "nothing" },
      "60 days, if the option accepts them": {
        resources: [store({ retentionPeriod: 60 }), log(byName)],
        config: { "log-store-retention": { minimumDays: 60 } },
        finds: "nothing",
      },
      "a Logstore named by a literal": { resources: [store({}), log("store")], finds: "violation" },
      "a Logstore that is no access log": { resources: [store({}), log("other")], finds: "nothing" },
      "the attached access log of an ALB": {
        resources: [
          store({}),
          {
            type: "alicloud:alb/loadBalancerAccessLogConfigAttachment:LoadBalancerAccessLogConfigAttachment",
            name: "attached",
            props: { loadBalancerId: "alb-1", logProject: "shop-log", logStore: byName },
          },
        ],
        finds: "violation",
      },
      "the access log of an ALB": {
        resources: [
          store({}),
          { ...alb, props: { ...alb.props, accessLogConfig: { logProject: "shop-log", logStore: "store" } } },
        ],
        finds: "violation",
      },
    },
  },
  "stack-output-no-secret": {
    absent: { resources: outputs({}), finds: "nothing" },
    unknown: { resources: outputs({ appCode: unknown, url: unknown }), finds: "undecided" },
    unknownButLinked: "the outputs of a stack have no dependencies",
    more: {
      "a password in a nested output": {
        resources: outputs({ apps: { web: [{ initialPassword: "Canary-1234" }] } }),
        finds: "violation",
        says: /^apps\.web\[0\]\.initialPassword: set \(redacted\), expected a secret\. /,
      },
      "a private key in an output with another name": {
        resources: outputs({ pem: "-----BEGIN RSA PRIVATE KEY-----\nabc" }),
        finds: "violation",
        says: /expected no plain private key/,
      },
      "secret outputs": {
        resources: outputs({ appCode: secret("abc"), apps: secret({ web: { appSecret: "abc" } }) }),
        finds: "nothing",
      },
      "names and addresses": {
        resources: outputs({ secretName: "shop", url: "https://api.example.com", passwordPolicy: "strict" }),
        finds: "nothing",
      },
    },
  },
  "ecs-security-enhancement": {
    absent: {
      resources: ecs({}),
      finds: "violation",
      says: /securityEnhancementStrategy: not set, expected "Active"/,
    },
    unknown: { resources: ecs({ securityEnhancementStrategy: unknown }), finds: "undecided" },
    unknownButLinked: "the strategy does not depend on other resources",
    more: {
      "a custom image": { resources: ecs({ imageId: "m-bp1234567890" }), finds: "nothing" },
      "an unknown image": { resources: ecs({ imageId: unknown }), finds: "undecided" },
    },
  },
};
