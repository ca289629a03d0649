import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { createOverview } from "../../local/console/overview";
import type { HealthStatus } from "../../local/fabric/balancer";
import type { ApiDefinition } from "../../local/store/model";
import type { Store } from "../../local/store/store";
import { albStore } from "./albWorld";
import {
  APP_CODE,
  authorizeApp,
  balancer,
  definition,
  EGRESS,
  existing,
  instance,
  listener,
  publish,
  REGION,
  rule,
  securityGroup,
  server,
} from "./world";

type Row = Record<string, unknown>;
type Lists = Record<string, Row[]>;
type Changes = Record<string, { rows: Row[]; removed: string[] }>;
type Answer = { tag: string; since?: string; changes?: Changes };
type Full = Answer & Lists;

const START = "2026-01-01T00:00:00.000Z";

const common = (id: string) => ({ id, regionId: REGION, createdTime: START, tags: [] });

const vpc = (id: string, availableTime: string) => ({
  ...common(id),
  name: "",
  description: "",
  cidrBlock: "10.0.0.0/16",
  isDefault: false,
  resourceGroupId: "",
  routerId: "",
  routeTableId: "",
  userCidrs: [],
  secondaryCidrBlocks: [],
  dnsHostnameStatus: "DISABLED" as const,
  availableTime,
});

/** A cloud with a CLB and an ALB, whose overview is read at a time. */
class World {
  readonly store = albStore();
  /** Seconds since the start. */
  seconds = 0;
  health: HealthStatus = "normal";
  private readonly overview = this.newOverview();

  /** Undefined if nothing has changed. */
  async read(since?: string, overview = this.overview): Promise<Answer | undefined> {
    const now = new Date(Date.parse(START) + 1000 * this.seconds);
    const { content } = await overview(now, since);
    return content === undefined ? undefined : JSON.parse(content);
  }

  async readAll(): Promise<Full> {
    return existing(await this.read()) as Full;
  }

  /** As a process reads it that has just started. */
  async readAnew(): Promise<Full> {
    return existing(await this.read(undefined, this.newOverview())) as Full;
  }

  /** What a change of the store changes. */
  async changes(change: (store: Store) => void): Promise<Changes> {
    const { tag } = await this.readAll();
    change(this.store.tracked());
    const answer = existing(await this.read(tag));
    assert.equal(answer.since, tag);
    assert.notEqual(answer.tag, tag);
    return existing(answer.changes);
  }

  private newOverview() {
    const healthOf = async () => [
      { listener: listener(), servers: [{ server: server(), status: this.health }] },
    ];
    return createOverview(this.store, healthOf, START);
  }
}

const rename = (store: Store, apiId: string, name: string): void => {
  existing(store.apis.get(apiId)).definition.name = name;
};

