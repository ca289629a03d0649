import assert from "node:assert/strict";
import fc from "fast-check";
import { problemsIn } from "../../problems";

const shop = { group: { groupName: "shop" }, apps: { shop_web: {} } };
const hintsFor = (more: object) =>
  problemsIn({ ...shop, routes: { "get-home": "GET /" }, ...more }).map(
    ({ path, hint }) => `${path}: ${hint}`,
  );

describe("the syntax of other tools in paths", () => {
  const inOurs: [path: string, ours: string][] = [
    ["/items/:id", "/items/[id]"],
    ["/items/:id(\\d+)", "/items/[id]"],
    ["/items/:id?", "/items/[id]"],
    ["/items/{id}", "/items/[id]"],
    ["/items/{item-id}", "/items/[item_id]"],
    ["/items/{id:[0-9]+}", "/items/[id]"],
    ["/items/$" + "{id}", "/items/[id]"],
    ["/items/<id>", "/items/[id]"],
    ["/items/<int:id>", "/items/[id]"],
    ["/items/[item-id]", "/items/[item_id]"],
    ["/files/*splat", "/files/*"],
    ["/files/**", "/files/*"],
    ["/files/{proxy+}", "/files/*"],
    ["/files/[...rest]", "/files/*"],
    ["/files/<path:rest>", "/files/*"],
    ["items", "/items"],
    ["/a//b", "/a/b"],
    ["/items?page=1", "/items"],
    ["/café", "/caf%C3%A9"],
  ];
  for (const [path, ours] of inOurs) {
    it(`${path} is rejected with the hint ${ours} for every path argument`, () => {
      const hint = `Use ${ours}.`;
      assert.deepEqual(hintsFor({ routes: { "get-item": `GET ${path}` } }), [
        `routes["get-item"].path: ${hint}`,
      ]);
      assert.ok(
        hintsFor({ routes: { "get-item": { path: "/", backend: { path } } } }).includes(
          `routes["get-item"].backend.path: ${hint}`,
        ),
      );
    });
  }

  it("a slash at the end is rejected with its own hint", () =>
    assert.deepEqual(hintsFor({ routes: { "get-item": "GET /items/" } }), [
      'routes["get-item"].path: Use /items, and backend.path "/items/" if the service needs the slash.',
    ]));

  for (const path of ["/a/../b", "/a/%2e%2e/b", "/a/.%2E", "/%2e"]) {
    it(`a segment that clients resolve is rejected: ${path}`, () => {
      assert.equal(hintsFor({ routes: { "get-item": `GET ${path}` } }).length, 1);
      const route = { path: "/", backend: { path } };
      assert.equal(hintsFor({ routes: { "get-item": route } }).length, 1);
    });
  }

  for (const path of ["/items/", "/items/[id]/"]) {
    it(`the service can have the path ${path}`, () => {
      const route = { path: "/items/[id]", backend: { path } };
      assert.deepEqual(hintsFor({ routes: { "get-item": route } }), []);
    });
  }

  for (const path of ["/items//", "/files/*/", "/:id/"]) {
    it(`the service cannot have the path ${path}`, () => {
      const route = { path: "/items", backend: { path } };
      assert.notDeepEqual(hintsFor({ routes: { "get-item": route } }), []);
    });
  }

  for (const path of [
    "/items/(\\d+)",
    "/items/(.+)x",
    "/(a|b)",

    "^/items",
    "/items/:id.json",
    "",
  ]) {
    it(`${path} is rejected with example paths as the hint`, () =>
      assert.deepEqual(hintsFor({ routes: { "get-item": { path } } }), [
        'routes["get-item"].path: Use for example /nginx, /users/[id] or /files/*.',
      ]));
  }

  for (const path of [
    "/items:batch",
    "/v1/users:search",
    "/Products(1)",
    "/$metadata",
    "/a;v=1/b@c",
    "/%7Eme",
  ]) {
    it(`${path} is accepted unchanged`, () =>
      assert.deepEqual(hintsFor({ routes: { "get-item": { path } } }), []));
  }

  it("every hint is a valid path", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...inOurs.map(([path]) => path)), fc.webPath(), fc.string())),
        (parts) => {
          const [hint] = hintsFor({ routes: { "get-item": { path: parts.join("/").slice(0, 150) } } });
          const ours = /path: Use (\/.*?)(, and backend\.path ".*" if the service needs the slash)?\.$/.exec(
            hint ?? "",
          )?.[1];
          if (ours !== undefined && ours.length < 200 && !/\[(\w+)\].*\[\1\]/.test(ours))
            assert.deepEqual(hintsFor({ routes: { "get-item": { path: ours } } }), []);
        },
      ),
    ));
});

