import type { PGlite } from "@electric-sql/pglite";

type Turn = {
  owner: number;
  message: Uint8Array;
  onData: (data: Uint8Array) => void;
  resolve: (bytes: number) => void;
  reject: (error: Error) => void;
};

const SYNC = new Uint8Array([0x53, 0, 0, 0, 4]);
const type = (letter: string) => letter.charCodeAt(0);
/** Messages of the extended protocol that are only half a sentence until a Sync follows. */
const OPENS_BATCH = new Set(["P", "B", "D", "E", "C", "H"].map(type));
const ENDS_BATCH = new Set(["S", "Q"].map(type));
const PARSE = type("P");
const PARSE_COMPLETE = new Uint8Array([type("1"), 0, 0, 0, 4]);

/** The statement's name and text in a Parse message, or null where it has no name and is forgotten after use. */
function namedStatement(message: Uint8Array): { name: string; text: string } | null {
  if (message[0] !== PARSE || message[5] === 0) return null;
  const said = Buffer.from(message.buffer, message.byteOffset + 5, message.byteLength - 5);
  const end = said.indexOf(0);
  return { name: said.toString("utf8", 0, end), text: said.toString("latin1", end + 1) };
}

/**
 * Decides whose message the one database session hears next. It takes the place of the queue in `pglite-socket`,
 * which lets another client's message between the parts of a batch that arrived in two network packets (both use the
 * unnamed statement, so one would run the other's query), stands still for ever after an engine error, and lets a
 * client that stopped in the middle of a transaction block everybody. Statements with a name belong to the one session
 * and so to all its clients: one that is there already is not parsed again.
 */
export class TurnQueue {
  readonly #db: PGlite;
  readonly #idleLimitMs: number;
  readonly #onFatal: (error: Error) => void;
  readonly #onStuck: (owner: number) => void;
  #waiting: Turn[] = [];
  #running = false;
  /** The client that holds the session: inside a transaction or inside an unfinished batch. */
  #holder: number | null = null;
  #inBatch = false;
  #idleTimer: NodeJS.Timeout | undefined;
  /** What the session has prepared, by name. Clients name statements by their text and never take one back. */
  readonly #prepared = new Map<string, string>();

  constructor(
    db: PGlite,
    options: { idleLimitMs: number; onFatal: (error: Error) => void; onStuck: (owner: number) => void },
  ) {
    this.#db = db;
    this.#idleLimitMs = options.idleLimitMs;
    this.#onFatal = options.onFatal;
    this.#onStuck = options.onStuck;
  }

  /** Runs `fn` while no client is heard, or not at all when one holds the session or waits for it. */
  async whenIdle(fn: () => Promise<void>): Promise<void> {
    if (this.#running || this.#holder !== null || this.#waiting.length > 0) return;
    this.#running = true;
    try {
      await fn();
    } finally {
      this.#running = false;
      void this.#drain();
    }
  }

  getQueueLength(): number {
    return this.#waiting.length;
  }

  enqueue(owner: number, message: Uint8Array, onData: (data: Uint8Array) => void): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ owner, message, onData, resolve, reject });
      void this.#drain();
    });
  }

  clearQueueForHandler(owner: number): void {
    const gone = this.#waiting.filter((turn) => turn.owner === owner);
    this.#waiting = this.#waiting.filter((turn) => turn.owner !== owner);
    for (const turn of gone) turn.reject(new Error("The client left"));
  }

  /** A client left: end its batch, roll back its transaction and let the next one speak. */
  async clearTransactionIfNeeded(owner: number): Promise<void> {
    if (this.#holder !== owner) return;
    clearTimeout(this.#idleTimer);
    try {
      await this.#db.runExclusive(async () => {
        if (this.#inBatch) await this.#db.execProtocolRawStream(SYNC, { onRawData: () => {} });
      });
      if (this.#db.isInTransaction()) await this.#db.exec("ROLLBACK");
    } catch (error) {
      this.#onFatal(error as Error);
      return;
    }
    this.#inBatch = false;
    this.#holder = null;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#idleTimer);
    for (let turn = this.#next(); turn; turn = this.#next()) {
      const { owner, message, resolve } = turn;
      let bytes = 0;
      try {
        bytes = await this.#hear(turn);
      } catch (error) {
        // SQL errors are answers, not exceptions: this is the engine itself failing, and its memory cannot be trusted.
        turn.reject(error as Error);
        this.#onFatal(error as Error);
        return;
      }
      const kind = message[0] ?? 0;
      if (OPENS_BATCH.has(kind)) this.#inBatch = true;
      else if (ENDS_BATCH.has(kind)) this.#inBatch = false;
      this.#holder = this.#inBatch || this.#db.isInTransaction() ? owner : null;
      resolve(bytes);
    }
    this.#running = false;
    const holder = this.#holder;
    if (holder !== null) {
      this.#idleTimer = setTimeout(() => this.#onStuck(holder), this.#idleLimitMs);
      this.#idleTimer.unref();
    }
  }

  /** Lets the session hear one message and answers how many bytes it said. */
  async #hear({ message, onData }: Turn): Promise<number> {
    const statement = namedStatement(message);
    if (statement && this.#prepared.get(statement.name) === statement.text) {
      onData(PARSE_COMPLETE);
      return PARSE_COMPLETE.length;
    }
    let bytes = 0;
    let first: number | undefined;
    await this.#db.runExclusive(() =>
      this.#db.execProtocolRawStream(message, {
        onRawData: (data) => {
          first ??= data[0];
          bytes += data.length;
          onData(data);
        },
      }),
    );
    if (statement && first === PARSE_COMPLETE[0]) this.#prepared.set(statement.name, statement.text);
    return bytes;
  }

  #next(): Turn | undefined {
    if (this.#holder === null) return this.#waiting.shift();
    const index = this.#waiting.findIndex((turn) => turn.owner === this.#holder);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }
}
