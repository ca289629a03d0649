import { VpcApi } from "alicloud-vpc-api";

const api = new VpcApi("hello", {
  group: { groupName: "hello" },
  routes: { "get-hello": "GET /" },
  apps: { hello_client: {} },
});

export const url = api.urls["get-hello"];
export const appCode = api.apps.hello_client?.appCode;
