import { pathToFileURL } from "node:url";

/** Passphrase of stack `local`. It is public, like the configuration and the keys of the stack. */
export const localPassphrase = "local";

/** Variables that make `pulumi` use the state and the certificates of the local cloud. */
export function createLocalEnvironment(backendDir: string, caBundle: string): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(backendDir).href,
    PULUMI_CONFIG_PASSPHRASE: localPassphrase,
    SSL_CERT_FILE: caBundle,
  };
}

/**
 * Makes the local cloud the HTTP proxy of the provider. The host of a log project is a name below localhost, which not
 * every system resolves. The proxy forwards requests for log projects only to the local cloud. All other requests go to
 * loopback without a proxy.
 */
export function createProxyEnvironment(endpoint: string): Record<string, string> {
  const proxy = `http://${endpoint}`;
  // One client of the provider compares NO_PROXY with the port, another one without it. `localhost` would match the
  // hosts of log projects too.
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: `127.0.0.1,${endpoint}` };
}

/** Variables that would give a local run access to a real account, or would bypass loopback. */
const foreign =
  /^(ALICLOUD_|ALIBABA_CLOUD_|ALIBABACLOUD_|TF_|PULUMI_ACCESS_TOKEN|HTTPS?_PROXY|https?_proxy|ALL_PROXY|all_proxy)/;

/** Copies an environment without the variables that give access to a real account. */
export function omitCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !foreign.test(name) || name.startsWith("ALICLOUD_VPC_API_"),
  );
  // These variables also hide a profile of the user in the home folder.
  return {
    ...Object.fromEntries(kept),
    ALIBABA_CLOUD_CREDENTIALS_FILE: "/dev/null",
    ALIBABA_CLOUD_PROFILE: "local",
  };
}
