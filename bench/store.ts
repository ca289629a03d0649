import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, readWholeNumber } from "../cli/commandLine";
import { Failure } from "../cli/failure";
import { formatTable } from "../cli/table";
import { requestConfig, serviceConfig } from "../test/support/localApi";
import { versions } from "../test/support/localCloud";
import { signedQuery } from "../test/support/signedQuery";
import { ask } from "../testing/ask";
import { type LocalCloud, startLocalCloud } from "../testing/localCloud";
import { inTurn, median, summary } from "./measure";

/** A group cannot have more APIs. */
const groupSize = 1_000;
/** APIs per measured part of the filling. */
const chunk = 500;
/** APIs of the cloud for comparison. */
const few = 10;

export const storeBench: Command = {
  summary: "Compare calls of a local cloud that has many APIs with calls of one that has few",
  options: {
    apis: { type: "string", value: "N", help: "Number of APIs; default 5000" },
    runs: { type: "string", value: "N", help: "Counted calls of each kind; default 200" },
    json: { type: "boolean", help: "Print JSON" },
  },
  async run({ values }) {
    const apis = readWholeNumber(values.apis ?? "5000", "apis", { from: chunk });
    const runs = readWholeNumber(values.runs ?? "200", "runs", { from: 1 });
    const base = mkdtempSync(join(tmpdir(), "bench-store-"));
    const clouds: Subject[] = [];
    try {
      const full = await Subject.open(join(base, "full"));
      clouds.push(full);
      const small = await Subject.open(join(base, "small"));
      clouds.push(small);
      const fill = await full.fill(apis);
      await small.fill(few);
      const rows = [
        await compareCalls("CreateApi and DeleteApi", runs, [full, small], (it) => it.createAndDelete()),
        await compareCalls("ModifyApiGroup", runs, [full, small], (it) => it.modifyGroup()),
        await compareCalls("GET /_local/status", runs, [full, small], (it) => it.status()),
        await compareCalls("GET /_local/overview", Math.min(runs, 20), [full, small], (it) => it.overview()),
        await compareCalls(
          "GET /_local/overview?since=… after one change",
          runs,
          [full, small],
          (it) => it.overviewChanges(),
          (it) => it.modifyStoredApi(),
        ),
        await compareCalls("stop and start", 3, [full, small], (it) => it.restart()),
      ];
      const first = fill[0] ?? Number.NaN;
      const last = fill.at(-1) ?? Number.NaN;
      const bytes = [full, small].map((it) => it.overviewBytes);
      const filling = { apis, seconds: fill.reduce((sum, it) => sum + it * chunk, 0) / 1_000, first, last };
      process.stdout.write(
        `${values.json ? JSON.stringify({ filling, rows, bytes }) : words(filling, rows, bytes)}\n`,
      );
    } finally {
      for (const cloud of clouds) await cloud.close();
      rmSync(base, { recursive: true, force: true });
    }
    return 0;
  },
};

type Row = { what: string } & ReturnType<typeof summary>;

async function compareCalls(
  what: string,
  runs: number,
  [full, small]: readonly [Subject, Subject],
  call: (cloud: Subject) => Promise<unknown>,
  prepare?: (cloud: Subject) => Promise<unknown>,
): Promise<Row> {
  const { ours, theirs } = await inTurn(
    runs,
    { ours: () => call(full), theirs: () => call(small) },
    async (way) => prepare?.(way === "ours" ? full : small),
  );
  // Ratios of single pairs of fast calls say little. The ratio of the medians is robust.
  return { what, ...summary({ ours, theirs }), ratio: median(ours) / median(theirs) };
}

/** Bytes of the last answers: of the whole overview, and of what one change has changed. */
interface OverviewBytes {
  all: number;
  changes: number;
}

interface Filling {
  apis: number;
  seconds: number;
  /** Milliseconds for one API in the first and the last part. */
  first: number;
  last: number;
}

