import { createHash } from "node:crypto";
import type { StageName } from "../../store/model";

/** 32 hex digits, which never change for an environment of a group. */
export function stageId(groupId: string, stage: StageName): string {
  return createHash("md5").update(`${groupId}/${stage}`).digest("hex");
}

export const stageDescriptions: Readonly<Record<StageName, string>> = {
  TEST: "test environment",
  PRE: "pre-release environment",
  RELEASE: "release environment",
};
