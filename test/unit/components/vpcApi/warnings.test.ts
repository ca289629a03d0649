import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type RouteArgs, VpcApi, type VpcApiArgs } from "../../../../components";
import { findWarnings, rules } from "../../../../components/vpcApi/warnings";
import { deployToMocks } from "../../../../testing/mocks";
import { problemsIn, resolveArgs } from "../problems";

const group = { groupName: "shop" };
const home = { "get-home": "GET /" };
const open = { "get-home": { path: "/", auth: "anonymous" } } as const;
const apps = { shop_web: {} };
const certificate = { id: "6055048" };
const declined = [{ domain: "a.example.com", certificate, redirect: false }];
const overHttp = (more: Partial<RouteArgs> = {}) => ({
  "get-home": { path: "/", protocols: ["HTTP" as const, "HTTPS" as const], ...more },
});

/** Arguments that a rule warns about, with the path, and similar arguments that are right. */
const cases: Record<
  string,
  { warned: [path: string, args: VpcApiArgs][]; right: Record<string, VpcApiArgs> }
> = {
  "routes that no app can call": {
    warned: [["apps", { group, routes: home }]],
    right: {
      "routes with an app": { group, routes: home, apps },
      "routes without apps if apps is empty": { group, routes: home, apps: {} },
      "anonymous routes without apps": { group, routes: open },
    },
  },
  "a route that none of the apps may call": {
    warned: [
      [
        'routes["get-item"]',
        { group, routes: { ...home, "get-item": "/items" }, apps: { shop_web: { routes: ["get-home"] } } },
      ],
    ],
    right: { "an app that may call each route": { group, routes: { ...home, "get-item": "/items" }, apps } },
  },
  "an app that may call nothing": {
    warned: [['apps["shop_web"]', { group, routes: open, apps }]],
    right: {
      "an app of one route beside anonymous ones": { group, routes: { ...open, "get-item": "/items" }, apps },
    },
  },
  "a limit for each app where all routes are anonymous": {
    warned: [["throttling.perApp", { group, routes: open, throttling: { perApi: 9, perApp: 1 } }]],
    right: {
      "a limit for each app of routes for apps": {
        group,
        routes: home,
        apps,
        throttling: { perApi: 9, perApp: 1 },
      },
    },
  },
  "a place for AppCodes on an anonymous route": {
    warned: [
      [
        'routes["get-home"].appCode',
        { group, routes: { "get-home": { path: "/", auth: "anonymous", appCode: "off" } } },
      ],
    ],
    right: {
      "a place for AppCodes on a route for apps": {
        group,
        routes: { "get-home": { path: "/", appCode: "off" } },
        apps,
      },
    },
  },
  "an app of the readiness check that its route does not need": {
    warned: [
      [
        "readiness.app",
        {
          group,
          routes: { ...open, "get-item": "/items" },
          apps,
          readiness: { route: "get-home", app: "shop_web" },
        },
      ],
    ],
    right: {
      "an app of the readiness check that its route needs": {
        group,
        routes: home,
        apps,
        readiness: { app: "shop_web" },
      },
    },
  },
  "a plug-in for all routes that each route replaces": {
    warned: [
      ["cors", { group, apps, cors: true, routes: { "get-home": { path: "/", plugins: { cors: false } } } }],
    ],
    right: {
      "a plug-in for all routes that one route replaces": {
        group,
        apps,
        cors: true,
        routes: { "get-item": "/items", "get-home": { path: "/", plugins: { cors: false } } },
      },
      "a plug-in that each route replaces in one environment": {
        group,
        apps,
        cors: true,
        routes: { "get-home": { path: "/", plugins: { cors: { RELEASE: false } } } },
      },
    },
  },
  "an access list of all addresses": {
    warned: [
      ["ipAccess.allow", { group, routes: home, apps, ipAccess: { allow: ["0.0.0.0/0"] } }],
      ["ipAccess.deny", { group, routes: home, apps, ipAccess: { deny: ["0.0.0.0/0"] } }],
    ],
    right: {
      "an access list of some addresses": { group, routes: home, apps, ipAccess: { allow: ["10.0.0.0/8"] } },
    },
  },
  "a domain of an environment that serves nothing": {
    warned: [
      [
        "domains[0]",
        {
          group,
          routes: overHttp(),
          apps,
          publication: { stages: { TEST: {}, RELEASE: { promoted: {} } } },
          domains: ["a.example.com"],
        },
      ],
    ],
    right: {
      "a domain of an environment that serves the routes": {
        group,
        routes: overHttp(),
        apps,
        domains: ["a.example.com"],
      },
    },
  },
  "a domain without a certificate for routes that accept only HTTPS": {
    warned: [
      ["domains[0]", { group, routes: home, apps, domains: ["a.example.com"] }],
      ["domains[0].certificate", { group, routes: home, apps, domains: [{ domain: "a.example.com" }] }],
    ],
    right: {
      "a domain with a certificate": {
        group,
        routes: home,
        apps,
        domains: [{ domain: "a.example.com", certificate }],
      },
      "a domain without a certificate for routes that accept HTTP": {
        group,
        routes: overHttp(),
        apps,
        domains: ["a.example.com"],
      },
    },
  },
  "an AppCode in plain text over HTTP": {
    warned: [["domains", { group, routes: overHttp(), apps, domains: declined }]],
    right: {
      "routes over HTTP with a certificate": {
        group,
        routes: overHttp(),
        apps,
        domains: [{ domain: "a.example.com", certificate }],
      },
      "routes over HTTPS at a domain without redirection": { group, routes: home, apps, domains: declined },
      "anonymous routes over HTTP": { group, routes: overHttp({ auth: "anonymous" }), domains: declined },
      "routes over HTTP that accept no AppCode": {
        group,
        routes: overHttp({ appCode: "off" }),
        apps,
        domains: declined,
      },
    },
  },
  "a service that no route calls": {
    warned: [
      ["service", { group, apps, routes: { "get-home": { path: "/", backend: { mock: { body: "{}" } } } } }],
    ],
    right: {
      "a service that one of the routes calls": {
        group,
        apps,
        routes: { ...home, "get-m": { path: "/m", backend: { mock: { body: "{}" } } } },
      },
    },
  },
  "a route to a page that does not exist": {
    warned: [
      [
        'routes["get-item"]',
        { group, apps, routes: { "get-item": "/items" }, service: { pages: { "a.html": "" } } },
      ],
      [
        'routes["get-item"].backend.path',
        {
          group,
          apps,
          routes: { "get-item": { path: "/items", backend: { path: "/b" } } },
          service: { pages: { items: "" } },
        },
      ],
    ],
    right: {
      "a route with a path parameter to a page": {
        group,
        apps,
        routes: { "get-item": "/items/[id]" },
        service: { pages: { "a.html": "" } },
      },
      "a route to the index page of a folder": {
        group,
        apps,
        routes: { "get-item": "/items" },
        service: { pages: { "items/index.html": "" } },
      },
      "a route to the index page": { group, apps, routes: home, service: { pages: { "index.html": "" } } },
      "a route to a page that an Nginx configuration serves": {
        group,
        apps,
        routes: { "get-item": "/items" },
        service: { nginxConfig: "server { root /srv/www; }", pages: { a: "" } },
      },
    },
  },
  "an Nginx configuration without the pages or the port": {
    warned: [
      [
        "service.nginxConfig",
        { group, apps, routes: home, service: { nginxConfig: "server { listen 8080; }" } },
      ],
      [
        "service.pages",
        { group, apps, routes: home, service: { nginxConfig: "server { listen 80; }", pages: { a: "" } } },
      ],
    ],
    right: {
      "an Nginx configuration with the pages and the port": {
        group,
        apps,
        routes: home,
        service: { port: 8080, nginxConfig: "server { listen [::]:8080; root /srv/www; }", pages: { a: "" } },
      },
      "an Nginx configuration with neither pages nor a port": {
        group,
        apps,
        routes: home,
        service: { nginxConfig: "server { return 204; }" },
      },
    },
  },
};

