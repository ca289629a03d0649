import type { Mistakes } from "../core/mistakes";

type Environment = Readonly<Record<string, string | undefined>>;

/** One way to credentials that the `alicloud` provider knows, and what acts beside it does not. */
interface Unread {
  /** Key of the stack's configuration. */
  setting: string;
  /** Variable of the provider alone. @default none */
  variable?: string;
  /** What serves both. */
  instead: string;
}

const roleProfile =
  "Put the role into a profile of mode RamRoleArn or OIDC in ~/.aliyun/config.json, and name that in alicloud:profile.";
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
    instead: "Have the profile in ~/.aliyun/config.json, and name it in alicloud:profile.",
  },
];

const problem =
  "is for the provider alone. Egress addresses, publication, authorization, credentials, domains and readiness " +
  "would take other credentials, perhaps those of another account.";

/**
 * Notes the settings of the stack that say whose account is meant and that resources beside the provider do not follow.
 *
 * @param settingOf - value of a key of the `alicloud` configuration
 * @param environment - variables that count; none where keys are those of the configuration alone
 */
export function checkCredentialSettings(
  settingOf: (key: string) => string | undefined,
  environment: Environment,
  mistakes: Mistakes,
): void {
  for (const { setting, variable, instead } of unread) {
    if (settingOf(setting)) mistakes.add(`alicloud:${setting}`, problem, instead);
    else if (variable && environment[variable]) mistakes.add(variable, problem, instead);
  }
}
