export { buildAcceptanceTests } from "./acceptance";
export { type Comparison, compareModules } from "./compare";
export { ToolchainError } from "./error";
export { type ModuleRelease, newerModules } from "./outdated";
export { type Part, type PartName, parts } from "./parts";
export {
  buildToolchain,
  type ProvidedPart,
  provideToolchain,
  type Source,
  type Toolchain,
  type ToolchainOptions,
} from "./provide";
export { clock, type Report } from "./report";
export { cleanToolchain, type PartStatus, type ToolchainStatus, toolchainStatus } from "./status";