describe("invalid origins", () => {
  const corrected: [origin: string, hint: string][] = [
    ["https://app.example.com:443", "Use https://app.example.com."],
    ["http://app.example.com:80", "Use http://app.example.com."],
    ["https://app.example.com/", "Use https://app.example.com."],
    ["https://app.example.com/shop?a=1", "Use https://app.example.com."],
    ["https://App.Example.com", "Use https://app.example.com."],
    ["HTTPS://app.example.com", "Use https://app.example.com."],
    [" https://app.example.com", "Use https://app.example.com."],
    ["https://me:secret@app.example.com", "Use https://app.example.com."],
    ["https://münchen.example", "Use https://xn--mnchen-3ya.example."],
    ["http://[0:0:0:0:0:0:0:1]:3000", "Use http://[::1]:3000."],
    ["app.example.com", "Use https://app.example.com."],
    ["app.example.com:8443", "Use https://app.example.com:8443."],
    ["localhost:3000", "Use http://localhost:3000."],
    ["https://*.example.com", 'Name each origin, or use ["*"] for any.'],
    ["https://a.example.com,https://b.example.com", "Use one entry for each origin."],
    ["null", "Use for example https://shop.example.com."],
    ["", "Use for example https://shop.example.com."],
    ["ftp://app.example.com", "Use for example https://shop.example.com."],
  ];
  for (const [origin, hint] of corrected) {
    it(`${origin} is rejected`, () =>
      assert.deepEqual(hintsFor({ cors: { origins: [origin] } }), [`cors.origins[0]: ${hint}`]));
  }

  for (const origin of [
    "https://app.example.com",
    "http://localhost:3000",
    "https://a.example:8443",
    "http://[::1]:3000",
  ]) {
    it(`${origin} is accepted`, () => assert.deepEqual(hintsFor({ cors: { origins: [origin] } }), []));
  }

  it("every origin that a browser sends is accepted", () =>
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) =>
        assert.deepEqual(hintsFor({ cors: { origins: [new URL(url).origin] } }), []),
      ),
    ));
});

describe("names of environments of other tools", () => {
  for (const [name, stage] of [
    ["prod", "RELEASE"],
    ["PROD", "RELEASE"],
    ["production", "RELEASE"],
    ["Release", "RELEASE"],
    ["staging", "PRE"],
    ["dev", "TEST"],
  ] as const) {
    const hint = `Did you mean ${stage}?`;
    const route = { path: "/", stages: [name] };
    it(`${name} is rejected with the hint ${stage} for every environment argument`, () => {
      assert.deepEqual(hintsFor({ publication: { stage: name } }).slice(0, 1), [
        `publication.stage: ${hint}`,
      ]);
      assert.deepEqual(hintsFor({ publication: { stages: [name] } }).slice(0, 1), [
        `publication.stages[0]: ${hint}`,
      ]);
      assert.ok(
        hintsFor({ routes: { "get-home": route } }).includes(`routes["get-home"].stages[0]: ${hint}`),
      );
      assert.deepEqual(hintsFor({ apps: { shop_web: { stages: [name] } } }), [
        `apps["shop_web"].stages[0]: ${hint}`,
      ]);
      assert.deepEqual(hintsFor({ domains: [{ domain: "a.example.com", stage: name }] }), [
        `domains[0].stage: ${hint}`,
      ]);
      assert.deepEqual(hintsFor({ throttling: { [name]: { perApi: 10 } } }), [`throttling.${name}: ${hint}`]);
      const plugins = { cache: { type: "caching", document: {}, stages: [name] } };
      assert.deepEqual(hintsFor({ plugins }), [`plugins["cache"].stages[0]: ${hint}`]);
    });
  }
});

describe("duplicate values in lists", () => {
  const twice: [path: string, more: object][] = [
    ["publication.stages[1]", { publication: { stages: ["RELEASE", "RELEASE"] } }],
    [
      'routes["get-home"].stages[1]',
      { routes: { "get-home": { path: "/", stages: ["RELEASE", "RELEASE"] } } },
    ],
    ['apps["shop_web"].stages[1]', { apps: { shop_web: { stages: ["RELEASE", "RELEASE"] } } }],
    ["cors.origins[1]", { cors: { origins: ["https://a.example.com", "https://a.example.com"] } }],
    ["cors.methods[1]", { cors: { methods: ["GET", "GET"] } }],
    ["cors.headers[1]", { cors: { headers: ["X-A", "X-A"] } }],
    ["network.zones[1]", { network: { zones: ["cn-hangzhou-h", "cn-hangzhou-h"] } }],
    ["defaults.protocols[1]", { defaults: { protocols: ["HTTP", "HTTP"] } }],
  ];
  for (const [path, more] of twice) {
    it(path, () =>
      assert.deepEqual(
        problemsIn({ ...shop, routes: { "get-home": "GET /" }, ...more }).map((it) => it.path),
        [path],
      ),
    );
  }
});
