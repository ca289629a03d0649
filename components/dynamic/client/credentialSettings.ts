import * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../../validation/problems";
import { isLocalGateway } from "./endpoints";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A credential source that the `alicloud` provider supports and the dynamic resources do not. */
interface Unread {
  setting: string;
  /** Environment variable that only the provider reads. @default none */
  variable?: string;
  /** Alternative that works for both. */
  instead: string;
}

const roleProfile =
  "Put the role into a profile of mode RamRoleArn or OIDC in ~/.aliyun/config.json, and set alicloud:profile to it.";
const unread: readonly Unread[] = [
  { setting: "assumeRole", instead: roleProfile },
  { setting: "assumeRoleWithOidc", instead: roleProfile },
  {
    setting: "ecsRoleName",
    variable: "ALICLOUD_ECS_ROLE_NAME",
    instead: "Set variable ALIBABA_CLOUD_ECS_METADATA, which both read.",
  },
  {
    setting: "credentialsUri",
    variable: "ALICLOUD_CREDENTIALS_URI",
    instead: "Set variable ALIBABA_CLOUD_CREDENTIALS_URI, which both read.",
  },
  {
    setting: "sharedCredentialsFile",
    variable: "ALICLOUD_SHARED_CREDENTIALS_FILE",
    instead: "Move the profile to ~/.aliyun/config.json, and set alicloud:profile to it.",
  },
];

const problem =
  "is only read by the provider. Egress addresses, publication, authorization, credentials, domains and readiness " +
  "would use other credentials, possibly those of another account.";

export type ReadSetting = (key: string) => string | undefined;

/** Keys of an account, from the configuration or the provider's variables. */
export interface AccountKeys {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string | undefined;
}

/** Keys that the provider uses. Undefined if it uses another credential source. */
export function findKeys(readSetting: ReadSetting, environment: Environment): AccountKeys | undefined {
  const accessKeyId = readSetting("accessKey") ?? environment.ALICLOUD_ACCESS_KEY;
  const accessKeySecret = readSetting("secretKey") ?? environment.ALICLOUD_SECRET_KEY;
  if (!accessKeyId || !accessKeySecret) return undefined;
  const securityToken = readSetting("securityToken") ?? environment.ALICLOUD_SECURITY_TOKEN;
  return { accessKeyId, accessKeySecret, securityToken };
}

/**
 * Reports configuration of the stack that selects an account and that the dynamic resources do not support.
 *
 * @param environment - variables that apply: none if the endpoint is on loopback
 */
export function checkCredentialSettings(
  readSetting: ReadSetting,
  environment: Environment,
  problems: Problems,
): void {
  const variables = findKeys(readSetting, environment) ? {} : environment;
  for (const { setting, variable, instead } of unread) {
    if (readSetting(setting)) problems.add(`alicloud:${setting}`, problem, instead);
    else if (variable && variables[variable]) problems.add(variable, problem, instead);
  }
}

/**
 * Reports the same for the stack of the running program.
 *
 * @throws Error when the configured endpoints are not JSON
 */
export function checkStackCredentials(problems: Problems): void {
  const config = new pulumi.Config("alicloud");
  const environment = isLocalGateway(config.get("endpoints")) ? {} : process.env;
  checkCredentialSettings((key) => config.get(key), environment, problems);
}