const pathsFor = (args: VpcApiArgs) => findWarnings(resolveArgs(args)).map(({ path }) => path);

describe("warnings about valid arguments", () => {
  it("each has a case", () => assert.deepEqual(Object.keys(cases), Object.keys(rules)));

  for (const [rule, { warned, right }] of Object.entries(cases)) {
    for (const [path, args] of warned) {
      it(`report ${rule}, at ${path}`, () => assert.deepEqual(pathsFor(args), [path]));
    }
    for (const [what, args] of Object.entries(right)) {
      it(`do not report ${what}`, () => assert.deepEqual(pathsFor(args), []));
    }
  }

  it("are logged once, with the component", async () => {
    const logged: string[] = [];
    const { warn } = pulumi.log;
    pulumi.log.warn = async (message, resource) => {
      logged.push(`${resource === undefined ? "" : resource.constructor.name}: ${message}`);
    };
    try {
      await deployToMocks(() => new VpcApi("shop", { group, routes: home }));
    } finally {
      pulumi.log.warn = warn;
    }
    assert.deepEqual(logged, [
      "VpcApi: apps: is missing, but these routes require an app: get-home. Nobody can call them. " +
        'Add an app, or set auth: "anonymous". If the apps are created elsewhere, set apps: {}.',
    ]);
  });
});

