import { call } from "@/lib/call";

/**
 * The browser's end of push. Which person switched it on here is remembered beside the subscription: on a shared device
 * the next one is asked anew, and nothing is handed to them.
 */
export type DeviceState = "unsupported" | "install" | "denied" | "off" | "on";
const remembered = "uhs.push";

const subscriptionOf = async () =>
  (await (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription()) ?? null;

function owner(): string | null {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}
function remember(userId: string | null): void {
  try {
    if (userId) localStorage.setItem(remembered, userId);
    else localStorage.removeItem(remembered);
  } catch {
    // Private windows keep nothing; the device is asked again next time.
  }
}

/** How push stands on this device for this person. */
export async function deviceState(userId: string): Promise<DeviceState> {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!able) return /iPhone|iPad/.test(navigator.userAgent) ? "install" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  return owner() === userId && Notification.permission === "granted" && (await subscriptionOf()) ? "on" : "off";
}

async function tell(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await call("notify.subscribePush", { endpoint, p256dh: keys?.p256dh, auth: keys?.auth });
}

const bytesOf = (key: string) =>
  Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

/** Asks the person, then the browser, then tells the school. Begun by a press: browsers ask for nothing otherwise. */
export async function switchOn(userId: string, publicKey: string): Promise<DeviceState> {
  if ((await Notification.requestPermission()) !== "granted") return deviceState(userId);
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const registration = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  let subscription: PushSubscription;
  try {
    subscription = await registration.pushManager.subscribe(options);
  } catch (error) {
    // Subscribed with a key of before: that one must go first.
    const old = await registration.pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    subscription = await registration.pushManager.subscribe(options);
  }
  await tell(subscription);
  remember(userId);
  return "on";
}

/** The school first: should the rest fail, nothing is sent any more all the same. */
export async function switchOff(): Promise<DeviceState> {
  const subscription = await subscriptionOf();
  if (subscription) {
    await call("notify.unsubscribePush", { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  remember(null);
  return "off";
}

/** After signing in again on a device one had switched on: it belongs to the new session. */
export async function keepOn(userId: string): Promise<void> {
  if ((await deviceState(userId)) !== "on") return;
  const subscription = await subscriptionOf();
  if (subscription) await tell(subscription);
}
