export { buildAcceptanceTests } from "./acceptance";
export { type Comparison, compareModules } from "./compare";
export { ToolchainError } from "./error";
export { findNewerModules, type ModuleRelease } from "./outdated";
export { type Part, type PartName, parts } from "./parts";
export {
  buildToolchain,
  type ProvidedPart,
  provideToolchain,
  type Source,
  type Toolchain,
  type ToolchainOptions,
} from "./provide";
export { formatDuration, type Report } from "./report";
export { cleanToolchain, type PartStatus, readToolchainStatus, type ToolchainStatus } from "./status";
