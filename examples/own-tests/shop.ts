import { VpcApi } from "alicloud-vpc-api";

/** A shop behind the gateway. Its home page is public; only its front end can read items. */
export function createShop() {
  const api = new VpcApi("shop", {
    service: { pages: { "index.html": "<h1>Shop</h1>", "items/1": "a lamp" } },
    group: { groupName: "shop" },
    routes: {
      "get-home": { path: "/", auth: "anonymous" },
      "get-item": { path: "/items/[id]", backend: { timeout: 3_000 } },
    },
    apps: { shop_frontend: {} },
  });
  return {
    home: api.urls["get-home"],
    item: api.urls["get-item"],
    appCode: api.apps.shop_frontend?.appCode,
  };
}
