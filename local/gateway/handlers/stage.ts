import type { StageName } from "../../store/model";
import type { Handler } from "../context";
import { GatewayError } from "../errors";

const STAGES: readonly StageName[] = ["RELEASE", "PRE", "TEST"];

/** Reads the environment: `X-Ca-Stage` in any case, else RELEASE. */
export const findStage: Handler = {
  name: "stage",
  handle(context) {
    const wanted = (context.header("x-ca-stage") ?? "RELEASE").toUpperCase();
    const stage = STAGES.find((it) => it === wanted);
    if (!stage) throw new GatewayError("I400SG");
    context.stage = stage;
  },
};
