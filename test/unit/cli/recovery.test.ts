import assert from "node:assert/strict";
import { type HeldObject, type InterruptedRun, isRecoverable, recoverCreates } from "../../../cli/recovery";
import { childTypes } from "../components/childTypes";

const creating = (type: string, name: string, inputs: Record<string, unknown>) => ({
  type: "creating",
  resource: { urn: `urn:pulumi:local::p::${type}::${name}`, type, inputs },
});
const held = (
  kind: string,
  id: string,
  name: string,
  belongsTo: Record<string, string> = {},
): HeldObject => ({
  kind,
  id,
  regionId: "cn-hangzhou",
  name,
  createdTime: "2026-11-23T00:00:00Z",
  belongsTo,
});
const createRun = (
  ids: readonly string[],
  startedAt: string | undefined = "2026-11-23T00:00:00.900Z",
): InterruptedRun => ({
  ids,
  startedAt,
  regions: new Map([["urn:provider::1", "cn-hangzhou"]]),
});
const recoverIds = (
  pending: Parameters<typeof recoverCreates>[0],
  objects: readonly HeldObject[],
  ids: readonly string[],
) => recoverCreates(pending, objects, createRun(ids)).map(({ id }) => id);

const network = "alicloud:vpc/network:Network";
const instance = "alicloud:ecs/instance:Instance";
const api = "alicloud:apigateway/api:Api";

