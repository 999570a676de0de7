import { allow, router } from "@/server/platform/trpc";
import { listOrganizations, listPeople, readPerson } from "./people.queries";
import {
  organizationListInput,
  organizationStatusInput,
  peopleInput,
  peopleListInput,
  personInput,
  roleChangeInput,
  suspendInput,
} from "./people.schema";
import {
  changeRole,
  endPersonSessions,
  endSessionsOf,
  reinstatePerson,
  setOrganizationStatus,
  suspendPerson,
} from "./people.service";

export const peopleRouter = router({
  list: allow("person:read")
    .input(peopleListInput)
    .query(({ ctx, input }) => listPeople(ctx, input)),
  read: allow("person:write")
    .input(personInput)
    .query(({ ctx, input }) => readPerson(ctx, input.id)),
  suspend: allow("person:write", { stepUp: true })
    .input(suspendInput)
    .mutation(({ ctx, input }) => suspendPerson(ctx, input)),
  reinstate: allow("person:write")
    .input(personInput)
    .mutation(({ ctx, input }) => reinstatePerson(ctx, input)),
  endSessions: allow("person:write")
    .input(personInput)
    .mutation(({ ctx, input }) => endPersonSessions(ctx, input)),
  endSessionsOf: allow("person:write")
    .input(peopleInput)
    .mutation(({ ctx, input }) => endSessionsOf(ctx, input)),
  giveRole: allow("person:write", { stepUp: true })
    .input(roleChangeInput)
    .mutation(({ ctx, input }) => changeRole(ctx, input, true)),
  takeRole: allow("person:write")
    .input(roleChangeInput)
    .mutation(({ ctx, input }) => changeRole(ctx, input, false)),
  organizations: allow("organization:read")
    .input(organizationListInput)
    .query(({ ctx, input }) => listOrganizations(ctx, input)),
  setOrganizationStatus: allow("organization:write")
    .input(organizationStatusInput)
    .mutation(({ ctx, input }) => setOrganizationStatus(ctx, input)),
});
