/** The browsers' push services. A subscription's address comes from a browser: nowhere else do we send anything. */
const services = [
  /^fcm\.googleapis\.com$/,
  /^([a-z0-9-]+\.)*push\.services\.mozilla\.com$/,
  /^([a-z0-9-]+\.)*push\.apple\.com$/,
  /^([a-z0-9-]+\.)*notify\.windows\.com$/,
];

/**
 * Whether an address belongs to a push service: HTTPS on its usual port, no name or password in it. `sandbox` is the
 * origin of the one played on this machine, absent in production.
 */
export function isPushService(endpoint: string, sandbox: string | null): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  if (url.username || url.password || url.hash) return false;
  if (sandbox && url.origin === new URL(sandbox).origin) return url.pathname.startsWith("/push/");
  return url.protocol === "https:" && url.port === "" && services.some((service) => service.test(url.hostname));
}
