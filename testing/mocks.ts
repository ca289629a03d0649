import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  /** Its token, such as `alicloud:ecs/instance:Instance`. */
  type: string;
  /** Its name in the program; the last part of its URN. */
  name: string;
  /** Its inputs as plain values, secrets too. Undefined where a preview does not know one. */
  inputs: Record<string, unknown>;
  /** Names of the inputs that are secret, or hold a secret. */
  secrets: string[];
}

/** What mocks answer with, beyond what they do by themselves. */
export interface MockOptions {
  /** Types that are new in a preview, by token: their resources have no id yet. @default nothing is a preview */
  planned?: readonly string[];
  /** What the cloud decides of a resource, by token; more than its inputs. @default what a `VpcApi` needs */
  state?: Readonly<Record<string, (resource: Registered) => Record<string, unknown>>>;
  /** What a function of the provider answers, by token. @default what a `VpcApi` needs */
  functions?: Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>>;
  /** Configuration of the stack, by full key such as `shop:pages`. @default none */
  config?: Readonly<Record<string, string>>;
  /** @default "project" */
  project?: string;
  /** @default "stack" */
  stack?: string;
}

/** What a program registered, and what it gave back. */
export interface MockDeployment<T> {
  /** In the order of their registration. */
  resources: Registered[];
  /** What the program gave back. */
  result: T;
}

/** Values that the cloud would decide, by resource type. */
const decided: Record<string, Record<string, unknown>> = {
  "alicloud:apigateway/group:Group": {
    subDomain: "0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com",
  },
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": { address: "172.16.0.9" },
  "alicloud:ecs/instance:Instance": { primaryIpAddress: "172.16.0.20" },
  "pulumi-nodejs:dynamic/alicloud-vpc-api:AlbZones": { address: "172.16.0.7" },
  "random:index/randomString:RandomString": { result: "abc123" },
  "alicloud:apigateway/vpcAccess:VpcAccess": { vpcAccessId: "0123456789abcdef0123456789abcde0" },
  "pulumi-nodejs:dynamic/alicloud-vpc-api:EgressAddresses": {
    cidrs: ["100.104.1.0/26", "100.104.2.0/26"],
    ipv6Cidrs: ["2001:db8:1::/64"],
  },
  "pulumi-nodejs:dynamic/alicloud-vpc-api:AppCredentials": {
    appKey: "key-of-the-app",
    appSecret: "secret-of-the-app",
    appCode: "code-of-the-app",
  },
};

/** What the provider's functions answer. */
const answers: Record<string, Record<string, unknown>> = {
  "alicloud:index/getZones:getZones": {
    ids: ["cn-hangzhou-k", "cn-hangzhou-h", "cn-hangzhou-g", "cn-hangzhou-i"],
  },
  "alicloud:alb/getZones:getZones": { ids: ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-k"] },
  "alicloud:vpc/getSwitches:getSwitches": { vswitches: [] },
  "alicloud:ecs/getImages:getImages": { images: [{ id: "aliyun_3_x64_20G_newest.vhd" }] },
};

/**
 * Runs a program against mocks and waits until all that it registers is registered. Nothing else runs: no engine, no
 * provider. Mocks prove which resources are registered with which inputs; not parents, replacements or the cloud's
 * answers.
 *
 * @param program - makes the resources; what it gives back is `result`
 * @throws what the program throws, and what refuses a value of an Output; for a function of a provider that `functions`
 * does not have, with its token
 */
export async function deployToMocks<T>(
  program: () => T,
  { planned, state, functions, config, project = "project", stack = "stack" }: MockOptions = {},
): Promise<MockDeployment<T>> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        // Only looked at: an id is given.
        if (id) return { id, state: { vpcId: "vpc-1", ...state?.[type]?.(registered(type, name, inputs)) } };
        const resource = registered(type, name, inputs);
        resources.push(resource);
        const made = { ...inputs, ...decidedOf(resource), ...state?.[type]?.(resource) };
        return { id: planned?.includes(type) ? "" : `${name}-id`, state: made };
      },
      call: ({ token, inputs }) => {
        const answer = functions?.[token]?.(inputs) ?? answers[token];
        if (!answer) throw unanswered(token);
        return answer;
      },
    },
    project,
    stack,
    planned !== undefined,
  );
  const configBefore = pulumi.runtime.allConfig();
  if (config) pulumi.runtime.setAllConfig({ ...config });
  try {
    const result = program();
    await failingWithRejections(() => pulumi.runtime.disconnect());
    return { resources, result };
  } finally {
    pulumi.runtime.setAllConfig(configBefore);
  }
}

