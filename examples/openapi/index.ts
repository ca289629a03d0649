import { readFileSync } from "node:fs";
import { routesFromOpenApi, VpcApi } from "alicloud-vpc-api";

const routes = routesFromOpenApi(readFileSync("catalogue.yaml", "utf8"), {
  security: { Session: "anonymous" }, // which the service checks itself
});

const api = new VpcApi("catalogue", {
  service: {
    pages: {
      "index.html": "<title>Catalogue</title>", // what the balancer asks for
      "items.json": '[{"id":1,"name":"a lamp"}]',
      "items/1": '{"id":1,"name":"a lamp"}',
      "photos/1": "[]",
      health: '{"healthy":true}',
    },
  },
  group: { groupName: "catalogue" },
  routes: {
    ...routes,
    // A route of the document, but for one thing.
    ...(routes["get-item"] && {
      "get-item": { ...routes["get-item"], description: "One item, as of today" },
    }),
  },
  apps: { catalogue_client: {} },
});

export const url = api.urls["list-items"];
export const itemUrl = api.urls["get-item"];
export const planUrl = api.urls["get-plan"];
export const appCode = api.apps.catalogue_client?.appCode;
export const document = api.openApi;
