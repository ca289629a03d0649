import { readFileSync } from "node:fs";
import { ConfigurationError, mistakesOf } from "../core/configuration";
import { rules } from "../rules";

/** What is wrong in a file, for people. */
class ConfigurationFileError extends Error {
  override readonly name = "ConfigurationFileError";
}

/**
 * Reads a file with levels, options and exemptions, before pulumi does: the engine passes a name that no rule has in
 * silence where it has nothing to say, and of several mistakes it tells those that its schemas know.
 *
 * @param isOurs whether the rules are those of this package alone, so that every name has to be one of theirs
 * @throws ConfigurationFileError with every mistake, by path
 */
export function checkConfigurationFile(file: string, isOurs: boolean): void {
  const configuration = parsed(file);
  if (!isOurs) return;
  const mistakes = mistakesOf(configuration, rules);
  if (mistakes.length > 0)
    throw new ConfigurationFileError(`${file}: ${new ConfigurationError(mistakes).message}`);
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
