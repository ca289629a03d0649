import { made } from "../around";
import { certificate } from "../certificates";
import type { Samples } from "./sample";

/** Changes of the gateway instance and of domains. */
export const gatewaySamples: Samples = {
  dedicated: [
    { of: "gateway.instanceName", set: { "gateway.instanceName": "sweep-renamed" } },
    { of: "gateway.instanceSpec", set: { "gateway.instanceSpec": "api.s1.medium" } },
    {
      of: "gateway.accessList.allow",
      set: { "gateway.accessList": { allow: ["127.0.0.0/8"] } },
      to: "a list",
    },
    {
      of: "gateway.accessList.allow",
      set: { "gateway.accessList.allow": ["127.0.0.0/8", "10.9.0.0/16"] },
      to: "one more",
    },
    { of: "gateway.accessList.deny", set: { "gateway.accessList": { deny: ["10.9.0.0/16"] } }, to: "a list" },
    { of: "gateway.zoneId", set: { "gateway.zoneId": "cn-hangzhou-MAZ5(g,h)" } },
    { of: "gateway.existing", set: { gateway: { existing: made("instance") } }, to: "an instance" },
    {
      of: "gateway.subscription.period gateway.subscription.duration",
      set: {
        gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", subscription: { period: "month", duration: 1 } },
      },
      to: "1 month",
    },
    { of: "gateway", set: { gateway: "shared" }, to: "shared" },
    {
      of: "group.instanceId",
      set: { gateway: undefined, "group.instanceId": made("instance") },
      to: "an instance",
    },
  ],
  domains: [
    {
      of: "domains",
      set: {
        "domains.1": {
          domain: "web.example.com",
          dns: { domain: "example.com" },
          certificate: certificate("second"),
        },
      },
      to: "one more",
    },
    { of: "domains", set: { "domains.1": undefined }, to: "one less" },
    { of: "domains[].dns.ttl", set: { "domains.0.dns.ttl": 900 } },
    { of: "domains[].waitSeconds", set: { "domains.0.waitSeconds": 60 } },
    {
      of: "domains[].certificate.body domains[].certificate.privateKey",
      set: { "domains.0.certificate": certificate("second") },
      to: "another certificate",
    },
    {
      of: "domains[].certificate.id",
      set: { "domains.0.certificate": { id: made("certificate") } },
      to: "a stored certificate",
    },
    { of: "domains[].stage", set: { "domains.0.stage": "any" } },
    {
      of: "domains[].domain domains[].dns.domain",
      set: { "domains.0.domain": "api.shop.example.com", "domains.0.dns": { domain: "shop.example.com" } },
      to: "api.shop.example.com in shop.example.com",
    },
    { of: "domains[].dns", set: { "domains.0.dns": false } },
    {
      of: "domains[].network",
      set: { "domains.0.dns": undefined, "domains.0.network": "intranet" },
      to: "intranet",
    },
    {
      of: "domains[].patterns",
      set: {
        "domains.0": {
          domain: "*.example.com",
          dns: { domain: "example.com" },
          certificate: certificate("second"),
        },
      },
      to: "a wildcard",
    },
    { of: "domains[].patterns", set: { "domains.0.patterns": ["{shop}-web.example.com"] } },
  ],
};
