/** The bundled entry of scripts/migrate.ts. */
import { main } from "./migrate.ts";

await main();
