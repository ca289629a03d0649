import type { StageName } from "../../store/model";
import type { Handler } from "../context";
import { GatewayError } from "../errors";

const STAGES: readonly StageName[] = ["RELEASE", "PRE", "TEST"];

/**
 * Reads the environment: `X-Ca-Stage`, case-insensitive, otherwise RELEASE. A custom domain that is bound to an
 * environment always leads there. Assumption: this also holds for a header that names another environment.
 */
export const findStage: Handler = {
  name: "stage",
  title: "Environment",
  handle(context) {
    const bound = context.domain?.bindStageName;
    const wanted = (bound || (context.header("x-ca-stage") ?? "RELEASE")).toUpperCase();
    const stage = STAGES.find((it) => it === wanted);
    if (!stage) throw new GatewayError("I400SG");
    context.stage = stage;
  },
};
