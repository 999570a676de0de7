import type { Client } from "pg";
import { owesSecondFactor } from "../lib/factor-policy";
import { permissionNames, permissions } from "../lib/permissions";
import type { Role } from "../lib/roles";

/** What the client must be able to do: one parametrised statement. */
type Runner = Pick<Client, "query">;

/**
 * Writes the reference data that lives in code into its tables: permissions and who holds them.
 * Run by every deployment after the migrations, as the owner; whole or absent.
 */
export async function syncReference(client: Runner): Promise<void> {
  const grants = permissionNames.flatMap((name) => {
    const grant: { roles: readonly Role[]; leads?: readonly Role[] } = permissions[name];
    return grant.roles.map((role) => ({ role, name, leadOnly: grant.leads?.includes(role) ?? false }));
  });
  await client.query("BEGIN");
  try {
    await client.query(
      `INSERT INTO "Permission" (name, description, "secondFactor") SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[])
       ON CONFLICT (name) DO UPDATE SET description = excluded.description, "secondFactor" = excluded."secondFactor"`,
      [
        permissionNames,
        permissionNames.map((name) => permissions[name].description),
        permissionNames.map((name) => owesSecondFactor.has(name)),
      ],
    );
    await client.query(`DELETE FROM "Permission" WHERE name <> ALL($1::text[])`, [permissionNames]);
    await client.query(
      `INSERT INTO "RolePermission" (role, "permissionName", "leadOnly") SELECT r::"Role", n, l FROM unnest($1::text[], $2::text[], $3::boolean[]) AS g(r, n, l)
       ON CONFLICT (role, "permissionName") DO UPDATE SET "leadOnly" = excluded."leadOnly"`,
      [grants.map((g) => g.role), grants.map((g) => g.name), grants.map((g) => g.leadOnly)],
    );
    await client.query(
      `DELETE FROM "RolePermission" p WHERE NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS g(r, n) WHERE g.r = p.role::text AND g.n = p."permissionName")`,
      [grants.map((g) => g.role), grants.map((g) => g.name)],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
