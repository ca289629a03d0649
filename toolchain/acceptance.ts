import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fillEntry, locateToolchain, readEntry } from "./cache";
import { compile } from "./compile";
import { readGoVersion } from "./go";
import { buildFlags, createBuildEnvironment, deriveAcceptanceKey } from "./key";
import { withToolchainLock } from "./lock";
import { findPart } from "./parts";
import { findPlatform } from "./platform";
import { withReducedModules } from "./reduce";
import type { Report } from "./report";

/** Resources of this kind of stack that the plugin does not serve, and whose tests are built too. */
const tested = [
  "alicloud_api_gateway_backend",
  "alicloud_api_gateway_backend_model",
  "alicloud_api_gateway_model",
  "alicloud_dns_record",
];

const file = "alicloud.test";

/**
 * Builds the acceptance tests of the provider from reduced modules, unless the cache contains them: the tests of the
 * resources that the plugin serves, with every resource that their configurations use.
 *
 * @returns the path of the executable
 */
export function buildAcceptanceTests(options: {
  readonly home: string;
  readonly report: Report;
  readonly environment?: NodeJS.ProcessEnv;
}): Promise<string> {
  const { home, report, environment = process.env } = options;
  const [root, platform, plugin] = [__dirname, findPlatform(), findPart("alicloud")];
  return withToolchainLock(home, report, async (signal) => {
    const key = deriveAcceptanceKey(plugin, tested, root, platform);
    const cached = readEntry(home, key);
    if (cached !== undefined) return join(cached.bin, file);
    const settings = { home, root, platform, signal, environment, tested };
    const { bin } = await withReducedModules(settings, (reducedModules) =>
      fillEntry(home, key, [file], async (draft) => {
        const modfile = await reducedModules();
        const folder = join(root, plugin.build.module);
        const env = { ...environment, ...createBuildEnvironment(platform) };
        const logs = join(locateToolchain(home), "logs");
        mkdirSync(logs, { recursive: true });
        await compile({
          title: "the provider's acceptance tests",
          minutes: 3,
          folder,
          words: [
            ...["test", "-c", ...buildFlags],
            // The tests need modules that are not in go.sum of the plugins. Go adds them to the copy.
            ...["-mod=mod", `-modfile=${modfile}`, "-ldflags", plugin.build.ldflags, "-o", join(draft, file)],
            "github.com/aliyun/terraform-provider-alicloud/alicloud",
          ],
          log: join(logs, `${key}.log`),
          environment: env,
          report,
          signal,
        });
        return { source: "build", origin: `${await readGoVersion(folder, env)}, reduced modules` };
      }),
    );
    return join(bin, file);
  });
}