describe("the overview", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it("contains all rows at first, and the tag of the state", async () => {
    const { tag, since, changes, ...lists } = await world.readAll();
    assert.match(tag, /^[\w-]+$/);
    assert.deepEqual([since, changes], [undefined, undefined]);
    assert.deepEqual(
      lists.apis?.map(({ id }) => id),
      ["api-1"],
    );
    assert.deepEqual(lists.vpcs, []);
  });

  it("is not repeated to a caller that has it", async () => {
    const { tag } = await world.readAll();
    assert.equal(await world.read(tag), undefined);
  });

  it("answers one changed record with one row", async () => {
    publish(world.store, "api-2", definition({ authType: "ANONYMOUS" }));
    const { apis, ...others } = await world.changes((store) => rename(store, "api-2", "renamed"));
    assert.deepEqual(
      apis?.rows.map(({ id, name }) => [id, name]),
      [["api-2", "renamed"]],
    );
    assert.deepEqual([apis?.removed, others], [[], {}]);
  });

  it("answers a new record with its row and its links", async () => {
    const changes = await world.changes((store) => publish(store, "api-2", definition()));
    assert.deepEqual(Object.keys(changes).sort(), ["apis", "links"]);
    assert.deepEqual(
      changes.links?.rows.map(({ from, to }) => [from, to]),
      [["api-2", "access-1"]],
    );
  });

  it("answers a deletion with the keys of the row and of its links", async () => {
    const { links } = await world.readAll();
    const changes = await world.changes((store) => {
      store.authorizations.delete("api-1:RELEASE:1100");
      store.apis.delete("api-1");
    });
    assert.deepEqual(changes.apis, { rows: [], removed: ["api-1"] });
    assert.deepEqual(changes.authorizations, { rows: [], removed: ["api-1:RELEASE:1100"] });
    const ofApi = existing(links).filter((it) => [it.from, it.to].includes("api-1"));
    for (const link of ofApi) assert.ok(changes.links?.removed.includes(JSON.stringify(link)));
  });

  it("answers nothing for a change that no row shows", async () => {
    const { tag } = await world.readAll();
    existing(world.store.tracked().apis.get("api-1")).modifiedTime = START;
    assert.equal(await world.read(tag), undefined);
  });

  it("answers the path of a group with the rows of its APIs", async () => {
    publish(world.store, "api-2", definition());
    world.store.apis.put({ ...existing(world.store.apis.get("api-2")), groupId: "group2" });
    const { apis } = await world.changes((store) => {
      existing(store.apiGroups.get("group1")).basePath = "/shop";
    });
    assert.deepEqual(
      apis?.rows.map(({ id, path }) => [id, path]),
      [["api-1", "/shop/nginx"]],
    );
  });

  it("answers a revoked authorization with the link that is gone", async () => {
    const { links } = await world.changes((store) => store.authorizations.delete("api-1:RELEASE:1100"));
    const text = "authorized in Release";
    assert.deepEqual(links, {
      rows: [],
      removed: [JSON.stringify({ from: "1100", to: "api-1", state: "ok", text })],
    });
  });

  it("answers a deleted VPC access authorization with the changed links of its APIs", async () => {
    const { links } = await world.changes((store) => store.vpcAccesses.delete("access-1"));
    const broken = { from: "api-1", to: "", state: "bad", text: "no VPC access named nginx-access" };
    assert.ok(links?.rows.some((link) => JSON.stringify(link) === JSON.stringify(broken)));
  });

  it("answers a security group that lets nobody in with the changed links", async () => {
    const { securityGroups, links } = await world.changes((store) => {
      existing(store.securityGroups.get("sg-1")).rules = [];
    });
    assert.equal(securityGroups?.rows.length, 1);
    assert.ok(links?.rows.every(({ from, to, state }) => from === "sg-1" && to === "i-1" && state === "bad"));
  });

  it("answers a network that becomes available as time passes", async () => {
    world.store.vpcs.put(vpc("vpc-1", "2026-01-01T00:00:05.000Z"));
    const { tag } = await world.readAll();
    world.seconds = 4;
    assert.equal(await world.read(tag), undefined);
    world.seconds = 5;
    const { vpcs, ...others } = existing(existing(await world.read(tag)).changes);
    assert.deepEqual(
      vpcs?.rows.map(({ id, status }) => [id, status]),
      [["vpc-1", "Available"]],
    );
    assert.deepEqual(others, {});
  });

  it("answers a failed health check with the changed link", async () => {
    const { tag } = await world.readAll();
    world.health = "abnormal";
    const { links, ...others } = existing(existing(await world.read(tag)).changes);
    assert.equal(links?.rows.length, 1);
    assert.match(String(links?.rows[0]?.text), /health check: abnormal$/);
    assert.deepEqual(others, {});
  });

  it("redacts a text that becomes an AppCode", async () => {
    rename(world.store.tracked(), "api-1", "secret-of-the-app");
    const { apis } = await world.changes((store) => {
      existing(store.apps.get("1100")).appCodes.push("secret-of-the-app");
    });
    assert.deepEqual(
      apis?.rows.map(({ name }) => name),
      ["***"],
    );
  });

  it("gives each of two callers what it does not have", async () => {
    const { tag: first } = await world.readAll();
    rename(world.store.tracked(), "api-1", "one");
    const { tag: second } = existing(await world.read(first));
    existing(world.store.tracked().apps.get("1100")).name = "two";
    const listsOf = async (tag: string) => Object.keys(existing((await world.read(tag))?.changes)).sort();
    assert.deepEqual(await listsOf(first), ["apis", "apps"]);
    assert.deepEqual(await listsOf(second), ["apps"]);
  });

  describe("is sent as a whole to a caller with", () => {
    const assertWhole = async (since: string): Promise<void> => {
      const answer = await world.read(since);
      assert.deepEqual(answer, await world.readAll());
      assert.deepEqual({ ...answer, tag: "" }, { ...(await world.readAnew()), tag: "" });
    };

    it("a tag of another process", async () => {
      const { tag } = await world.readAll();
      const later = createOverview(world.store, undefined, "2026-01-01T00:00:01.000Z");
      const { content } = await later(new Date(START), tag);
      assert.equal(JSON.parse(existing(content)).changes, undefined);
    });

    it("a tag of a later state", async () => {
      const { tag } = await world.readAll();
      await assertWhole(`${tag}0`);
    });

    for (const tag of ["", "other", "0-1"]) it(`the tag "${tag}"`, () => assertWhole(tag));

    it("a tag from before thousands of changes", async () => {
      const { tag } = await world.readAll();
      const app = existing(world.store.apps.get("1100"));
      for (let i = 0; i < 5_000; i++) world.store.apps.put({ ...app, id: `app-${i}` });
      await assertWhole(tag);
    });
  });

  describe("with the changes that the page merges", () => {
    let merge: (overview: Full, answer: Answer) => Full;
    before(async () => {
      const file = join(__dirname, "../../local/console/page/overview.mjs");
      ({ merge } = await import(pathToFileURL(file).href));
    });

    /** The lists without a defined order are sorted. */
    function comparable({ tag: _, ...overview }: Full): object {
      const text = (row: Row): string => JSON.stringify(row);
      for (const list of ["links", "gatewayInstances"])
        overview[list] = [...existing(overview[list])].sort((a, b) => text(a).localeCompare(text(b)));
      return overview;
    }

    it("keeps the lists that have not changed", async () => {
      const overview = await world.readAll();
      rename(world.store.tracked(), "api-1", "renamed");
      const merged = merge(overview, existing(await world.read(overview.tag)));
      assert.equal(merged.apps, overview.apps);
      assert.equal(merged.apis?.[0]?.name, "renamed");
    });

    it("appends a record that was deleted and created again", async () => {
      for (const id of ["api-2", "api-3"]) publish(world.store, id, definition());
      const overview = await world.readAll();
      rename(world.store.tracked(), "api-2", "renamed");
      const again = existing(world.store.apis.get("api-2"));
      world.store.apis.delete("api-2");
      publish(world.store, "api-4", definition());
      world.store.apis.put(again);
      const merged = merge(overview, existing(await world.read(overview.tag)));
      assert.deepEqual(
        merged.apis?.map(({ id }) => id),
        ["api-1", "api-3", "api-4", "api-2"],
      );
    });

    const API_IDS = ["api-1", "api-2", "api-3"];
    const apiId = fc.constantFrom(...API_IDS);
    const groupId = fc.constantFrom("group1", "group2");
    const apiDefinition: fc.Arbitrary<ApiDefinition> = fc
      .record({
        name: fc.constantFrom("one", "two", APP_CODE, "second-secret"),
        authType: fc.constantFrom("APP", "ANONYMOUS"),
        vpcAccessName: fc.constantFrom("nginx-access", "other"),
      })
      .map(({ name, authType, vpcAccessName }) =>
        definition({ name, authType, service: { ...definition().service, vpcAccessName } }),
      );

    type Change = (world: World) => void;
    const inStore = <T>(values: fc.Arbitrary<T>, change: (store: Store, value: T) => void) =>
      values.map(
        (value): Change =>
          (to) =>
            change(to.store.tracked(), value),
      );
    /** Changes a record in place, if it exists. */
    const edit = <T>(record: T | undefined, change: (record: T) => void) => record && change(record);

    const change: fc.Arbitrary<Change> = fc.oneof(
      inStore(fc.record({ id: apiId, definition: apiDefinition }), (store, it) =>
        publish(store, it.id, it.definition),
      ),
      inStore(fc.record({ id: apiId, groupId, definition: apiDefinition }), (store, it) =>
        store.apis.put({ ...common(it.id), ...it, modifiedTime: "", deployments: [] }),
      ),
      inStore(fc.record({ id: apiId, definition: apiDefinition }), (store, it) =>
        edit(store.apis.get(it.id), (api) => {
          api.definition = it.definition;
        }),
      ),
      inStore(apiId, (store, id) => store.apis.delete(id)),
      inStore(fc.record({ id: apiId, stage: fc.constantFrom("RELEASE", "TEST") }), (store, it) =>
        authorizeApp(store, it.id, it.stage),
      ),
      inStore(fc.record({ id: apiId, stage: fc.constantFrom("RELEASE", "TEST") }), (store, it) =>
        store.authorizations.delete(`${it.id}:${it.stage}:1100`),
      ),
      inStore(fc.subarray([APP_CODE, "second-secret"]), (store, appCodes) =>
        store.apps.put({
          ...common("1100"),
          ...{ name: "app", description: "", keys: [], appCodes, modifiedTime: "" },
        }),
      ),
      inStore(fc.constantFrom("nginx-access", "other"), (store, name) =>
        store.vpcAccesses.put({
          ...common(name),
          ...{ name, description: "", vpcId: "vpc-1", instanceId: "i-1", port: 80, targetHostName: "" },
        }),
      ),
      inStore(fc.constantFrom("access-1", "nginx-access", "other"), (store, id) =>
        store.vpcAccesses.delete(id),
      ),
      inStore(
        fc.record({ id: groupId, basePath: fc.constantFrom("/", "/shop"), instanceId: fc.string() }),
        (store, it) =>
          edit(store.apiGroups.get("group1"), (group) => store.apiGroups.put({ ...group, ...it })),
      ),
      inStore(fc.constantFrom("api-shared-vpc-001", "unknown"), (store, instanceId) =>
        edit(store.apiGroups.get("group1"), (group) => {
          group.instanceId = instanceId;
        }),
      ),
      inStore(fc.constantFrom("VPC_SHARED", "VPC_DEDICATED"), (store, type) =>
        edit(store.gatewayInstances.get(`${REGION}/api-shared-vpc-001`), (it) =>
          store.gatewayInstances.put({ ...it, id: "unknown", type }),
        ),
      ),
      inStore(fc.constant("unknown"), (store, id) => store.gatewayInstances.delete(id)),
      inStore(fc.constantFrom(EGRESS, "10.0.0.0/8"), (store, cidr) =>
        store.securityGroups.put(securityGroup({ rules: [rule({ cidr })] })),
      ),
      inStore(fc.constantFrom("Running", "Stopped"), (store, status) =>
        store.instances.put(instance({ status })),
      ),
      inStore(fc.constantFrom("running", "stopped"), (store, status) =>
        store.loadBalancers.put(balancer({ listeners: [listener({ status })] })),
      ),
      inStore(fc.constantFrom("lb-1"), (store, id) => store.loadBalancers.delete(id)),
      inStore(fc.integer({ min: 0, max: 100 }), (store, weight) =>
        edit(store.vServerGroups.get("rsp-1"), (group) => {
          group.servers = [server({ weight })];
        }),
      ),
      inStore(fc.constantFrom("Running", "Stopped"), (store, status) =>
        edit(store.albListeners.get("lsn-1"), (it) => {
          it.status = status;
        }),
      ),
      inStore(fc.constantFrom(1, 2, 3), (store, seconds) =>
        store.vpcs.put(vpc(`vpc-${seconds}`, `2026-01-01T00:00:0${seconds}.000Z`)),
      ),
      inStore(fc.constantFrom("vpc-1", "vpc-2"), (store, id) => store.vpcs.delete(id)),
      fc.constant<Change>((to) => {
        to.seconds++;
      }),
      fc.constantFrom<HealthStatus>("normal", "abnormal").map(
        (health): Change =>
          (to) => {
            to.health = health;
          },
      ),
    );

    it("equals what a caller without tag gets, after any changes", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 8 }), async (rounds) => {
          const own = new World();
          const start = await own.readAll();
          const callers = [
            { overview: start, period: 1 },
            { overview: start, period: 3 },
          ];
          for (const [round, changes] of rounds.entries()) {
            for (const one of changes) one(own);
            for (const caller of callers.filter(({ period }) => round % period === 0)) {
              const answer = await own.read(caller.overview.tag);
              if (answer) caller.overview = merge(caller.overview, answer);
              assert.deepEqual(comparable(caller.overview), comparable(await own.readAnew()));
            }
          }
        }),
        { numRuns: 300 },
      );
    });
  });
});
