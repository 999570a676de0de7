import type { Role } from "./roles";

/**
 * Every permission, who holds it, and what it opens. This is the data behind the tables Permission and
 * RolePermission: each deployment writes it there, the session carries the names, and SQL policies ask
 * `app.has_permission`. A permission says what a role may try; which rows it may try it on is decided by
 * the room's policy and once more by row-level security.
 */
type Grant = { roles: readonly Role[]; leads?: readonly Role[]; description: string };
const everyone = ["PARENT", "STUDENT", "INSTRUCTOR", "STAFF", "PARTNER", "ADMIN"] as const satisfies readonly Role[];

export const permissions = {
  // Everybody who is signed in
  "self:read": { roles: everyone, description: "See one's own account, inbox and settings" },
  "self:write": { roles: everyone, description: "Change one's own account, inbox and settings" },
  "search:use": { roles: everyone, description: "Search the records one may see" },
  "file:read": { roles: everyone, description: "Open files one may see" },
  "file:write": { roles: everyone, description: "Send files, and remove one's own" },
  "live:listen": { roles: everyone, description: "Be told at once what changed for oneself" },

  "token:write": {
    roles: ["INSTRUCTOR", "STAFF", "PARTNER", "ADMIN"],
    description: "Make and end tokens by which one's own programs ask in one's name",
  },

  // Families
  "family:read": { roles: ["PARENT"], description: "See one's family, its goals and what it needs to decide" },
  "family:manage": { roles: ["PARENT"], description: "Invite guardians, change their rights and remove them" },
  "child:sign_in": {
    roles: ["PARENT"],
    description: "Let one's children sign in on a family device, see where they are signed in and end it",
  },
  "child:contest": {
    roles: ["STAFF"],
    description: "Freeze who may do what for a child whose guardians disagree, and lift it",
  },
  "child:read": {
    roles: ["PARENT", "STUDENT", "INSTRUCTOR", "STAFF", "PARTNER", "ADMIN"],
    description: "See the children one is related to by family, class, consent or office",
  },
  "child:read_all": { roles: ["STAFF", "ADMIN"], description: "See any child's record; each opening is audited" },
  "child:write": { roles: ["ADMIN"], description: "Enrol children and change guardianship" },
  "mood:read": {
    roles: ["PARENT", "STUDENT", "INSTRUCTOR", "PARTNER"],
    description: "See moods where the family allows it",
  },
  "mood:record": { roles: ["PARENT", "STUDENT"], description: "Record how a child feels today" },
  "goal:read": { roles: ["PARENT", "STUDENT"], description: "See family goals" },
  "goal:write": { roles: ["PARENT", "STUDENT"], description: "Set family goals and note progress" },
  "consent:read": { roles: ["PARENT"], description: "See who may see what about one's children" },
  "consent:decide": {
    roles: ["PARENT"],
    description: "Give, refuse and take back consent for children one decides for, and look with a recipient's eyes",
  },
  "consent:read_all": { roles: ["STAFF", "ADMIN"], description: "See consent decisions to answer families" },
  "consent:text": { roles: ["ADMIN"], description: "Publish the words shown when consent is asked" },
  "consent:received": {
    roles: ["PARTNER", "INSTRUCTOR"],
    description: "See what families have agreed to share with oneself",
  },
  "data_request:make": {
    roles: ["PARENT"],
    description: "Ask for a copy, a correction or a deletion of one's children's data",
  },
  "data_request:answer": {
    roles: ["STAFF", "ADMIN"],
    description: "Answer requests for export, correction and deletion",
  },

  // Teaching
  "learner:read": { roles: ["INSTRUCTOR"], description: "See the learners one teaches" },
  "learner:care": {
    roles: ["INSTRUCTOR"],
    description: "Celebrate the learners one teaches, ask staff to look at them and plan help for them",
  },
  "certificate:write": {
    roles: ["INSTRUCTOR", "STAFF"],
    description: "Withdraw certificates of courses one answers for, and make them out anew",
  },
  "teaching:assign": { roles: ["ADMIN"], description: "Give a learner a teacher" },
  "curriculum:read": { roles: everyone, description: "Browse the curriculum" },
  "curriculum:write": { roles: ["ADMIN"], description: "Change the curriculum" },
  "coverage:read": {
    roles: ["INSTRUCTOR", "STAFF", "ADMIN"],
    description: "See which competencies are planned, taught and assessed",
  },
  "course:read": { roles: everyone, description: "Open courses one teaches, follows or may find in the catalogue" },
  "course:write": { roles: ["INSTRUCTOR"], description: "Make courses and change those one may edit" },
  "course:review": { roles: ["STAFF"], description: "Review courses and put them before families" },
  "course:enrol": { roles: ["PARENT"], description: "Enrol one's children in courses" },
  "lesson:learn": { roles: ["STUDENT"], description: "Follow lessons, take notes and keep one's place" },
  "review:write": { roles: ["PARENT"], description: "Review a course one's child follows" },
  "review:reply": { roles: ["INSTRUCTOR"], description: "Answer reviews of one's courses" },
  "talk:read": { roles: ["PARENT", "STUDENT"], description: "Read what is said in courses one's family follows" },
  "talk:write": { roles: ["STUDENT"], description: "Ask and talk in courses one follows" },
  "talk:lead": { roles: ["INSTRUCTOR"], description: "Answer, announce and keep order in the talk of one's courses" },
  "talk:report": {
    roles: ["PARENT", "STUDENT", "INSTRUCTOR"],
    description: "Bring what was said in a course before the school",
  },
  "talk:moderate": { roles: ["STAFF"], description: "Read and decide what was held or reported in courses" },
  "question:read": { roles: ["INSTRUCTOR", "STAFF"], description: "Search the question bank" },
  "question:write": { roles: ["INSTRUCTOR"], description: "Write questions of one's own" },
  "question:school": { roles: ["STAFF"], description: "Keep the school's question bank" },
  "assessment:write": { roles: ["INSTRUCTOR"], description: "Make assessments and assignments in one's courses" },
  "assessment:school": { roles: ["STAFF"], description: "Change the assessments of any course" },
  "assessment:take": { roles: ["STUDENT"], description: "Take assessments" },
  "work:submit": { roles: ["STUDENT"], description: "Hand in work" },
  "work:grade": { roles: ["INSTRUCTOR"], description: "Grade work and answers in one's courses" },
  "grade:contest": { roles: ["PARENT", "STUDENT"], description: "Ask for a grade to be looked at again" },
  "progress:read": {
    roles: ["PARENT", "STUDENT", "INSTRUCTOR", "STAFF", "PARTNER"],
    description: "See what children learned, of those one may see",
  },
  "accommodation:write": {
    roles: ["INSTRUCTOR"],
    description: "Say what a learner is allowed beside the rule, like more time",
  },

  // Staff
  "desk:read": { roles: ["STAFF"], description: "See one's working day" },
  "case:work": { roles: ["STAFF"], description: "Work on family cases, notes and interventions" },
  "team:read": { roles: ["STAFF"], leads: ["STAFF"], description: "See the team's workload" },

  // Partners
  "partner:read": { roles: ["PARTNER"], description: "See one's organisation and what was shared with it" },
  "partner:team": {
    roles: ["PARTNER"],
    description: "Look after who belongs to one's organisation, as its owner or manager, and leave it",
  },

  // Administration
  "person:read": { roles: ["STAFF", "ADMIN"], description: "Find people" },
  "person:write": { roles: ["ADMIN"], description: "Suspend and reinstate people, change their roles" },
  "organization:read": { roles: ["STAFF", "ADMIN"], description: "Find organisations" },
  "organization:write": { roles: ["ADMIN"], description: "Approve and change organisations" },
  "health:read": { roles: ["ADMIN"], description: "See the health of the system" },
  "job:retry": { roles: ["ADMIN"], description: "Run a failed job or message again" },
  "audit:read": { roles: ["ADMIN"], description: "Read the audit log" },
  "audit:export": { roles: ["ADMIN"], description: "Take the audit log out of the house; each export is audited" },
  "application:review": {
    roles: ["ADMIN"],
    description: "Read applications to teach or to partner, approve and decline them",
  },
  "audit:verify": { roles: ["ADMIN"], description: "Have the audit log's chain verified" },
  "plan:write": { roles: ["ADMIN"], description: "Change plans and prices" },
  "flag:write": { roles: ["ADMIN"], description: "Switch features on and off" },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];

/** Names a role holds; those only leads hold are left out unless `lead`. */
export function permissionsOf(role: Role, lead = false): Permission[] {
  return permissionNames.filter((name) => {
    const grant: Grant = permissions[name];
    return grant.roles.includes(role) && (lead || !grant.leads?.includes(role));
  });
}
