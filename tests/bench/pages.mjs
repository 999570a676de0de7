/** What is measured: each row of docs/performance.md, with the goal it is held against. */
export const password = "Karibu-2026!";

/**
 * Who signs in, in turn. A try is counted as failed until its password was right (server/features/identity), so five at
 * once on one account are a guess in progress and the fifth is told to wait: eight people who sign in are eight accounts.
 */
export const people = ["parent", "coparent", "student", "instructor", "staff", "lead", "partner", "admin"];

export const pages = [
  { name: "landing, signed out", path: "/", goal: { median: 3, rate: 450, reads: 0 } },
  { name: "login", path: "/login", goal: { median: 5, rate: 350, reads: 1 } },
  { name: "sign-in", signIn: true, goal: {} },
  {
    name: "parent home, 4 children",
    who: "parent",
    path: "/dashboard/parent",
    goal: { median: 20, rate: 100, reads: 12 },
  },
  { name: "children", who: "parent", path: "/dashboard/parent/children", goal: { median: 12, rate: 180, reads: 8 } },
  { name: "inbox", who: "parent", path: "/dashboard/parent/notifications", goal: { median: 15, rate: 150, reads: 10 } },
  { name: "student home", who: "student", path: "/dashboard/student", goal: { median: 12, rate: 180, reads: 8 } },
  { name: "staff focus", who: "staff", path: "/dashboard/staff", goal: { median: 20, rate: 100, reads: 12 } },
  {
    name: "people table, 50 rows",
    who: "admin",
    path: "/dashboard/admin/users",
    goal: { median: 12, rate: 180, reads: 6 },
  },
];