describe("the recovery of interrupted creations", () => {
  it("finds objects by name that the state does not contain", () => {
    const objects = [
      held("vpc", "vpc-1", "shop"),
      held("vpc", "vpc-2", "other"),
      held("vpc", "vpc-3", "shop"),
    ];
    assert.deepEqual(recoverIds([creating(network, "shop-vpc", { vpcName: "shop" })], objects, ["vpc-3"]), [
      "vpc-1",
    ]);
  });

  it("finds nothing if the state contains all objects, or the name differs", () => {
    const pending = [creating(network, "shop-vpc", { vpcName: "shop" })];
    assert.deepEqual(recoverIds(pending, [held("vpc", "vpc-1", "shop")], ["vpc-1"]), [undefined]);
    assert.deepEqual(recoverIds(pending, [held("vpc", "vpc-1", "other")], []), [undefined]);
  });

  it("distinguishes objects of one name by their parents, and uses each once", () => {
    const pending = [
      creating(instance, "a", { instanceName: "shop", vswitchId: "vsw-1" }),
      creating(instance, "b", { instanceName: "shop", vswitchId: "vsw-2" }),
      creating(instance, "c", { instanceName: "shop", vswitchId: "vsw-2" }),
    ];
    const objects = [
      held("instance", "i-2", "shop", { vswitchId: "vsw-2" }),
      held("instance", "i-1", "shop", { vswitchId: "vsw-1" }),
    ];
    assert.deepEqual(recoverIds(pending, objects, []), ["i-1", "i-2", undefined]);
  });

  it("identifies an API also by its group", () => {
    const objects = [
      held("api", "a1", "get-item", { groupId: "g1" }),
      held("api", "a2", "get-item", { groupId: "g2" }),
    ];
    const pending = [creating(api, "get-item", { name: "get-item", groupId: "g1" })];
    assert.deepEqual(recoverIds(pending, objects, ["g1", "g2"]), ["g1:a1"]);
    assert.deepEqual(recoverIds(pending, objects, ["g1:a1"]), [undefined]);
  });

  it("derives IDs from inputs", () => {
    const listener = creating("alicloud:slb/listener:Listener", "l", {
      loadBalancerId: "lb-1",
      protocol: "tcp",
      frontendPort: 80,
    });
    assert.deepEqual(recoverIds([listener], [], []), ["lb-1:tcp:80"]);
  });

  it("repeats the creation of a dynamic resource, and ignores other operations", () => {
    const publication = creating(childTypes.publication, "p", {});
    const deleting = { ...creating(network, "shop-vpc", { vpcName: "shop" }), type: "deleting" };
    assert.deepEqual(recoverCreates([publication, deleting], [], createRun([])), [
      { urn: publication.resource.urn },
    ]);
  });

  it("identifies a record by host and zone, and a gateway instance without its region", () => {
    const record = creating("alicloud:dns/alidnsRecord:AlidnsRecord", "r", {
      domainName: "example.com",
      rr: "api",
    });
    const instance = creating("alicloud:apigateway/instance:Instance", "g", { instanceName: "shop" });
    const objects = [
      held("dnsRecord", "7001", "api.example.com"),
      held("dnsRecord", "7002", "www.example.com"),
      held("gatewayInstance", "cn-hangzhou/api-shared-vpc-001", "shared"),
      held("gatewayInstance", "cn-hangzhou/apigateway-1", "shop"),
    ];
    assert.deepEqual(recoverIds([record, instance], objects, []), ["7001", "apigateway-1"]);
    assert.deepEqual(recoverIds([record, instance], objects, ["7001", "apigateway-1"]), [
      undefined,
      undefined,
    ]);
  });

  for (const [type, inputs, id] of [
    [
      childTypes.pluginAttachment,
      { groupId: "g", apiId: "a", pluginId: "p", stageName: "TEST" },
      "g:a:p:TEST",
    ],
    [childTypes.groupPluginAttachment, { groupId: "g", pluginId: "p", stageName: "TEST" }, "g:p:TEST"],
    [childTypes.logStoreIndex, { project: "p", logstore: "s" }, "p:s"],
    [childTypes.instanceAclAttachment, { instanceId: "i", aclId: "l", aclType: "white" }, "i:l:white"],
  ] as const) {
    it(`derives the ID ${id} of ${type}`, () =>
      assert.deepEqual(recoverIds([creating(type, "x", inputs)], [], []), [id]));
  }

  describe("adopts only what is certain to be of the run", () => {
    const pending = [creating(network, "shop-vpc", { vpcName: "shop" })];
    const vpc = (id: string, changes: Partial<HeldObject> = {}) => ({
      ...held("vpc", id, "shop"),
      ...changes,
    });
    const decide = (objects: readonly HeldObject[], startedAt?: string) =>
      recoverCreates(pending, objects, createRun([], startedAt)).map(({ id, doubtful }) => id ?? doubtful);

    it("an object of the second in which the run began", () =>
      assert.deepEqual(decide([vpc("vpc-1")]), ["vpc-1"]));

    it("not an object that is older than the run", () =>
      assert.deepEqual(decide([vpc("vpc-1", { createdTime: "2026-11-22T23:59:59Z" })]), [["vpc-1"]]));

    it("the new object beside an older one", () =>
      assert.deepEqual(decide([vpc("vpc-1", { createdTime: "2026-11-22T23:59:59Z" }), vpc("vpc-2")]), [
        "vpc-2",
      ]));

    it("none of two new objects, because one is of somebody else", () =>
      assert.deepEqual(decide([vpc("vpc-1"), vpc("vpc-2")]), [["vpc-1", "vpc-2"]]));

    it("two new objects for two equal creations", () => {
      const twice = [...pending, creating(network, "other-vpc", { vpcName: "shop" })];
      assert.deepEqual(recoverIds(twice, [vpc("vpc-1"), vpc("vpc-2")], []), ["vpc-1", "vpc-2"]);
    });

    it("not an object of another region", () => {
      const [creation] = pending;
      assert.ok(creation);
      const regional = [{ ...creation, resource: { ...creation.resource, provider: "urn:provider::1" } }];
      assert.deepEqual(recoverIds(regional, [vpc("vpc-1", { regionId: "cn-shanghai" })], []), [undefined]);
      assert.deepEqual(recoverIds(regional, [vpc("vpc-1")], []), ["vpc-1"]);
    });

    it("nothing if the time of the run is unknown", () => {
      const run = { ...createRun([]), startedAt: undefined };
      assert.deepEqual(recoverCreates(pending, [vpc("vpc-1")], run)[0]?.doubtful, ["vpc-1"]);
    });

    it("not a log project of the same name that is older, because names are unique across accounts", () => {
      const project = creating("alicloud:log/project:Project", "p", { projectName: "logs" });
      const older = { ...held("logProject", "logs", "logs"), createdTime: "2026-01-01T00:00:00Z" };
      assert.deepEqual(recoverCreates([project], [older], createRun([]))[0]?.doubtful, ["logs"]);
      assert.deepEqual(recoverIds([project], [held("logProject", "logs", "logs")], []), ["logs"]);
      assert.deepEqual(recoverIds([project], [], []), [undefined]);
    });

    it("a Logstore by its project and name", () => {
      const store = creating(childTypes.logStore, "s", { projectName: "p", logstoreName: "s" });
      assert.deepEqual(recoverIds([store], [held("logStore", "p:s", "s")], []), ["p:s"]);
    });
  });

  for (const type of Object.values(childTypes)) {
    it(`can adopt or repeat ${type}`, () => assert.ok(isRecoverable(type)));
  }

  it("reports an unsupported type", () => {
    const bucket = creating("alicloud:oss/bucket:Bucket", "b", { bucket: "b" });
    assert.deepEqual(recoverCreates([bucket], [], createRun([])), [
      { urn: bucket.resource.urn, untold: true },
    ]);
  });
});
