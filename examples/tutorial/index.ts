import { VpcApi } from "alicloud-vpc-api";

// "Use a resource in a VPC as the back end of an API", with the names of the vendor's tutorial.
const api = new VpcApi("nginx-demo", {
  network: { cidrBlock: "172.16.0.0/16", zones: 2 },
  service: { instances: 2, port: 80 },
  group: { groupName: "nginx-demo" },
  routes: {
    "nginx-test": {
      method: "GET",
      path: "/nginx",
      protocols: ["HTTP", "HTTPS"],
      appCode: "header and query",
      backend: { path: "/", timeout: 10_000 },
    },
  },
  publication: { stage: "RELEASE", remarks: "first release" },
  apps: { nginx_demo_app: { description: "calls the tutorial's API" } },
});

export const url = api.urls["nginx-test"];
export const appCode = api.apps.nginx_demo_app?.appCode;
/** For signed requests. */
export const appKey = api.apps.nginx_demo_app?.appKey;
export const appSecret = api.apps.nginx_demo_app?.appSecret;
/** For a stack that adds routes of its own; see the example "another-stack". */
export const groupId = api.group.groupId;
export const accessName = api.access.accessName;
