/** Prisma's own schema engine, as WebAssembly: its binary cannot be downloaded behind a closed network. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlQuery } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

export type SchemaFile = { path: string; content: string };
export type SchemaEngine = Awaited<ReturnType<typeof bindings.SchemaEngine.new>>;

let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  const require = createRequire(import.meta.url);
  const path = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
  const wasm = await WebAssembly.compile(await readFile(path));
  const instance = await WebAssembly.instantiate(wasm, {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

const INTERNAL_CHAR = 18;
const TEXT = 25;
type Answer = { fields: { dataTypeID: number }[] };

/** The adapter does not know the catalogue's one-byte "char", which the engine reads to describe a database. */
class CatalogueAdapter extends PrismaPg {
  override async connect(): ReturnType<PrismaPg["connect"]> {
    const adapter = await super.connect();
    const ask = Reflect.get(adapter, "performIO") as (query: SqlQuery) => Promise<Answer>;
    const queryRaw = adapter.queryRaw.bind(adapter);
    const chars = new WeakMap<SqlQuery, number[]>();
    Reflect.set(adapter, "performIO", async (query: SqlQuery) => {
      const answer = await ask.call(adapter, query);
      const found = answer.fields.flatMap((field, index) => (field.dataTypeID === INTERNAL_CHAR ? [index] : []));
      for (const index of found) answer.fields[index] = { ...answer.fields[index], dataTypeID: TEXT };
      chars.set(query, found);
      return answer;
    });
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const index of chars.get(query) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  }
}

/** The engine reports its own panics through this name. */
Reflect.set(globalThis, "PRISMA_WASM_PANIC_REGISTRY", {
  set_message(message: string) {
    console.error(`Schema engine: ${message}`);
  },
});

/** An engine that knows `files` and speaks to the database behind `connectionString`. */
export async function schemaEngine(files: SchemaFile[], connectionString: string): Promise<SchemaEngine> {
  loaded ??= load();
  await loaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueAdapter({ connectionString, max: 1 }));
  const datamodels = files.map((file): [string, string] => [file.path, file.content]);
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}
