import * as pulumi from "@pulumi/pulumi";
import { App, Publication, Routes } from "alicloud-vpc-api";

// The platform's stack has network, service and API group; this one adds routes and a caller of its own to it.
const platform = new pulumi.StackReference(new pulumi.Config().require("platform"));
const groupId = platform.requireOutput("groupId").apply(String);
const accessName = platform.requireOutput("accessName").apply(String);

const routes = new Routes("orders", {
  groupId,
  accessName,
  routes: { "list-orders": { path: "/orders", backend: { path: "/" } } },
});
const publication = new Publication("orders", { groupId, routes: routes.revisions });
const app = new App("orders-client", {
  appName: "orders_client",
  authorization: { groupId, stage: publication.stage, apiIds: routes.apiIds },
});

export const url = platform.requireOutput("url").apply((it) => new URL("/orders", String(it)).href);
export const appCode = app.appCode;
