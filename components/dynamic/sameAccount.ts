import { attempt } from "../validation/attempt";
import { same } from "../validation/canonical";
import type { Environment } from "./client/credentialSettings";
import { findGatewayEndpoint } from "./client/endpoints";

/**
 * Arguments of the `alicloud` provider that select an account, with the environment variables that replace
 * them.
 */
const variables = {
  accessKey: ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID"],
  profile: ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"],
  sharedCredentialsFile: ["ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"],
  ecsRoleName: ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"],
  credentialsUri: ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
  assumeRole: [],
  assumeRoleWithOidc: [],
} as const satisfies Record<string, readonly string[]>;

type AccountSetting = keyof typeof variables;

export const accountSettings = Object.keys(variables) as AccountSetting[];

/** Account arguments of one provider. Objects and lists are JSON. */
export type AccountSettings = { [Key in AccountSetting | "endpoints"]?: string | undefined };

/**
 * Lists the arguments in which an explicit provider differs from the stack's configuration, including the
 * environment. All hosts of Alibaba Cloud count as one cloud, independent of the region.
 */
export function compareAccounts(
  own: AccountSettings,
  stack: AccountSettings,
  environment: Environment,
): string[] {
  const effective = (settings: AccountSettings, key: AccountSetting) =>
    settings[key] || variables[key].map((name) => environment[name]).find(Boolean);
  const differing: string[] = accountSettings.filter(
    (key) => !same(parseData(effective(own, key)), parseData(effective(stack, key))),
  );
  // The provider reads these variables, but the dynamic resources do not.
  const variable = environment.CLOUDAPI_ENDPOINT || environment.APIGATEWAY_ENDPOINT;
  const endpoint = findGatewayEndpoint(own.endpoints) ?? variable;
  if (normalizeHost(endpoint) !== normalizeHost(findGatewayEndpoint(stack.endpoints)))
    differing.push("endpoints");
  return differing;
}

/** Message with the differing arguments, without their values, and the fix. */
export function describeMismatch(provider: string, differing: readonly string[]): string | undefined {
  if (differing.length === 0) return undefined;
  const keys = differing.map((key) => `alicloud:${key}`).join(", ");
  return (
    `Provider ${provider} differs from the stack's configuration in ${differing.join(", ")}. Egress addresses, ` +
    "publication, authorization, credentials, domains and readiness only use the configuration, and would act " +
    `on another account or cloud. Use the same values in both (${keys}, or the environment), so that only ` +
    "the region differs. Use a separate stack for another account."
  );
}

/** Parses an object, which a provider receives as JSON. */
function parseData(text: string | undefined): unknown {
  if (!text?.startsWith("{") && !text?.startsWith("[")) return text;
  return attempt(() => JSON.parse(text)) ?? text;
}

function normalizeHost(endpoint: string | undefined): string {
  const host = (endpoint ?? "").replace(/^https?:\/\//i, "").toLowerCase();
  return /(^|\.)aliyuncs\.com(:\d+)?$/.test(host) ? "" : host;
}
