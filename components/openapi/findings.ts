import { Problems } from "../validation/problems";

/**
 * How the document is read despite an unsupported feature: without the feature, with the operation in pass-through
 * mode, or without the operation.
 */
export type UnsupportedEffect = "ignored" | "passed through" | "left out";

/** A feature of an OpenAPI document that the gateway cannot express. */
export interface UnsupportedFeature {
  /** JSON pointer of the place in the document. */
  pointer: string;
  /** What the gateway does not support. */
  problem: string;
  /** How to change the document. */
  hint: string;
  /** How the document is read unless it is rejected. */
  effect: UnsupportedEffect;
  /** Number of operations that use the place; 0 if it belongs to the whole document. */
  operations: number;
}

/** Collects the problems of a document, each once per place. */
export class Findings {
  /** Validation errors, which reject the document. */
  readonly problems = new Problems();
  /** Pointer of the operation that is being read. */
  operation: string | undefined;
  private readonly rejected = new Set<string>();
  private readonly features = new Map<string, { feature: UnsupportedFeature; operations: Set<string> }>();

  reject(pointer: string, problem: string, hint: string): void {
    const key = JSON.stringify([pointer, problem]);
    if (this.rejected.has(key)) return;
    this.rejected.add(key);
    this.problems.add(pointer, problem, hint);
  }

  addUnsupported(pointer: string, problem: string, hint: string, effect: UnsupportedEffect): void {
    const key = JSON.stringify([pointer, problem]);
    const entry = this.features.get(key) ?? {
      feature: { pointer, problem, hint, effect, operations: 0 },
      operations: new Set<string>(),
    };
    this.features.set(key, entry);
    if (this.operation !== undefined) entry.operations.add(this.operation);
  }

  /** Unsupported features in the order of the document. */
  get unsupported(): UnsupportedFeature[] {
    return [...this.features.values()].map(({ feature, operations }) => ({
      ...feature,
      operations: operations.size,
    }));
  }
}