describe("the health check of a balancer in front of pages", () => {
  const base = { group, routes: { "get-item": "GET /items/[id]" }, apps };
  const findPath = async (args: Partial<VpcApiArgs>): Promise<unknown> => {
    const { resources } = await deployToMocks(() => new VpcApi("shop", { ...base, ...args }));
    const listener = resources.find(({ type }) => type === "alicloud:slb/listener:Listener");
    const group = resources.find(({ type }) => type === "alicloud:alb/serverGroup:ServerGroup");
    const config = group?.inputs.healthCheckConfig as { healthCheckPath?: string } | undefined;
    return listener?.inputs.healthCheckUri ?? config?.healthCheckPath;
  };

  it("requests / if it is or may be answered", async () => {
    assert.equal(await findPath({}), "/");
    assert.equal(await findPath({ service: { pages: { "index.html": "", a: "" } } }), "/");
    assert.equal(
      await findPath({ service: { pages: { a: "" }, nginxConfig: "server { root /srv/www; }" } }),
      "/",
    );
    assert.equal(await findPath({ service: { userData: "#!/bin/sh\ntrue" } }), "/");
  });

  it("requests an existing page if there is no index.html", async () => {
    assert.equal(await findPath({ service: { pages: { "items/1": "a lamp" } } }), "/items/1");
    assert.equal(await findPath({ service: { pages: { "b.html": "", "a b.html": "" } } }), "/a%20b.html");
    assert.equal(
      await findPath({ balancer: { kind: "alb" }, service: { pages: { "items/1": "" } } }),
      "/items/1",
    );
    assert.equal(
      await findPath({ balancer: { healthCheckPath: "/b" }, service: { pages: { a: "", b: "" } } }),
      "/b",
    );
  });

  const findPaths = (args: object) =>
    problemsIn({ ...base, ...args }).map(({ path, hint }) => `${path}: ${hint}`);
  const pages = { "items/1": "" };

  for (const healthCheckPath of ["/", "/health", "/items/2"]) {
    it(`cannot request ${healthCheckPath}, which no page answers`, () =>
      assert.deepEqual(findPaths({ balancer: { healthCheckPath }, service: { pages } }), [
        "balancer.healthCheckPath: Use /items/1, or add a page of this path.",
      ]));
  }

  for (const healthCheckPath of ["/items/1", "/items/1?from=balancer", "/items"]) {
    it(`can request ${healthCheckPath}, which a page answers`, () =>
      assert.deepEqual(findPaths({ balancer: { healthCheckPath }, service: { pages } }), []));
  }

  it("needs a path if the pages are an Output", () => {
    const service = { pages: pulumi.output(pages) };
    assert.deepEqual(findPaths({ service }), ["balancer.healthCheckPath: Set it to the path of a page."]);
    assert.deepEqual(findPaths({ service, balancer: { healthCheckPath: "/items/1" } }), []);
    assert.deepEqual(findPaths({ service, balancer: { kind: "none" } }), []);
    assert.deepEqual(findPaths({ service: { ...service, nginxConfig: "server { root /srv/www; }" } }), []);
  });

  it("needs a page with a short path, unless commands of the user add pages", () => {
    assert.deepEqual(findPaths({ service: { pages: { ["x".repeat(90)]: "" } } }), [
      "balancer.healthCheckPath: Add index.html to service.pages.",
    ]);
    const own = { pages, cloudConfig: { runcmd: [["touch", "/srv/www/health"]] } };
    assert.deepEqual(findPaths({ balancer: { healthCheckPath: "/health" }, service: own }), []);
  });
});
