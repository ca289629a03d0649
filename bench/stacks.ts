import * as alicloud from "@pulumi/alicloud";
import {
  ApiGroup,
  App,
  ClassicLoadBalancer,
  GatewayAccess,
  Network,
  NginxService,
  VpcApi,
} from "alicloud-vpc-api";

const names = (routes: number) => Array.from({ length: routes }, (_, index) => `get-item-${index}`);
const path = (name: string) => `/${name}`;

/** A service with so many APIs, as one component. */
export function component(routes: number): void {
  new VpcApi("shop", {
    network: { zones: ["cn-hangzhou-h"] },
    group: { groupName: "shop" },
    routes: Object.fromEntries(names(routes).map((name) => [name, path(name)])),
    apps: { shop_frontend: {} },
  });
}

/**
 * The same with each API as a program without this package has it: an API that publishes itself, and an attachment of
 * the app. What stands behind the APIs is made by the same parts, so that only the APIs differ.
 */
export function oneByOne(routes: number): void {
  const network = new Network("shop", { zones: ["cn-hangzhou-h"] });
  const service = new NginxService("shop", {
    vpcId: network.vpcId,
    vswitchIds: network.vswitches.map(({ id }) => id),
  });
  const [vswitch] = network.vswitches;
  if (!vswitch) throw new Error("the network has no vSwitch");
  const balancer = new ClassicLoadBalancer("shop", {
    vswitchId: vswitch.id,
    instances: service.instances,
    servicePort: 80,
  });
  const group = new ApiGroup("shop", { groupName: "shop" });
  const access = new GatewayAccess("shop", {
    accessName: "shop-microservice",
    vpcId: network.vpcId,
    target: balancer.loadBalancerId,
    port: 80,
    servicePort: 80,
    securityGroupId: service.securityGroupId,
  });
  const app = new App("shop-frontend", { appName: "shop_frontend" });
  for (const name of names(routes)) {
    const api = new alicloud.apigateway.Api(name, {
      name,
      groupId: group.groupId,
      description: "",
      authType: "APP",
      requestConfig: { protocol: "HTTPS", method: "GET", path: path(name), mode: "PASSTHROUGH" },
      serviceType: "HTTP-VPC",
      httpVpcServiceConfig: { name: access.accessName, method: "GET", path: path(name), timeout: 10_000 },
      stageNames: ["RELEASE"],
    });
    new alicloud.apigateway.AppAttachment(name, {
      apiId: api.apiId,
      groupId: group.groupId,
      appId: app.appId,
      stageName: "RELEASE",
    });
  }
}
