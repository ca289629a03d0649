import { homedir } from "node:os";
import { join } from "node:path";
import Credential, {
  CLIProfileCredentialsProvider,
  type CredentialsProvider,
  DefaultCredentialsProvider,
} from "@alicloud/credentials";

/** Credentials of a profile in `~/.aliyun/config.json`. They are read again when they expire. */
export function profileCredential(name: string): Credential {
  const profile = CLIProfileCredentialsProvider.builder().withProfileName(name).build();
  return explainedCredential(profile, (message) => {
    const reason = /unable to get profile/.test(message) ? "not in" : "not readable from";
    return (
      `alicloud:profile ${JSON.stringify(name)} is ${reason} ${join(homedir(), ".aliyun", "config.json")}. ` +
      "Run: aliyun configure list"
    );
  });
}

/** Credentials of the first source of the default chain that has some. */
export function defaultCredential(): Credential {
  return explainedCredential(
    DefaultCredentialsProvider.builder().build(),
    () =>
      "credentials: no source has any. Set the variables ALIBABA_CLOUD_ACCESS_KEY_ID and " +
      "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run: pulumi config set alicloud:profile <PROFILE>",
  );
}

/** Replaces the message of a failure: that of a reader may contain the file, with its keys. */
function explainedCredential(source: CredentialsProvider, explain: (message: string) => string): Credential {
  return new Credential(null, {
    getProviderName: () => source.getProviderName(),
    async getCredentials() {
      try {
        return await source.getCredentials();
      } catch (error) {
        throw new Error(explain(error instanceof Error ? error.message : ""));
      }
    },
  });
}
