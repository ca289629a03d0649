import { made } from "../around";
import type { Samples } from "./sample";

const server = (port: number) => `server { listen ${port}; root /srv/www; add_header X-Served-By nginx; }\n`;

const ownService = (port: number) => `#cloud-config
packages: [nginx]
write_files:
  - path: /etc/nginx/conf.d/own.conf
    content: "server { listen ${port}; location / { return 200 'own'; } }"
runcmd: [[systemctl, enable, --now, nginx]]
`;

/** Changes of the network, the service and its balancer. */
export const serviceSamples: Samples = {
  clb: [
    { of: "service.instanceType", set: { "service.instanceType": "ecs.g7.large" } },
    { of: "service.keyPairName", set: { "service.keyPairName": made("keyPair") }, to: "a key pair" },
    { of: "service.systemDisk.size", set: { "service.systemDisk.size": 60 } },
    { of: "service.instances", set: { "service.instances": 3 } },
    { of: "service.instances", set: { "service.instances": undefined }, to: "2" },
    { of: "balancer<clb>.healthCheckPath", set: { "balancer.healthCheckPath": "/a" } },
    { of: "balancer<clb>.port", set: { "balancer.port": 9090 } },
    { of: "tags", set: { tags: { team: "shop" } } },
    { of: "tags", set: { tags: { team: "web", stage: "test" } } },
    { of: "transform", set: { transform: { securityGroup: { description: "of the sweep" } } } },
    { of: "service.image", set: { "service.image": "latest" } },
    {
      of: "service.imageId",
      replaces: true,
      set: { "service.image": undefined, "service.imageId": "aliyun_3_x64_20G_alibase_20251030.vhd" },
    },
    {
      of: "service.pages",
      replaces: true,
      set: { "service.pages": { "index.html": "other home", a: "page a" } },
      to: "another page",
    },
    { of: "service.cloudConfig", replaces: true, set: { "service.cloudConfig": { timezone: "UTC" } } },
    { of: "service.port", replaces: true, set: { "service.port": 8081 } },
    {
      of: "service.nginxConfig",
      replaces: true,
      set: { "service.nginxConfig": server(8081) },
      to: "another server",
    },
    {
      of: "service.userData",
      replaces: true,
      set: {
        "service.pages": undefined,
        "service.cloudConfig": undefined,
        "service.nginxConfig": undefined,
        "service.userData": ownService(8081),
      },
      to: "a service of your own",
    },
    { of: "service.systemDisk.encrypted", replaces: true, set: { "service.systemDisk.encrypted": false } },
    {
      of: "network.zones",
      replaces: true,
      set: { "network.zones": ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"] },
      to: "one more",
    },
    {
      of: "network.zones",
      replaces: true,
      set: { "network.zones": ["cn-hangzhou-i", "cn-hangzhou-j"] },
      to: "without the first",
    },
    {
      of: "network.zones",
      replaces: true,
      set: { "network.zones": ["cn-hangzhou-j", "cn-hangzhou-i"] },
      to: "in another order",
    },
    {
      of: "service.systemDisk.category",
      replaces: true,
      set: { "service.systemDisk.category": "cloud_auto" },
    },
    { of: "network.ipv6", replaces: true, set: { "network.ipv6": true } },
    { of: "network.cidrBlock", replaces: true, set: { "network.cidrBlock": "10.8.0.0/16" } },
    { of: "balancer.kind", replaces: true, set: { balancer: { kind: "alb" } }, to: "alb" },
    {
      of: "balancer.kind balancer<none>.target",
      replaces: true,
      set: { balancer: { kind: "none", target: "address" }, "service.instances": undefined },
      to: "none",
    },
    { of: "protect", set: { protect: true }, alone: true },
    { of: "protect", set: { protect: false }, alone: true },
  ],
  alb: [
    { of: "balancer<alb>.openToVpc", set: { "balancer.openToVpc": true } },
    { of: "balancer<alb>.healthCheckPath", set: { "balancer.healthCheckPath": "/a" } },
    { of: "balancer<alb>.port", set: { "balancer.port": 9090 } },
    {
      of: "network.vswitches",
      set: { "network.vswitches.2": { zoneId: "cn-hangzhou-j", cidrBlock: "172.16.2.0/24" } },
      to: "one more",
    },
    { of: "network.vswitches[].cidrBlock", set: { "network.vswitches.1.cidrBlock": "172.16.9.0/24" } },
    { of: "network.vswitches[].zoneId", set: { "network.vswitches.1.zoneId": "cn-hangzhou-k" } },
    {
      of: "balancer<alb>.ipv6",
      set: {
        "network.ipv6": true,
        "balancer.ipv6": false,
        "network.vswitches.0.ipv6CidrBlockMask": 0,
        "network.vswitches.1.ipv6CidrBlockMask": 1,
        "network.vswitches.2.ipv6CidrBlockMask": 2,
      },
      to: "false, with network.ipv6",
    },
    { of: "balancer<alb>.ipv6", set: { "balancer.ipv6": true }, to: "true" },
  ],
};
