import { homedir } from "node:os";
import { join } from "node:path";
import Credential, { CLIProfileCredentialsProvider, type CredentialsProvider } from "@alicloud/credentials";

/** Credentials of a profile in `~/.aliyun/config.json`. They are read again when they expire. */
export function profileCredential(name: string): Credential {
  const profile = CLIProfileCredentialsProvider.builder().withProfileName(name).build();
  const provider: CredentialsProvider = {
    getProviderName: () => profile.getProviderName(),
    async getCredentials() {
      try {
        return await profile.getCredentials();
      } catch (error) {
        // The reader's own message may contain the file, with its keys.
        const reason =
          error instanceof Error && /unable to get profile/.test(error.message)
            ? "not in"
            : "not readable from";
        throw new Error(
          `alicloud:profile ${JSON.stringify(name)} is ${reason} ${join(homedir(), ".aliyun", "config.json")}. ` +
            "Run: aliyun configure list",
        );
      }
    },
  };
  return new Credential(null, provider);
}
