import { pathToFileURL } from "node:url";

/** Passphrase of stack `local`: public, as its configuration and keys are. */
export const localPassphrase = "local";

/** What makes `pulumi` use the state and the certificates of the local cloud. */
export function localEnvironment(backendDir: string, caBundle: string): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(backendDir).href,
    PULUMI_CONFIG_PASSPHRASE: localPassphrase,
    SSL_CERT_FILE: caBundle,
  };
}

/**
 * Lets the provider reach a log project, whose host is a name below localhost that not every system resolves: the local
 * cloud is its proxy, and takes it nowhere else. All else is on loopback, which needs none.
 */
export function proxyEnvironment(endpoint: string): Record<string, string> {
  const proxy = `http://${endpoint}`;
  // One of the provider's clients compares with the port, the other without. localhost would mean the names below too.
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: `127.0.0.1,${endpoint}` };
}

/** Variables that would let a local run see a real account, or go around loopback. */
const foreign =
  /^(ALICLOUD_|ALIBABA_CLOUD_|ALIBABACLOUD_|TF_|PULUMI_ACCESS_TOKEN|HTTPS?_PROXY|https?_proxy|ALL_PROXY|all_proxy)/;

/** An environment without what would let a run see a real account. */
export function withoutCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !foreign.test(name) || name.startsWith("ALICLOUD_VPC_API_"),
  );
  // A profile of the user's in the home folder is not read either.
  return {
    ...Object.fromEntries(kept),
    ALIBABA_CLOUD_CREDENTIALS_FILE: "/dev/null",
    ALIBABA_CLOUD_PROFILE: "local",
  };
}
