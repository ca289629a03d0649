import type { ExampleResource } from "../../core/rule";

/** An API of an example. */
export const api = (props: Readonly<Record<string, unknown>> = {}, name = "items"): ExampleResource => ({
  type: "alicloud:apigateway/api:Api",
  name,
  props: {
    name: `get-${name}`,
    groupId: "e2b5cd7fd6f34c5fa14e4a2c5b7c1d55",
    description: `GET /${name}`,
    authType: "APP",
    serviceType: "HTTP-VPC",
    requestConfig: { protocol: "HTTPS", method: "GET", path: `/${name}`, mode: "PASSTHROUGH" },
    httpVpcServiceConfig: { name: "access", path: `/${name}`, method: "GET", timeout: 10_000 },
    ...props,
  },
});

/** An API group of an example. */
export const group = (props: Readonly<Record<string, unknown>> = {}, name = "shop"): ExampleResource => ({
  type: "alicloud:apigateway/group:Group",
  name,
  props: { name, basePath: "/", ...props },
});

/** A domain that is bound to the group `shop`. */
export const boundDomain = (props: Readonly<Record<string, unknown>> = {}): ExampleResource => ({
  type: "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain",
  name: "shop-domain",
  props: {
    groupId: { ref: "shop" },
    domain: "api.example.com",
    network: "INTERNET",
    fingerprint: "0f1e2d3c4b5a69788796",
    ...props,
  },
});

/** A gateway instance of an example. */
export const instance = (props: Readonly<Record<string, unknown>> = {}): ExampleResource => ({
  type: "alicloud:apigateway/instance:Instance",
  name: "gateway",
  props: {
    instanceName: "shop",
    instanceSpec: "api.s1.small",
    paymentType: "PayAsYouGo",
    httpsPolicy: "HTTPS2_TLS1_2",
    zoneId: "cn-hangzhou-MAZ6(i,j,k)",
    ...props,
  },
});

/** A VPC access authorization of an example. */
export const access = (props: Readonly<Record<string, unknown>> = {}): ExampleResource => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { name: "access", vpcId: "vpc-1", instanceId: "i-1", port: 80, ...props },
});
