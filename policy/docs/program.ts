import type { ExampleResource } from "../core/rule";

/** Maximum line length of a program. */
const width = 100;
/** The root resource of a stack. A program sets its properties by exports. */
const stackType = "pulumi:pulumi:Stack";
const boundDomainType = "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain";

/** Renders the resources of an example as a program. */
export function renderProgram(resources: readonly ExampleResource[]): string {
  const outputs = resources.find(({ type }) => type === stackType)?.props;
  const programResources = resources.filter(({ type }) => type !== stackType).map(toProgramResource);
  const names = new Set(resources.flatMap(({ props }) => [...refsIn(props)]));
  const statements = programResources.map(({ made, name, props, opts }) => {
    const statement = `new ${made}(${JSON.stringify(name)}, ${literal(props, "")}${opts ? `, ${literal(opts, "")}` : ""});`;
    return names.has(name) ? `const ${variable(name)} = ${statement}` : statement;
  });
  const own = [...new Set(programResources.flatMap(({ from }) => from ?? []))];
  const imports = [
    ...(programResources.some(({ from }) => from === undefined)
      ? ['import * as alicloud from "@pulumi/alicloud";']
      : []),
    ...(JSON.stringify(outputs ?? {}).includes('"secret"')
      ? ['import * as pulumi from "@pulumi/pulumi";']
      : []),
    ...(own.length > 0 ? [`import { ${own.join(", ")} } from "alicloud-vpc-api";`] : []),
  ];
  const exports = Object.entries(outputs ?? {}).map(
    ([name, value]) => `export const ${name} = ${literal(value, "")};`,
  );
  return `${[...imports, ...(imports.length > 0 ? [""] : []), ...statements, ...exports].join("\n")}\n`;
}

interface ProgramResource extends Pick<ExampleResource, "name" | "props" | "opts"> {
  readonly made: string;
  /** Name that the program imports from this package. @default the name is in `@pulumi/alicloud` */
  readonly from?: string;
}

/** Replaces a dynamic resource by the component that creates it. */
function toProgramResource({ type, name, props, opts }: ExampleResource): ProgramResource {
  const options = opts && { opts };
  if (type === boundDomainType) {
    const { fingerprint, network, groupId, ...others } = props;
    const { ref } = groupId as { ref: string };
    const args = {
      ...others,
      groupId,
      subDomain: { ref, output: "subDomain" },
      ...(fingerprint ? { certificate: { id: "12345678-cn-hangzhou" } } : {}),
      ...(network === "INTRANET" ? { network: "intranet" } : {}),
    };
    return { made: "CustomDomain", from: "CustomDomain", name, props: args, ...options };
  }
  const [packageName, module = "", kind = ""] = type.split(":");
  if (packageName !== "alicloud") return { made: kind, from: kind, name, props, ...options };
  return { made: `alicloud.${module.split("/")[0]}.${kind}`, name, props, ...options };
}

const variable = (name: string): string =>
  name.replace(/[^a-zA-Z0-9]+(.)/g, (_, next: string) => next.toUpperCase());

function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  const { ref } = value as { ref?: unknown };
  if (typeof ref === "string") yield ref;
  else for (const item of Object.values(value)) yield* refsIn(item);
}

/** Renders a value as TypeScript, on one line if it fits. */
function literal(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const { ref, output = "id" } = value as { ref?: unknown; output?: string };
  if (typeof ref === "string") return `${variable(ref)}.${output}`;
  if ("secret" in value) return `pulumi.secret(${literal(value.secret, indent)})`;
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = (below: string) =>
    isList
      ? (value as unknown[]).map((item) => literal(item, below))
      : Object.entries(value).map(
          ([key, item]) => `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${literal(item, below)}`,
        );
  const [open, close] = isList ? "[]" : "{}";
  const flat = parts(indent);
  if (flat.length === 0) return `${open}${close}`;
  const line = isList ? `[${flat.join(", ")}]` : `{ ${flat.join(", ")} }`;
  if (!line.includes("\n") && indent.length + line.length <= width - 20) return line;
  return `${open}\n${parts(deeper)
    .map((part) => `${deeper}${part},\n`)
    .join("")}${indent}${close}`;
}
