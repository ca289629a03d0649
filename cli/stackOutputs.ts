import type { Credentials } from "../testing/call";
import { Failure } from "./failure";

/** The outputs of stack `local` that the commands use. */
export interface StackOutputs {
  url: string;
  subDomain: string;
  /** Path of the API. */
  path: string;
  stage: string;
  securityGroupId: string;
  instanceIds: string[];
  apps: Record<string, Credentials & { appId: string }>;
}

/** Reads the outputs of `index.ts`. An unexpected output causes an error with its name. */
export function readOutputs(outputs: Record<string, unknown>): StackOutputs {
  const readOutput = (name: string) => readText(outputs[name], name);
  const url = readOutput("url");
  const apps = Object.entries(readRecord(outputs.apps, "apps")).map(([name, app]) => {
    const fields = readRecord(app, `apps.${name}`);
    const readField = (key: string) => readText(fields[key], `apps.${name}.${key}`);
    return [
      name,
      {
        appId: readField("appId"),
        appCode: readField("appCode"),
        appKey: readField("appKey"),
        appSecret: readField("appSecret"),
      },
    ] as const;
  });
  return {
    url,
    subDomain: readOutput("subDomain"),
    path: new URL(url).pathname,
    stage: readOutput("stage"),
    securityGroupId: readOutput("securityGroupId"),
    instanceIds: Array.isArray(outputs.instanceIds) ? outputs.instanceIds.map(String) : [],
    apps: Object.fromEntries(apps),
  };
}

function readText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new Failure(`The stack has no output "${name}". Run: npm run local`);
}

function readRecord(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return { ...value };
  throw new Failure(`The stack has no output "${name}". Run: npm run local`);
}
