/**
 * Dependencies point one way. Each rule says in words what it protects.
 * app → components/<feature> → components/{shell,data,forms} → components/ui → lib
 * router → service, queries → policy → domain → schema → lib; service → integrations, platform
 */
const notInTest = "\\.test\\.tsx?$";
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "lib-stands-alone",
      comment: "lib is what browser and server share",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|components|server|inngest|prisma|tests|scripts)/" },
    },
    {
      name: "database-only-in-the-unit-of-work",
      comment: "Code outside the unit of work cannot reach the database client",
      severity: "error",
      from: {
        path: "^(app|components|server|inngest|lib)/",
        pathNot: ["^server/platform/db/", "^server/database/", "^inngest/embedded/", notInTest],
      },
      to: {
        path: [
          "^server/platform/db/(client|generated)",
          "node_modules/pg/",
          "node_modules/pg-boss/",
          "node_modules/@prisma/adapter-pg",
        ],
      },
    },
    {
      name: "components-see-no-query",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: "^server/",
        pathNot: [
          "^server/features/[^/]+/[^/]+\\.(schema|domain)\\.ts$",
          "^server/platform/(i18n|context|document|actor)",
          "^server/root\\.router\\.ts$",
        ],
      },
    },
    {
      name: "ui-knows-nothing",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^(components/(?!ui/)|app/|server/)" },
    },
    {
      name: "shared-components-know-no-feature",
      severity: "error",
      from: { path: "^components/(data|forms)/" },
      to: { path: ["^components/(?!ui/|data/|forms/|shell/)", "^app/", "^server/"] },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "\\.domain\\.ts$" },
      to: {
        path: ["\\.(policy|queries|service|router)\\.ts$", "^server/(platform|integrations)/", "^app/", "^components/"],
      },
    },
    {
      name: "schema-is-shared-with-the-browser",
      severity: "error",
      from: { path: "\\.schema\\.ts$" },
      to: {
        path: ["\\.(domain|policy|queries|service|router)\\.ts$", "^server/(platform|integrations)/", "^components/"],
      },
    },
    {
      name: "policy-decides-without-asking",
      severity: "error",
      from: { path: "\\.policy\\.ts$" },
      to: { path: ["\\.(queries|service|router)\\.ts$", "^components/"] },
    },
    {
      name: "queries-do-not-write",
      severity: "error",
      from: { path: "\\.queries\\.ts$" },
      to: { path: ["\\.(service|router)\\.ts$", "^components/", "^server/integrations/"] },
    },
    {
      name: "routers-are-entered-from-the-root",
      severity: "error",
      from: { pathNot: ["^server/root\\.router\\.ts$", notInTest] },
      to: { path: "\\.router\\.ts$", pathNot: "^server/root\\.router\\.ts$" },
    },
    {
      name: "server-does-not-import-pages",
      severity: "error",
      from: { path: "^(server|inngest)/", pathNot: notInTest },
      to: { path: ["^app/", "^components/(?!documents/|ui/)"] },
    },
    {
      name: "jobs-go-through-services",
      severity: "error",
      from: { path: "^inngest/functions/" },
      to: { path: ["\\.(router|queries)\\.ts$", "^components/", "^app/"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^server/platform/db/generated/", "^\\.next/", "^\\.data/"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
    skipAnalysisNotInRules: true,
  },
};
