import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it, with its inputs as plain values. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Values that the cloud would decide, by resource type. */
const decided: Record<string, Record<string, unknown>> = {
  "alicloud:apigateway/group:Group": {
    subDomain: "0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com",
  },
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": { address: "172.16.0.9" },
  "alicloud:ecs/instance:Instance": { primaryIpAddress: "172.16.0.20" },
  "alicloud:alb/loadBalancer:LoadBalancer": {
    zoneMappings: [
      { zoneId: "cn-hangzhou-i", loadBalancerAddresses: [{ intranetAddress: "172.16.1.7", address: "" }] },
      { zoneId: "cn-hangzhou-h", loadBalancerAddresses: [{ intranetAddress: "172.16.0.7", address: "" }] },
    ],
  },
  "random:index/randomString:RandomString": { result: "abc123" },
  "alicloud:apigateway/vpcAccess:VpcAccess": { vpcAccessId: "0123456789abcdef0123456789abcde0" },
  "pulumi-nodejs:dynamic/alicloud-vpc-api:EgressAddresses": {
    cidrs: ["100.104.1.0/26", "100.104.2.0/26"],
    ipv6Cidrs: ["2001:db8:1::/64"],
  },
  "pulumi-nodejs:dynamic/alicloud-vpc-api:AppCredentials": {
    appKey: "key-of-the-app",
    appSecret: "secret-of-the-app",
    appCode: "code-of-the-app",
  },
};

const functions: Record<string, Record<string, unknown>> = {
  "alicloud:index/getZones:getZones": {
    ids: ["cn-hangzhou-k", "cn-hangzhou-h", "cn-hangzhou-g", "cn-hangzhou-i"],
  },
  "alicloud:alb/getZones:getZones": { ids: ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-k"] },
  "alicloud:vpc/getSwitches:getSwitches": { vswitches: [] },
  "alicloud:ecs/getImages:getImages": { images: [{ id: "aliyun_3_x64_20G_newest.vhd" }] },
};

/**
 * Runs a program against mocks and waits until all that it registers is registered.
 * Mocks prove which resources are registered with which inputs; not parents, replacements or the cloud's answers.
 *
 * @param planned - types that are new in a preview: their resources have no id yet. Without it nothing is a preview
 */
export async function deploy<T>(
  program: () => T,
  planned?: string[],
): Promise<{ resources: Registered[]; result: T }> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        // Only looked at: an id is given.
        if (id) return { id, state: { vpcId: "vpc-1" } };
        resources.push({ type, name, inputs });
        const state = { ...inputs, ...decided[type] };
        if (type === "random:index/randomPassword:RandomPassword") state.result = `made-of-${inputs.length}`;
        if (type === "alicloud:apigateway/api:Api") state.apiId = `id-of-${inputs.name}`;
        return { id: planned?.includes(type) ? "" : `${name}-id`, state };
      },
      call: ({ token }) => {
        const answer = functions[token];
        if (!answer) throw new Error(`no mock for ${token}`);
        return answer;
      },
    },
    "project",
    "stack",
    planned !== undefined,
  );
  const result = program();
  await pulumi.runtime.disconnect();
  return { resources, result };
}

/** The value of an output that is known. */
export function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Whether a preview knows an output. */
export async function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return "isKnown" in output && (await output.isKnown) === true;
}

/** The one resource of a type. */
export function theOne(resources: Registered[], type: string): Registered {
  const found = resources.filter((resource) => resource.type === type);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources of type ${type}, not 1`);
  return found[0];
}