function words(
  { apis, seconds, first, last }: Filling,
  rows: readonly Row[],
  bytes: readonly OverviewBytes[],
): string {
  const filling =
    `${apis} × CreateApi in ${seconds.toFixed(1)} s: ` +
    `${first.toFixed(2)} ms each of the first ${chunk}, ${last.toFixed(2)} ms each of the last ${chunk} ` +
    `(ratio ${(last / first).toFixed(2)})`;
  const lines = rows.map(({ what, ours, theirs, ratio }) => [
    what,
    `${ours.toFixed(2)} ms`,
    `${theirs.toFixed(2)} ms`,
    ratio.toFixed(2),
  ]);
  const sizes = (["all", "changes"] as const).map((what) => [
    `bytes of the overview: ${what}`,
    ...bytes.map((it) => String(it[what])),
  ]);
  const heading = ["median of", `${apis} APIs`, `${few} APIs`, "ratio"];
  return `${filling}\n${formatTable([heading, ...lines, ...sizes])}`;
}

/** A local cloud in a process of its own, and its only client. */
class Subject {
  private group = "";
  private changes = 0;
  private storedApi = "";
  private tag = "";
  readonly overviewBytes: OverviewBytes = { all: 0, changes: 0 };
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor(
    private readonly folder: string,
    private cloud: LocalCloud,
  ) {}

  static async open(folder: string): Promise<Subject> {
    const subject = new Subject(folder, await startLocalCloud({ folder }));
    subject.group = await subject.createGroup("measured");
    return subject;
  }

  /** Creates APIs in groups of their own. Returns the milliseconds for one API, chunk by chunk. */
  async fill(count: number): Promise<number[]> {
    const times: number[] = [];
    let group = "";
    for (let api = 0; api < count; api += chunk) {
      if (api % groupSize === 0) group = await this.createGroup(`stored_${api}`);
      const size = Math.min(chunk, count - api);
      const start = performance.now();
      for (let index = 0; index < size; index++)
        this.storedApi = await this.createApi(group, `stored_${api + index}`);
      times.push((performance.now() - start) / size);
    }
    return times;
  }

  async createAndDelete(): Promise<void> {
    const id = await this.createApi(this.group, `measured_${this.changes++}`);
    await this.call("DeleteApi", { GroupId: this.group, ApiId: id });
  }

  modifyGroup(): Promise<unknown> {
    return this.call("ModifyApiGroup", { GroupId: this.group, Description: `change ${this.changes++}` });
  }

  status(): Promise<unknown> {
    return ask(this.cloud.endpoint, "status");
  }

  async overview(): Promise<void> {
    this.overviewBytes.all = await this.readOverview("overview");
  }

  /** Reads what has changed since the last call. */
  async overviewChanges(): Promise<void> {
    this.overviewBytes.changes = await this.readOverview(`overview?since=${this.tag}`);
  }

  async modifyStoredApi(): Promise<void> {
    const RequestPath = `/changed_${this.changes++}`;
    await this.call("ModifyApiConfiguration", { ApiId: this.storedApi, RequestPath });
  }

  async restart(): Promise<void> {
    await this.cloud.stop();
    this.cloud = await startLocalCloud({ folder: this.folder });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.cloud.stop();
  }

  private async readOverview(path: string): Promise<number> {
    const answer = await ask(this.cloud.endpoint, path);
    this.tag = String(answer.tag);
    return JSON.stringify(answer).length;
  }

  private async createGroup(name: string): Promise<string> {
    return String((await this.call("CreateApiGroup", { GroupName: name })).GroupId);
  }

  private async createApi(group: string, name: string): Promise<string> {
    const answer = await this.call("CreateApi", {
      GroupId: group,
      ApiName: name,
      Visibility: "PRIVATE",
      AuthType: "ANONYMOUS",
      RequestConfig: requestConfig({ requestPath: `/${name}` }),
      ServiceConfig: serviceConfig({
        serviceVpcEnable: "FALSE",
        vpcConfig: undefined,
        serviceAddress: "http://www.example.com",
      }),
    });
    return String(answer.ApiId);
  }

  private call(action: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    const query = signedQuery({ Action: action, Version: versions.cloudapi }, { form });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return new Promise((resolve, reject) => {
      const sent = request(
        `http://${this.cloud.endpoint}/?${query}`,
        { method: "POST", headers, agent: this.agent },
        async (response) => {
          const chunks = await response.toArray();
          const answer = JSON.parse(Buffer.concat(chunks).toString());
          if (response.statusCode === 200) resolve(answer);
          else reject(new Failure(`${action} was answered with ${answer.Code}: ${answer.Message}`));
        },
      );
      sent.on("error", reject);
      sent.end(new URLSearchParams(form).toString());
    });
  }
}