/**
 * Runs a function that waits for resources, and fails with the first unhandled rejection. The SDK never registers a
 * resource whose inputs are rejected, and does not report it.
 */
async function failingWithRejections(run: () => Promise<void>): Promise<void> {
  let listener: (reason: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    listener = reject;
  });
  process.on("unhandledRejection", listener);
  try {
    await Promise.race([run(), failure]);
    // Rejections are reported once all that is waiting has run.
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), failure]);
  } finally {
    process.off("unhandledRejection", listener);
  }
}

/** Of an error of a mock, the SDK tells the details alone. */
function unanswered(token: string): Error {
  const details = `There is no mock for the function ${token}. Give one: functions["${token}"].`;
  return Object.assign(new Error(details), { details });
}

function decidedOf({ type, inputs }: Registered): Record<string, unknown> {
  switch (type) {
    case "random:index/randomPassword:RandomPassword":
      return { result: `made-of-${inputs.length}` };
    case "alicloud:apigateway/api:Api":
      return { apiId: `id-of-${inputs.name}` };
    default:
      return decided[type] ?? {};
  }
}

/** How a value is marked as secret on its way to the engine. */
const { specialSigKey, specialSecretSig } = pulumi.runtime;

function registered(type: string, name: string, inputs: Record<string, unknown>): Registered {
  const secrets = Object.keys(inputs).filter((input) =>
    JSON.stringify(inputs[input])?.includes(specialSecretSig),
  );
  const plain = Object.entries(inputs).map(([input, value]) => [input, plainOf(value)]);
  return { type, name, inputs: Object.fromEntries(plain), secrets };
}

function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (pulumi.isUnknown(value)) return undefined;
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return value;
  const members = new Map<string, unknown>(Object.entries(value));
  if (members.get(specialSigKey) === specialSecretSig) return plainOf(members.get("value"));
  if (members.has(specialSigKey)) return value;
  return Object.fromEntries([...members].map(([name, it]) => [name, plainOf(it)]));
}

/** A class of resources of a provider, by the arguments that its constructor takes. */
export type ResourceClass<Args> = new (
  name: string,
  args: Args,
  options?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/**
 * The inputs of each resource of a class, by its name: `inputsOf(resources, alicloud.apigateway.Api)["shop-get-item"]`.
 *
 * @throws when the class is none of a provider's
 */
export function inputsOf<Args>(
  resources: readonly Registered[],
  type: ResourceClass<Args>,
): Record<string, pulumi.Unwrap<NonNullable<Args>>> {
  const token = "__pulumiType" in type ? type.__pulumiType : undefined;
  if (typeof token !== "string") throw new Error(`${type.name} is no class of resources of a provider.`);
  return Object.fromEntries(
    resources
      .filter((resource) => resource.type === token)
      // What was registered of a class is what its constructor took.
      .map(({ name, inputs }) => [name, inputs as pulumi.Unwrap<NonNullable<Args>>]),
  );
}

/**
 * The value of an output.
 *
 * @throws when a preview does not know it
 */
export async function known<T>(output: pulumi.Output<T>): Promise<T> {
  if (!(await isKnown(output))) throw new Error("This preview does not know the output.");
  return new Promise((resolve) => output.apply(resolve));
}

/** Whether a preview knows an output. */
export async function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return "isKnown" in output && (await output.isKnown) === true;
}

/** The one resource of a type. */
export function theOne(resources: Registered[], type: string): Registered {
  const found = resources.filter((resource) => resource.type === type);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources of type ${type}, not 1`);
  return found[0];
}
