import * as pulumi from "@pulumi/pulumi";

/** A resource that the program registered. */
export interface Registered {
  /** Type token, such as `alicloud:ecs/instance:Instance`. */
  type: string;
  /** Name in the program, which is the last part of the URN. */
  name: string;
  /** Inputs as plain values, including secrets. A value that is unknown at preview is undefined. */
  inputs: Record<string, unknown>;
  /** Names of the inputs that are secret or contain a secret. */
  secrets: string[];
}

/** Answers of the mocks that differ from their defaults. */
export interface MockOptions {
  /** Type tokens of resources that a preview creates. They have no ID yet. @default the program runs as an update */
  planned?: readonly string[];
  /** Outputs that the cloud adds to the inputs of a resource, by type token. @default outputs that a `VpcApi` needs */
  state?: Readonly<Record<string, (resource: Registered) => Record<string, unknown>>>;
  /** Answers of provider functions, by token. @default answers that a `VpcApi` needs */
  functions?: Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>>;
  /** Configuration of the stack, by full key such as `shop:pages`. @default no configuration */
  config?: Readonly<Record<string, string>>;
  /** @default "project" */
  project?: string;
  /** @default "stack" */
  stack?: string;
}

/** The resources and the result of a program. */
export interface MockDeployment<T> {
  /** Resources in the order of their registration. */
  resources: Registered[];
  /** Return value of the program. */
  result: T;
}

/** Outputs that the cloud assigns, and that a `VpcApi` needs. */
const defaultState: NonNullable<MockOptions["state"]> = {
  "alicloud:apigateway/api:Api": ({ inputs }) => ({ apiId: `id-of-${inputs.name}` }),
  "alicloud:apigateway/group:Group": () => ({
    subDomain: "0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com",
  }),
  "alicloud:apigateway/vpcAccess:VpcAccess": () => ({ vpcAccessId: "0123456789abcdef0123456789abcde0" }),
  "alicloud:ecs/instance:Instance": () => ({ primaryIpAddress: "172.16.0.20" }),
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": () => ({ address: "172.16.0.9" }),
  "pulumi-nodejs:dynamic/alicloud-vpc-api:AlbZones": () => ({ address: "172.16.0.7" }),
  "pulumi-nodejs:dynamic/alicloud-vpc-api:AppCredentials": () => ({
    appKey: "key-of-the-app",
    appSecret: "secret-of-the-app",
    appCode: "code-of-the-app",
  }),
  "pulumi-nodejs:dynamic/alicloud-vpc-api:EgressAddresses": () => ({
    cidrs: ["100.104.1.0/26", "100.104.2.0/26"],
    ipv6Cidrs: ["2001:db8:1::/64"],
  }),
  "random:index/randomPassword:RandomPassword": ({ inputs }) => ({ result: `made-of-${inputs.length}` }),
  "random:index/randomString:RandomString": () => ({ result: "abc123" }),
};

/** Answers of provider functions that a `VpcApi` needs. */
const defaultFunctions: NonNullable<MockOptions["functions"]> = {
  "alicloud:alb/getZones:getZones": () => ({ ids: ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-k"] }),
  "alicloud:ecs/getImages:getImages": () => ({ images: [{ id: "aliyun_3_x64_20G_newest.vhd" }] }),
  "alicloud:index/getZones:getZones": () => ({
    ids: ["cn-hangzhou-k", "cn-hangzhou-h", "cn-hangzhou-g", "cn-hangzhou-i"],
  }),
  "alicloud:vpc/getSwitches:getSwitches": () => ({ vswitches: [] }),
};

/**
 * Runs a program against mocks and waits until all resources are registered. No engine and no provider runs. Mocks show
 * which resources a program registers, and with which inputs. They do not show parents, replacements or answers of the
 * cloud.
 *
 * @param program - creates the resources; its return value is `result`
 * @throws the error of the program or of a rejected Output; for a provider function without an answer in `functions`,
 * an error with its token
 */
export async function deployToMocks<T>(
  program: () => T,
  { planned, state, functions, config, project = "project", stack = "stack" }: MockOptions = {},
): Promise<MockDeployment<T>> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        // A resource with an ID is read, not created.
        if (id)
          return {
            id,
            state: { vpcId: "vpc-1", ...state?.[type]?.(describeRegistration(type, name, inputs)) },
          };
        const resource = describeRegistration(type, name, inputs);
        resources.push(resource);
        const outputs = { ...defaultState[type]?.(resource), ...state?.[type]?.(resource) };
        return { id: planned?.includes(type) ? "" : `${name}-id`, state: { ...inputs, ...outputs } };
      },
      call: ({ token, inputs }) => {
        const answer = functions?.[token] ?? defaultFunctions[token];
        if (!answer) throw createUnansweredError(token);
        return answer(inputs);
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
    await failWithRejections(() => pulumi.runtime.disconnect());
    return { resources, result };
  } finally {
    pulumi.runtime.setAllConfig(configBefore);
  }
}

