import { readFileSync } from "node:fs";
import { ConfigurationError, validateConfiguration } from "../core/configuration";
import { rules } from "../rules";

/** A configuration file is invalid. */
class ConfigurationFileError extends Error {
  override readonly name = "ConfigurationFileError";
}

/**
 * Validates a configuration file before Pulumi reads it: the engine ignores unknown rule names, and reports only the
 * problems that its schemas find.
 *
 * @param isOwnPack whether the pack has the rules of this package only, so that every name must be one of them
 * @throws ConfigurationFileError with every problem, by path
 */
export function checkConfigurationFile(file: string, isOwnPack: boolean): void {
  const configuration = parsed(file);
  if (!isOwnPack) return;
  const problems = validateConfiguration(configuration, rules);
  if (problems.length > 0)
    throw new ConfigurationFileError(`${file}: ${new ConfigurationError(problems).message}`);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ConfigurationFileError(
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
}
