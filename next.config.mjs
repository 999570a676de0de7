const inBrowser = { condition: "browser", loaders: ["./scripts/next-loader.cjs"] };

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: false,
  // The web process packs answers (server/web/compress.ts), files of the build are packed when they are made.
  compress: false,
  // The web process (server/web/main.ts) sets what every answer carries; here only how long a file may be kept.
  headers: () => [
    {
      source: "/assets/:file*",
      headers: [{ key: "cache-control", value: "public, max-age=31536000, immutable" }],
    },
    { source: "/illustrations/:file*", headers: [{ key: "cache-control", value: "public, max-age=604800" }] },
  ],
  // `npm test` checks types, of tests and scripts too; a school that only wants to start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Native code and what looks for its own files on disk is required where it lies instead of being bundled.
  serverExternalPackages: ["@node-rs/argon2", "pino", "ioredis", "@prisma/client", "@prisma/adapter-pg", "pg"],
  outputFileTracingIncludes: { "/**": ["./messages/**/*.json", "./public/assets/manifest.json"] },
  turbopack: {
    root: import.meta.dirname,
    rules: {
      "**/lucide-react/dist/esm/Icon.mjs": { loaders: ["./scripts/lucide-loader.cjs"] },
      "**/next/dist/client/components/builtin/global-error.js": inBrowser,
      "**/next/dist/client/components/router-reducer/reducers/server-action-reducer.js": inBrowser,
      "**/next/dist/build/polyfills/polyfill-module.js": inBrowser,
      "**/next/dist/lib/constants.js": inBrowser,
    },
  },
};