/**
 * Runs a function that waits for resources, and fails with the first unhandled rejection. The SDK does not register a
 * resource with rejected inputs, and does not report the rejection.
 */
async function failWithRejections(run: () => Promise<void>): Promise<void> {
  let listener: (reason: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    listener = reject;
  });
  process.on("unhandledRejection", listener);
  try {
    await Promise.race([run(), failure]);
    // Node reports rejections after all pending callbacks have run.
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), failure]);
  } finally {
    process.off("unhandledRejection", listener);
  }
}

/** The SDK shows only `details` of a mock's error. */
function createUnansweredError(token: string): Error {
  const details = `The function ${token} has no mock. Add one: functions["${token}"].`;
  return Object.assign(new Error(details), { details });
}

/** Marks of a secret value on its way to the engine. */
const { specialSigKey, specialSecretSig } = pulumi.runtime;

function describeRegistration(type: string, name: string, inputs: Record<string, unknown>): Registered {
  const secrets = Object.keys(inputs).filter((input) =>
    JSON.stringify(inputs[input])?.includes(specialSecretSig),
  );
  const plain = Object.entries(inputs).map(([input, value]) => [input, unwrapSecrets(value)]);
  return { type, name, inputs: Object.fromEntries(plain), secrets };
}

function unwrapSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (pulumi.isUnknown(value)) return undefined;
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return value;
  const members = new Map<string, unknown>(Object.entries(value));
  if (members.get(specialSigKey) === specialSecretSig) return unwrapSecrets(members.get("value"));
  if (members.has(specialSigKey)) return value;
  return Object.fromEntries([...members].map(([name, it]) => [name, unwrapSecrets(it)]));
}

/** A resource class of a provider, by the arguments of its constructor. */
export type ResourceClass<Args> = new (
  name: string,
  args: Args,
  options?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/**
 * Inputs of all resources of a class, by resource name. Example:
 * `findInputs(resources, alicloud.apigateway.Api)["shop-get-item"]`
 *
 * @throws if the class is not a resource class of a provider
 */
export function findInputs<Args>(
  resources: readonly Registered[],
  type: ResourceClass<Args>,
): Record<string, pulumi.Unwrap<NonNullable<Args>>> {
  const token = "__pulumiType" in type ? type.__pulumiType : undefined;
  if (typeof token !== "string") throw new Error(`${type.name} is not a resource class of a provider.`);
  return Object.fromEntries(
    resources
      .filter((resource) => resource.type === token)
      // The registered inputs are the arguments of the class's constructor.
      .map(({ name, inputs }) => [name, inputs as pulumi.Unwrap<NonNullable<Args>>]),
  );
}

/**
 * Returns the value of an Output.
 *
 * @throws if the value is unknown at preview
 */
export async function readOutput<T>(output: pulumi.Output<T>): Promise<T> {
  if (!(await isKnown(output))) throw new Error("The output is unknown at preview.");
  return new Promise((resolve) => output.apply(resolve));
}

/** Whether the value of an Output is known. */
export async function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return "isKnown" in output && (await output.isKnown) === true;
}

/** Finds the only resource of a type. Fails if there are several, or none. */
export function findResource(resources: Registered[], type: string): Registered {
  const found = resources.filter((resource) => resource.type === type);
  if (found.length !== 1 || !found[0])
    throw new Error(`${found.length} resources have the type ${type}. Exactly 1 is expected.`);
  return found[0];
}
