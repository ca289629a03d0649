import type { Fault } from "../../faults/fault";
import { type AnswerReader, type CallControl, InvalidRequest } from "../../http/backEndConnection";
import { filled, type GatewayContext, type Handler } from "../context";
import { ownHeaders } from "../debugInfo";
import { ClientGone, GatewayError } from "../errors";
import { endToEndPairs } from "../headers";
import { mapError, mapsErrors } from "./errorMapping";

/** Calls the back end and streams its answer to the client, whatever the status is, unless a plug-in maps it. */
export const forward: Handler = {
  name: "forward",
  title: "The back end answers",
  handle(context) {
    if (context.response.destroyed) throw new ClientGone("before the back end was asked");
    context.serviceStartedAt = Date.now();
    const fault = context.services.faults.strike("backEnd");
    const exchange = new Exchange(context, fault);
    return fault ? failFirst(context, fault).then(() => exchange.run()) : exchange.run();
  },
};

/** Applies a fault that prevents the call of the back end. */
async function failFirst(context: GatewayContext, fault: Fault): Promise<void> {
  const code = fault.refuses ? "ECONNREFUSED" : fault.cut === "before" ? "ECONNRESET" : undefined;
  if (code === undefined) return;
  const { port, targetAddress } = filled(context.connection, "connection");
  await context.services.faults.delay(fault);
  throw backendError(failure(code), `${targetAddress}:${port}`);
}

/** One call of a back end. */
class Exchange implements AnswerReader {
  private control: CallControl | undefined;
  private timer: NodeJS.Timeout | undefined;
  private resolve: (() => void) | undefined;
  private reject: ((error: unknown) => void) | undefined;
  private isOver = false;
  private status = 0;
  private headers: readonly string[] = [];
  /** The complete body for an error mapping plug-in, which needs it before the gateway sends any of the answer. */
  private readonly collected: Buffer[] | undefined;
  /** Set while a fault delays the answer. */
  private delay: Promise<void> | undefined;
  private readonly hangUp = this.clientLeft.bind(this);
  private readonly drained = this.clientRead.bind(this);

  constructor(
    private readonly context: GatewayContext,
    private readonly fault: Fault | undefined,
  ) {
    this.collected = mapsErrors(context) ? [] : undefined;
  }

