import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import { ArgumentError, GatewayAccess, VpcApi, type VpcApiArgs } from "../../../../../components";
import { deployToMocks, type Registered, readOutput } from "../../../../../testing/mocks";

const one: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h"] },
  group: { groupName: "group-one" },
  routes: { "get-a": "GET /a" },
  apps: { one_web: {} },
};
const two: VpcApiArgs = {
  group: { groupName: "group-two" },
  routes: { "get-b": "GET /b" },
  apps: { two_web: {} },
};
const types = {
  access: "alicloud:apigateway/vpcAccess:VpcAccess",
  rule: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  api: "alicloud:apigateway/api:Api",
  readiness: "pulumi-nodejs:dynamic/alicloud-vpc-api:Readiness",
};
const ofTwo = (resources: Registered[], type: keyof typeof types) =>
  resources.filter((resource) => resource.type === types[type] && resource.name.startsWith("two"));

const readAccessName = (api: Registered | undefined): unknown =>
  Object(api?.inputs.httpVpcServiceConfig).name;

/** The paths and words of what is wrong. */
async function problems(program: () => unknown): Promise<string[]> {
  try {
    await deployToMocks(program);
  } catch (error) {
    if (error instanceof ArgumentError) {
      return error.problems.map(({ path, problem, hint }) => `${path}: ${problem} ${hint}`);
    }
    throw error;
  }
  return [];
}

describe("an access that two VpcApis share", () => {
  it("is used by the second, which creates no back end", async () => {
    const { resources, result } = await deployToMocks(() => {
      const first = new VpcApi("one", one);
      return { first, second: new VpcApi("two", { ...two, access: first.access }) };
    });
    const [api] = ofTwo(resources, "api");
    assert.equal(readAccessName(api), "group-one-abc123-microservice");
    assert.deepEqual([...ofTwo(resources, "access"), ...ofTwo(resources, "rule")], []);
    const { second } = result;
    assert.equal(second.service, undefined);
    assert.equal(second.balancer, undefined);
    assert.throws(() => second.network, /network: a VpcApi with access has no network/);
    assert.equal(await readOutput(second.access.accessId), "0123456789abcdef0123456789abcde0");
  });

  it("is checked for readiness by both", async () => {
    const { resources } = await deployToMocks(() => {
      const { access } = new VpcApi("one", one);
      return new VpcApi("two", { ...two, access });
    });
    const [check] = ofTwo(resources, "readiness");
    assert.equal(check?.inputs.accessId, "0123456789abcdef0123456789abcde0");
    assert.equal(check?.inputs.target, "one-clb-id");
    assert.equal(check?.inputs.port, 80);
  });

  it("allows another gateway instance of the second, on the port of the service", async () => {
    const { resources } = await deployToMocks(() => {
      const { access } = new VpcApi("one", { ...one, service: { port: 8080 }, balancer: { port: 80 } });
      return new VpcApi("two", { ...two, access, gateway: { existing: "apigateway-hz-1" } });
    });
    const [rule, more] = ofTwo(resources, "rule");
    assert.equal(more, undefined);
    assert.equal(rule?.inputs.securityGroupId, "one-security-group-id");
    assert.equal(rule?.inputs.portRange, "8080/8080");
    assert.equal(rule?.inputs.prefixListId, "two-egress-list-id");
  });

  it("needs no second rule if both have the same dedicated instance", async () => {
    const { resources } = await deployToMocks(() => {
      const gateway = { zoneId: "cn-hangzhou-MAZ6(i,j,k)" } as const;
      const first = new VpcApi("one", { ...one, gateway });
      const existing = first.gateway?.instanceId as pulumi.Output<string>;
      return new VpcApi("two", { ...two, access: first.access, gateway: { existing } });
    });
    assert.deepEqual(ofTwo(resources, "rule"), []);
  });

  it("needs only its name if another program created it", async () => {
    const { resources } = await deployToMocks(
      () => new VpcApi("two", { ...two, access: { accessName: "made-elsewhere" } }),
    );
    const [api] = ofTwo(resources, "api");
    assert.equal(readAccessName(api), "made-elsewhere");
    assert.deepEqual(ofTwo(resources, "rule"), []);
    assert.equal(ofTwo(resources, "readiness")[0]?.inputs.accessId, "");
    const letIn = { accessName: "made-elsewhere", securityGroupId: "sg-1", servicePort: 8080 };
    const opened = await deployToMocks(() => new VpcApi("two", { ...two, access: letIn }));
    assert.equal(ofTwo(opened.resources, "rule")[0]?.inputs.portRange, "8080/8080");
  });

  const access = { accessName: "made-elsewhere" };
  for (const key of ["network", "service", "balancer", "host"] as const) {
    it(`conflicts with ${key}`, async () => {
      const value = key === "host" ? "shop.internal" : {};
      const [problem, more] = await problems(() => new VpcApi("two", { ...two, access, [key]: value }));
      assert.match(problem ?? "", new RegExp(`^${key}: is set together with access\\.`));
      assert.equal(more, undefined);
    });
  }

  it("is validated", async () => {
    const wrong = (given: unknown) => problems(() => new VpcApi("two", { ...two, access: given as never }));
    assert.match((await wrong({}))[0] ?? "", /^access\.accessName: is missing/);
    assert.match((await wrong({ ...access, port: 0 }))[0] ?? "", /^access\.port/);
    assert.match((await wrong({ ...access, securityGroupId: "sg-1" }))[0] ?? "", /^access\.servicePort/);
    const api = () => problems(() => new VpcApi("two", { ...two, access: new VpcApi("one", one) as never }));
    assert.match((await api())[0] ?? "", /^access: .*\.access/);
  });
});

