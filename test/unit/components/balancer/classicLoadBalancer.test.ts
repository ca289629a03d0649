import assert from "node:assert/strict";
import { ecs, Provider } from "@pulumi/alicloud";
import { ClassicLoadBalancer, type ClassicLoadBalancerArgs } from "../../../../components";
import { deployToMocks, findResource, isKnown, readOutput } from "../../../../testing/mocks";
import { deployFamily, tree } from "../../../support/family";

/** Arguments for instances that exist. */
const args = (count = 2): ClassicLoadBalancerArgs => ({
  vswitchId: "vsw-1",
  instances: Array.from({ length: count }, (_, index) => ecs.Instance.get(`i-${index}`, `i-${index}`)),
  servicePort: 8080,
});

describe("ClassicLoadBalancer", () => {
  it("creates an intranet CLB with a listener, a server group and attachments", async () => {
    const { relatives } = await deployFamily((watch) => new ClassicLoadBalancer("front", args(), watch));
    const parent = "alicloud-vpc-api:index:ClassicLoadBalancer";
    const attachment = "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment";
    assert.deepEqual(
      tree(relatives),
      [
        `${parent}$alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer::front-clb`,
        `${parent}$alicloud:slb/listener:Listener::front-listener`,
        `${parent}$alicloud:slb/serverGroup:ServerGroup::front-servers`,
        `${parent}$${attachment}::front-server-0`,
        `${parent}$${attachment}::front-server-1`,
        `${parent}::front`,
      ].sort(),
    );
  });

  it("listens by default on the port of the service with TCP and an HTTP health check", async () => {
    const { resources, result } = await deployToMocks(() => new ClassicLoadBalancer("front", args()));
    const { inputs } = findResource(resources, "alicloud:slb/listener:Listener");
    assert.equal(inputs.protocol, "tcp");
    assert.equal(inputs.frontendPort, 8080);
    assert.equal(inputs.healthCheckType, "http");
    assert.equal(inputs.healthCheckUri, "/");
    assert.equal(result.port, 8080);
    assert.equal(await readOutput(result.loadBalancerId), "front-clb-id");
    assert.equal(await readOutput(result.address), "172.16.0.9");

    const other = await deployToMocks(
      () => new ClassicLoadBalancer("front", { ...args(1), port: 80, healthCheckPath: "/healthz?deep=1" }),
    );
    const listener = findResource(other.resources, "alicloud:slb/listener:Listener").inputs;
    assert.deepEqual([listener.frontendPort, listener.healthCheckUri], [80, "/healthz?deep=1"]);
    const type = "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment";
    assert.equal(findResource(other.resources, type).inputs.port, 8080);
  });

  it("is known in a preview that adds an instance, so that the preview shows nothing else as changed", async () => {
    const planned = ["alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment"];
    const { result } = await deployToMocks(() => new ClassicLoadBalancer("front", args()), { planned });
    assert.equal(await isKnown(result.loadBalancerId), true);
    const { result: unknown } = await deployToMocks(() => new ClassicLoadBalancer("front", args()), {
      planned: ["alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer"],
    });
    assert.equal(await isKnown(unknown.loadBalancerId), false);
  });

  it("attaches a new instance before it detaches the old one", async () => {
    const { relatives } = await deployFamily((watch) => new ClassicLoadBalancer("front", args(1), watch));
    const attachment = relatives.find(({ name }) => name === "front-server-0");
    assert.ok(attachment && attachment.options.deleteBeforeReplace !== true);
  });

  it("passes its provider on", async () => {
    let provider: Provider | undefined;
    const { relatives } = await deployFamily((watch) => {
      provider = new Provider("elsewhere", { region: "cn-shanghai" });
      return new ClassicLoadBalancer("front", args(), { ...watch, provider });
    });
    const children = relatives.filter(({ type }) => type.startsWith("alicloud:"));
    assert.equal(children.length, 5);
    for (const child of children) assert.ok(provider && child.hasProvider(provider), child.name);
  });

  it("reports every problem before it registers anything", async () => {
    const { resources } = await deployToMocks(() => {
      const wrong = {
        vswitchId: "vsw-1",
        instances: [],
        servicePort: 0,
        port: 65_536,
        healthCheckPath: "/ä",
      };
      assert.throws(
        () => new ClassicLoadBalancer("", wrong),
        /4 problems[\s\S]*servicePort: [\s\S]*port: [\s\S]*name: [\s\S]*healthCheckPath: /,
      );
    });
    assert.deepEqual(resources, []);
  });

  for (const healthCheckPath of ["", "health", `/${"a".repeat(80)}`, "/a b"]) {
    it(`has no health check at "${healthCheckPath.slice(0, 12)}"`, async () => {
      await deployToMocks(() =>
        assert.throws(
          () => new ClassicLoadBalancer("front", { ...args(0), healthCheckPath }),
          /healthCheckPath/,
        ),
      );
    });
  }
});
