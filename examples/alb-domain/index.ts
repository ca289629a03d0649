import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "alicloud-vpc-api";

const config = new pulumi.Config();
const domain = config.require("domain");

const shop = new VpcApi("shop", {
  network: { zones: 2, ipv6: true },
  service: { pages: { "index.html": "<title>Shop</title>", "items/1": "a lamp" } },
  balancer: { kind: "alb" },
  group: { groupName: "shop", basePath: "/shop" },
  routes: {
    "get-home": "GET /",
    "get-item": { path: "/items/[id]", backend: { timeout: 3_000 } },
  },
  apps: { shop_frontend: {} },
  throttling: { unit: "MINUTE", perApi: 600, perApp: 300 },
  cors: { origins: [`https://www.${config.require("zone")}`] },
  domains: [
    {
      domain,
      certificate: { body: config.require("certificate"), privateKey: config.requireSecret("privateKey") },
      dns: { domain: config.require("zone") },
    },
  ],
});

export const url = shop.domainUrls[domain]?.["get-home"];
export const itemUrl = shop.domainUrls[domain]?.["get-item"];
export const appCode = shop.apps.shop_frontend?.appCode;
