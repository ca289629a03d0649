import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "alicloud-vpc-api";

// The VPC and its vSwitches stay what they are, also after `pulumi destroy`.
const config = new pulumi.Config();

const api = new VpcApi("guest", {
  network: {
    existing: { vpcId: config.require("vpcId"), vswitchIds: config.requireObject<string[]>("vswitchIds") },
  },
  service: { instances: 1 },
  group: { groupName: "guest" },
  routes: { "get-page": "GET /" },
  apps: { guest_client: {} },
});

export const url = api.urls["get-page"];
export const appCode = api.apps.guest_client?.appCode;