describe("two components of a program", () => {
  const existing = (target: pulumi.Input<string>, port = 80): Partial<VpcApiArgs> => ({
    network: { existing: { vpcId: "vpc-1" } },
    service: { existing: { target, port } },
  });
  const both = (first: Partial<VpcApiArgs>, second: (api: VpcApi) => Partial<VpcApiArgs>) =>
    problems(() => {
      const api = new VpcApi("one", { ...one, ...first });
      return new VpcApi("two", { ...two, ...second(api) });
    });

  const targets: Record<string, (api: VpcApi) => pulumi.Input<string>> = {
    "the balancer of the other": ({ balancer }) => balancer?.loadBalancerId ?? "",
    "the id of its resource": ({ balancer }) => balancer?.loadBalancer.id ?? "",
  };
  for (const [what, target] of Object.entries(targets)) {
    it(`cannot both have an authorization for ${what}`, async () => {
      const [problem, more] = await both({}, (api) => existing(target(api)));
      assert.match(
        problem ?? "",
        /^service\.existing\.target: .* on port 80 is also the target of VpcApi one/,
      );
      assert.match(problem ?? "", /access: other\.access/);
      assert.equal(more, undefined);
    });
  }

  for (const target of ["lb-1", "i-1", "10.0.0.5"]) {
    it(`cannot both have an authorization for ${target}`, async () => {
      assert.equal((await both(existing(target), () => existing(target))).length, 1);
    });
  }

  it("may have authorizations for two ports of a target", async () => {
    assert.deepEqual(await both(existing("lb-1"), () => existing("lb-1", 81)), []);
  });

  it("may have authorizations for one address in two VPCs", async () => {
    const elsewhere = { ...existing("10.0.0.5"), network: { existing: { vpcId: "vpc-2" } } };
    assert.deepEqual(await both(existing("10.0.0.5"), () => elsewhere), []);
  });

  const shared: Record<string, [Partial<VpcApiArgs>, RegExp]> = {
    "the name of a group": [
      { group: { groupName: "group-one" } },
      /^group\.groupName: "group-one" .*VpcApi one.*group\.groupName/,
    ],
    "the name of an app": [
      { apps: { one_web: {} } },
      /^apps\["one_web"\]: "one_web" .*VpcApi one.*apps\["one_web"\]/,
    ],
    "a domain": [{ domains: ["api.example.com"] }, /^domains\[0\]: "api\.example\.com" .*VpcApi one/],
    "the access log": [{ accessLog: true }, /^accessLog: .*VpcApi one/],
  };
  const first = { domains: ["api.example.com"], accessLog: true };
  for (const [what, [second, message]] of Object.entries(shared)) {
    it(`cannot both have ${what}`, async () => {
      const [problem, more] = await both(first, () => second);
      assert.match(problem ?? "", message);
      assert.equal(more, undefined);
    });
  }

  it("may have different names", async () => assert.deepEqual(await both(first, () => ({})), []));

  it("may use the same name in two regions", async () => {
    const program = () => {
      for (const region of ["cn-hangzhou", "cn-shanghai"]) {
        const provider = new alicloud.Provider(region, { region });
        new VpcApi(`shop-${region}`, one, { providers: [provider] });
      }
    };
    assert.deepEqual(await problems(program), []);
  });

  it("may belong to programs that run one after the other in a process", async () => {
    for (const name of ["one", "two"]) assert.deepEqual(await problems(() => new VpcApi(name, one)), []);
  });

  it("may use one authorization, each with its own GatewayAccess", async () => {
    const { resources } = await deployToMocks(() => {
      const target = { accessName: "first", vpcId: "vpc-1", target: "lb-1", port: 80 };
      const first = new GatewayAccess("one", { ...target, securityGroupId: "sg-1" });
      return new GatewayAccess("two", { existing: first, instanceId: "apigateway-hz-1" });
    });
    assert.equal(resources.filter(({ type }) => type === types.access).length, 1);
    assert.equal(resources.filter(({ type }) => type === types.rule).length, 2);
  });
});
