/** Headers every answer carries, whatever it is. HSTS only where there is HTTPS to insist on. */
export function alwaysHeaders(https: boolean): [name: string, value: string][] {
  return [
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["x-frame-options", "DENY"],
    [
      "permissions-policy",
      "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ],
    ...(https ? [["strict-transport-security", "max-age=63072000; includeSubDomains"] as [string, string]] : []),
  ];
}

/**
 * The policy of a page with a client runtime: scripts run only with this answer's nonce, with the letters of the one
 * inline script (`earlyHash`, SHA-256 in base64), and what they themselves load.
 * `connect` are the origins besides our own that a page may talk to (the collaboration socket).
 * Style attributes are allowed because charts and meters place their marks by them; style sheets are not.
 */
export function pagePolicy(options: {
  nonce: string;
  earlyHash: string;
  connect: readonly string[];
  https: boolean;
  dev: boolean;
}): string {
  const { nonce, earlyHash, connect, https, dev } = options;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'sha256-${earlyHash}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // While developing, styles are replaced in place by scripts that know no nonce.
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    ["connect-src 'self'", ...connect].join(" "),
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/**
 * The policy of a document: it has no script at all, so nothing is granted and no nonce is needed. With `script` our own
 * files may run, which may talk to nobody: the page that asks for a passkey.
 */
export const documentPolicy = (https: boolean, script = false): string =>
  [
    "default-src 'none'",
    `script-src ${script ? "'self'" : "'none'"}`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");

/** Where the collaboration socket of this school is, as seen from a page reached under `host`. */
export function collabOrigins(collabUrl: string | undefined, host: string | null, local: boolean): string[] {
  if (!collabUrl || !URL.canParse(collabUrl)) return [];
  const url = new URL(collabUrl);
  const origin = `${url.protocol}//${url.host}`;
  // Locally the school is reached under several names of one machine.
  const name = host?.replace(/:\d+$/, "");
  const here =
    local && name && /^[\w.-]+$|^\[[\da-f:]+\]$/i.test(name) ? `${url.protocol}//${name}:${url.port}` : origin;
  return [...new Set([origin, here])];
}
