import type * as pulumi from "@pulumi/pulumi";
import { callAlb } from "../client/action";
import { realTime, unlessCode } from "../client/calls";
import { compareIdentity, DynamicProvider, reportDeleted } from "../provider";
import type { AlbServerInputs } from "./resource";
import { drained, readAlbServers } from "./servers";

type AlbServerState = AlbServerInputs & { regionId: string };

/** Registers one instance in the server group of an ALB. Source: AddServersToServerGroup. */
export class AlbServerProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  constructor(private readonly time = realTime) {
    super();
  }

  async check(_olds: Partial<AlbServerState>, news: AlbServerInputs) {
    return { inputs: this.inRegion(news) };
  }

  async diff(_id: string, olds: AlbServerState, news: AlbServerInputs) {
    return {
      ...compareIdentity(olds, news, ["serverGroupId", "serverId", "port"]),
      deleteBeforeReplace: false,
    };
  }

  async create(inputs: AlbServerState) {
    const status = await this.find(inputs);
    if (status === undefined) await this.add(inputs);
    if (status === drained) await this.call(inputs, "UpdateServerGroupServersAttribute", { Weight: 100 });
    await this.untilAvailable(inputs);
    return { id: `${inputs.serverGroupId}:${inputs.serverId}:${inputs.port}`, outs: inputs };
  }

  async read(id: string, props: AlbServerState) {
    const status = await this.find(props);
    // An update that was interrupted after the drain leaves a server without weight. The next one adds it again.
    return status === undefined || status === drained ? reportDeleted() : { id, props };
  }

  async delete(_id: string, props: AlbServerState): Promise<void> {
    await unlessCode(/NotFound/, () => this.call(props, "RemoveServersFromServerGroup"));
  }

  private async add(inputs: AlbServerState): Promise<void> {
    try {
      await this.call(inputs, "AddServersToServerGroup");
    } catch (error) {
      // The service rejects a repeated call if the first one took effect, although its answer was lost.
      if ((await this.find(inputs)) === undefined) throw error;
    }
  }

  private call(inputs: AlbServerState, action: string, change: object = {}): Promise<unknown> {
    const { serverGroupId, serverId, port } = inputs;
    const servers = [{ ServerId: serverId, ServerType: "Ecs", Port: port, ...change }];
    const query = { ServerGroupId: serverGroupId, Servers: servers };
    return callAlb(this.clientIn(inputs, "alb"), action, query, this.time);
  }

  /** Status of the server. Undefined if the group or the server does not exist. */
  private async find(inputs: AlbServerState): Promise<string | undefined> {
    const { serverGroupId, serverId, port } = inputs;
    const client = this.clientIn(inputs, "alb");
    const servers = await unlessCode(/NotFound/, () => readAlbServers(client, serverGroupId, this.time));
    return servers?.get(`${serverId}:${port}`);
  }

  /** The service registers a server after it has answered. */
  private async untilAvailable(inputs: AlbServerState): Promise<void> {
    const deadline = this.time.now() + 2 * 60_000;
    for (;;) {
      const status = await this.find(inputs);
      if (status === "Available") return;
      if (this.time.now() > deadline) {
        throw new Error(
          `${inputs.serverId} is ${status ?? "missing"} in the server group ${inputs.serverGroupId} 2 minutes after it ` +
            "was added. Check the server group in the console.",
        );
      }
      await this.time.pass(1_000);
    }
  }
}