  /** Resolves when the answer was passed on. */
  run(): Promise<void> {
    this.context.response.once("close", this.hangUp);
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      this.timer = this.startTimer();
      this.send();
    });
  }

  whole(status: number, headers: readonly string[], body: Buffer): void {
    // From here on, the connection belongs to the next call.
    this.control = undefined;
    this.begin(status, headers, () => {
      if (this.collected) this.collected.push(body);
      else this.writeHead();
      this.finish(body);
    });
  }

  head(status: number, headers: readonly string[]): void {
    this.begin(status, headers, () => {
      this.timer?.refresh();
      if (!this.collected) this.writeHead();
    });
  }

  data(chunk: Buffer): void {
    if (this.isOver) return;
    if (!this.collected) {
      this.sendData(chunk);
      return;
    }
    this.timer?.refresh();
    this.collected.push(chunk);
  }

  end(): void {
    this.control = undefined;
    if (this.delay) void this.delay.then(() => this.attempt(() => this.finish()));
    else this.attempt(() => this.finish());
  }

  failed(error: Error): void {
    // After the status line, the answer can only be broken off.
    const { port, targetAddress } = filled(this.context.connection, "connection");
    this.fail(
      this.status === 0
        ? backendError(error, `${targetAddress}:${port}`)
        : new GatewayError("D504RE", { reason: describeError(error) }),
    );
  }

  repeated(control: CallControl): void {
    this.control = control;
  }

  private send(): void {
    const { service } = filled(this.context.api, "api").definition;
    const { port, via, tls = false } = filled(this.context.connection, "connection");
    const isEncrypted = via === "http" ? tls : service.vpcScheme === "HTTPS";
    const scheme = isEncrypted ? "https" : "http";
    const call = filled(this.context.call, "call");
    try {
      this.control = this.context.services.backEnds.send({ scheme, port }, call, this);
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      const reason = `the call of the back end is not valid: ${error.message}`;
      this.fail(new GatewayError("X500AM", { reason }));
    }
  }

  /** A failure in what a connection calls has nobody else who would catch it. */
  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.fail(error instanceof GatewayError ? error : new GatewayError("X500ER", {}, error));
    }
  }

  /** Passes on the beginning of an answer, after the fault of the call. */
  private begin(status: number, headers: readonly string[], pass: () => void): void {
    if (this.isOver) return;
    this.status = status;
    this.headers = headers;
    if (!this.fault) {
      this.attempt(pass);
      return;
    }
    this.control?.pause();
    this.delay = this.applyFault(this.fault).then(() => {
      this.delay = undefined;
      if (this.isOver) return;
      this.attempt(pass);
      this.control?.resume();
    });
  }

  private clientLeft(): void {
    this.fail(new ClientGone(this.status === 0 ? "before the back end answered" : "in the answer"));
  }

  private clientRead(): void {
    clearTimeout(this.timer);
    this.timer = this.startTimer();
    this.control?.resume();
  }

  /** Delays the answer, or suppresses it. */
  private async applyFault(fault: Fault): Promise<void> {
    const { faults } = this.context.services;
    const { service } = filled(this.context.api, "api").definition;
    const left = filled(this.context.serviceStartedAt, "start") + service.timeout - Date.now();
    await faults.delay(fault, left).catch(this.hangUp);
    if (fault.latencyMs > left) this.fail(new GatewayError("D504TO"));
    if (fault.cut === "after") {
      const { port, targetAddress } = filled(this.context.connection, "connection");
      this.fail(backendError(failure("ECONNRESET"), `${targetAddress}:${port}`));
    }
  }

  private writeHead(): void {
    this.context.response.writeHead(this.status, endToEndPairs(this.headers, ownHeaders(this.context)));
  }

  private sendData(chunk: Buffer): void {
    const { response, services } = this.context;
    if (response.write(chunk)) {
      this.timer?.refresh();
      return;
    }
    this.control?.pause();
    response.once("drain", this.drained);
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.fail(new ClientGone("while it did not read the answer")),
      services.limits.clientPause,
    );
  }

  /** @param rest - The last part of a body that is not collected. */
  private finish(rest?: Buffer): void {
    if (this.isOver) return;
    const { response } = this.context;
    if (this.collected) this.finishCollected(Buffer.concat(this.collected));
    else response.end(rest);
    this.over();
    this.resolve?.();
  }

  private finishCollected(body: Buffer): void {
    const { response } = this.context;
    const mapped = mapError(this.context, { status: this.status, headers: this.headers, body });
    if (mapped) {
      const { status, headers } = mapped;
      response.writeHead(status, { ...ownHeaders(this.context), ...headers, "Content-Length": 0 }).end();
      return;
    }
    this.writeHead();
    response.end(body);
  }

  private fail(error: GatewayError | ClientGone): void {
    if (this.isOver) return;
    this.over();
    this.control?.abort();
    this.reject?.(error);
  }

  private over(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.context.response.off("close", this.hangUp);
    this.context.response.off("drain", this.drained);
  }

  private startTimer(): NodeJS.Timeout {
    return setTimeout(() => this.expire(), filled(this.context.api, "api").definition.service.timeout);
  }

  /** From the head of the answer on, the time-out applies to pauses of the back end between two parts of the body. */
  private expire(): void {
    const reason = "the back end paused too long";
    this.fail(
      this.status === 0 || this.delay ? new GatewayError("D504TO") : new GatewayError("D504RE", { reason }),
    );
  }
}

/** Creates an error like those of the network. */
const failure = (code: string): Error => Object.assign(new Error(code), { code });

function describeError(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "the connection ended early";
}

function backendError(error: Error, target: string): GatewayError {
  const code = describeError(error);
  if (code === "ECONNREFUSED") return new GatewayError("D504CO", { reason: `Connection refused: ${target}` });
  if (code.startsWith("HPE_")) return new GatewayError("D504IL", { reason: error.message });
  return new GatewayError("D504RE", { reason: code });
}
