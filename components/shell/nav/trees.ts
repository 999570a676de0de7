import type { NavTree } from "@/lib/nav";
import type { Role } from "@/lib/roles";
import { adminNav } from "./admin.nav";
import { instructorNav } from "./instructor.nav";
import { parentNav } from "./parent.nav";
import { partnerNav } from "./partner.nav";
import { staffNav } from "./staff.nav";
import { studentNav } from "./student.nav";

export const navTrees: Record<Role, NavTree> = {
  PARENT: parentNav,
  STUDENT: studentNav,
  INSTRUCTOR: instructorNav,
  STAFF: staffNav,
  PARTNER: partnerNav,
  ADMIN: adminNav,
};
