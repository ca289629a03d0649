import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addBalancer, addInstance, type TestNetwork } from "../support/localNetwork";

describe("Traffic mirrors", () => {
  let cloud: TestCloud;
  let network: TestNetwork & { instanceId: string };
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addInstance(cloud);
  });
  afterEach(() => cloud.close());

  const vpc = (action: string, query: Record<string, string> = {}) => cloud.call(versions.vpc, action, query);
  const rule = (list: string, values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${list}.1.${key}`, value]));
  const blocks = { SourceCidrBlock: "10.0.0.0/24", DestinationCidrBlock: "10.1.0.0/24" };
  const web = { ...blocks, Priority: "1", Protocol: "TCP", Action: "accept", DestinationPortRange: "80/80" };
  const createFilter = async (query: Record<string, string> = {}) =>
    textAt(await vpc("CreateTrafficMirrorFilter", query), "TrafficMirrorFilterId");
  const findFilter = async (filterId: string) =>
    at(
      await vpc("ListTrafficMirrorFilters", { "TrafficMirrorFilterIds.1": filterId }),
      "TrafficMirrorFilters.0",
    );
  const addInterface = async () =>
    textAt(
      await cloud.call(versions.ecs, "CreateNetworkInterface", {
        VSwitchId: network.vswitchId,
        SecurityGroupId: network.securityGroupId,
      }),
      "NetworkInterfaceId",
    );
  const addSession = async (query: Record<string, string> = {}) => ({
    Priority: "1",
    TrafficMirrorFilterId: await createFilter(),
    TrafficMirrorTargetType: "SLB",
    TrafficMirrorTargetId: await addBalancer(cloud, network),
    "TrafficMirrorSourceIds.1": cloud.store.instances.get(network.instanceId)?.networkInterfaceId ?? "",
    ...query,
  });
  const findSession = async (query: Record<string, string> = {}) =>
    at(await vpc("ListTrafficMirrorSessions", query), "TrafficMirrorSessions.0") as Record<string, unknown>;

  it("filter by rules, which are added, changed and deleted", async () => {
    const TrafficMirrorFilterId = await createFilter(rule("IngressRules", web));
    const added = await vpc("CreateTrafficMirrorFilterRules", {
      TrafficMirrorFilterId,
      ...rule("EgressRules", { ...web, Action: "drop" }),
    });
    const TrafficMirrorFilterRuleId = textAt(added, "EgressRules.0.InstanceId");
    await vpc("UpdateTrafficMirrorFilterRuleAttribute", {
      TrafficMirrorFilterRuleId,
      ...{ Priority: "2", RuleAction: "accept", Protocol: "UDP" },
    });
    const seen = await findFilter(TrafficMirrorFilterId);
    assert.equal(at(seen, "IngressRules.0.DestinationPortRange"), "80/80");
    const { Priority, Action, Protocol, TrafficDirection } = at(seen, "EgressRules.0") as typeof web & {
      TrafficDirection: string;
    };
    assert.deepEqual([Priority, Action, Protocol, TrafficDirection], [2, "accept", "UDP", "egress"]);
    await vpc("DeleteTrafficMirrorFilterRules", {
      TrafficMirrorFilterId,
      "TrafficMirrorFilterRuleIds.1": TrafficMirrorFilterRuleId,
    });
    assert.deepEqual(at(await findFilter(TrafficMirrorFilterId), "EgressRules"), []);
  });

  it("filter all ports of a protocol without ports", async () => {
    const filterId = await createFilter(rule("IngressRules", web));
    const ruleId = textAt(await findFilter(filterId), "IngressRules.0.TrafficMirrorFilterRuleId");
    const change = { TrafficMirrorFilterRuleId: ruleId, Protocol: "ICMP" };
    await vpc("UpdateTrafficMirrorFilterRuleAttribute", change);
    assert.equal(at(await findFilter(filterId), "IngressRules.0.DestinationPortRange"), "-1/-1");
  });

  it("refuse a second rule with a priority, in the same direction", async () => {
    const TrafficMirrorFilterId = await createFilter(rule("IngressRules", web));
    const add = (list: string) =>
      vpc("CreateTrafficMirrorFilterRules", { TrafficMirrorFilterId, ...rule(list, web) });
    assert.equal(await readCode(add("IngressRules")), "Duplicated.RulePriority");
    await add("EgressRules");
  });

  it("rename their filters", async () => {
    const TrafficMirrorFilterId = await createFilter({ TrafficMirrorFilterName: "a" });
    const name = { TrafficMirrorFilterName: "b", TrafficMirrorFilterDescription: "c" };
    await vpc("UpdateTrafficMirrorFilterAttribute", { TrafficMirrorFilterId, ...name });
    assert.equal(at(await findFilter(TrafficMirrorFilterId), "TrafficMirrorFilterName"), "b");
  });

  it("have sessions from interfaces to an interface or a CLB", async () => {
    const made = await vpc("CreateTrafficMirrorSession", await addSession());
    const TrafficMirrorSessionId = textAt(made, "TrafficMirrorSessionId");
    const target = await addInterface();
    await vpc("UpdateTrafficMirrorSessionAttribute", {
      TrafficMirrorSessionId,
      ...{ TrafficMirrorTargetType: "NetworkInterface", TrafficMirrorTargetId: target, Enabled: "true" },
    });
    const source = await addInterface();
    const sources = { TrafficMirrorSessionId, "TrafficMirrorSourceIds.1": source };
    await vpc("AddSourcesToTrafficMirrorSession", sources);
    const seen = await findSession({ TrafficMirrorSourceId: source });
    assert.deepEqual(
      [seen.TrafficMirrorTargetId, seen.Enabled, seen.PacketLength, seen.VirtualNetworkId],
      [target, true, 1500, 1],
    );
    await vpc("RemoveSourcesFromTrafficMirrorSession", sources);
    assert.equal(await findSession({ TrafficMirrorSourceId: source }), undefined);
    await vpc("DeleteTrafficMirrorSession", { TrafficMirrorSessionId });
    assert.equal(await findSession(), undefined);
  });

  for (const [change, code] of [
    [{ TrafficMirrorFilterId: "tmf-1" }, "ResourceNotFound.TrafficMirrorFilter"],
    [{ TrafficMirrorTargetId: "lb-1" }, "ResourceNotFound.LoadBalancer"],
    [{ "TrafficMirrorSourceIds.1": "eni-1" }, "ResourceNotFound.NetworkInterface"],
  ] as const) {
    it(`refuse a session with ${JSON.stringify(change)}`, async () => {
      assert.equal(await readCode(vpc("CreateTrafficMirrorSession", await addSession(change))), code);
    });
  }

  it("have one session for each priority, and keep its filter", async () => {
    const session = await addSession();
    await vpc("CreateTrafficMirrorSession", session);
    assert.equal(await readCode(vpc("CreateTrafficMirrorSession", session)), "Duplicated.SessionPriority");
    const { TrafficMirrorFilterId } = session;
    const attempt = vpc("DeleteTrafficMirrorFilter", { TrafficMirrorFilterId });
    assert.equal(await readCode(attempt), "DependencyViolation.TrafficMirrorSession");
  });

  it("move between resource groups and have tags", async () => {
    const ResourceId = await createFilter();
    const group = { NewResourceGroupId: "rg-acfm00000second", ResourceType: "TRAFFICMIRRORFILTER" };
    await vpc("MoveResourceGroup", { ResourceId, ...group });
    const tag = { "Tag.1.Key": "for", "Tag.1.Value": "test" };
    await vpc("TagResources", { ResourceType: "TRAFFICMIRRORFILTER", "ResourceId.1": ResourceId, ...tag });
    const seen = await findFilter(ResourceId);
    assert.equal(at(seen, "ResourceGroupId"), "rg-acfm00000second");
    assert.deepEqual(at(seen, "Tags"), [{ Key: "for", Value: "test" }]);
  });

  it("need no order", async () => {
    await vpc("OpenTrafficMirrorService");
    assert.equal((await vpc("GetTrafficMirrorServiceStatus")).Enabled, true);
  });
});
