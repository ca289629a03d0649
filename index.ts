import * as pulumi from "@pulumi/pulumi";
import { VpcApi, type VpcApiArgs } from "alicloud-vpc-api";

// The vendor's tutorial as a program: Nginx in a VPC behind API Gateway, called by an app with an AppCode.
const tutorial: VpcApiArgs = {
  group: { groupName: "nginx-demo" },
  routes: {
    "nginx-test": {
      path: "/nginx",
      protocols: ["HTTP", "HTTPS"],
      appCode: "header and query",
      backend: { path: "/" },
    },
  },
  publication: { remarks: `nginx-test of stack ${pulumi.getStack()}` },
  apps: { nginx_demo_app: {} },
};

// Each argument of VpcApi is a configuration key of the same name, which replaces the argument above. VpcApi validates
// the values and refuses keys that it does not know: pulumi config set --path service.instances 3
const prefix = `${new pulumi.Config().name}:`;
const configuration = Object.entries(pulumi.runtime.allConfig())
  // The key gateway is the address of the local cloud's gateway, for the readiness check.
  .filter(([key]) => key.startsWith(prefix) && key !== `${prefix}gateway`)
  .map(([key, value]) => [key.slice(prefix.length), parseValue(value)]);

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
const api = new VpcApi("nginx-demo", { ...tutorial, ...Object.fromEntries(configuration) });

/** Address of each API on the group's second-level domain, which is for tests. */
export const urls = api.urls;
export const url = Object.values(api.urls)[0];
/** Addresses of the APIs on your own domains, and the DNS records that each domain needs. */
export const domains = Object.entries(api.domains).map(([domain, { records }]) => ({
  urls: api.domainUrls[domain],
  records,
}));
export const vpcId = api.network.vpcId;
export const instanceIds = api.service?.instanceIds;
export const securityGroupId = api.service?.securityGroupId;
export const loadBalancerId = api.balancer?.loadBalancerId;
export const egressCidrs = api.access.egressCidrs;
export const groupId = api.group.groupId;
export const subDomain = api.group.subDomain;
export const apiIds = api.routes.apiIds;
export const stage = api.publication.stage;
/** The version that each environment serves, by API. */
export const versions = api.publication.versions;
const credentials = Object.entries(api.apps).map(([name, { appId, appCode, appKey, appSecret }]) => [
  name,
  { appId, appCode, appKey, appSecret },
]);
/** Credentials of each app. */
export const apps = pulumi.secret(Object.fromEntries(credentials));
