import { z } from "zod";
import { listInput } from "@/lib/list";
import { roles } from "@/lib/roles";

export const userStatuses = ["INVITED", "ACTIVE", "SUSPENDED", "CLOSED"] as const;

/** Everybody who has an account, found by name, address or phone. */
export const peopleListInput = listInput({
  sorts: ["name", "createdAt"],
  filters: { role: z.array(z.enum(roles)), status: z.array(z.enum(userStatuses)) },
});
export type PeopleListInput = z.output<typeof peopleListInput>;

export const personInput = z.object({ id: z.uuid() }).strict();
/** Why somebody may no longer sign in; they and the audit log are told. */
export const suspendInput = z.object({ id: z.uuid(), reason: z.string().trim().min(5).max(300) }).strict();
export const roleChangeInput = z.object({ id: z.uuid(), role: z.enum(roles) }).strict();

export const organizationStatuses = ["PENDING", "ACTIVE", "SUSPENDED"] as const;
export const organizationListInput = listInput({
  sorts: ["name", "createdAt"],
  filters: { status: z.array(z.enum(organizationStatuses)) },
});
export type OrganizationListInput = z.output<typeof organizationListInput>;
export const organizationStatusInput = z.object({ id: z.uuid(), status: z.enum(["ACTIVE", "SUSPENDED"]) }).strict();
/** Several accounts at once, as selected in the list. */
export const peopleInput = z.object({ ids: z.array(z.uuid()).min(1).max(200) }).strict();
