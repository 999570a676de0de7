/** How anything on the page asks for the palette without carrying its code. */
const CHANNEL = "uhs:palette";

export function openPalette(query = ""): void {
  window.dispatchEvent(new CustomEvent(CHANNEL, { detail: query }));
}

export function onPalette(open: (query: string) => void): () => void {
  const listen = (event: Event) => open((event as CustomEvent<string>).detail);
  window.addEventListener(CHANNEL, listen);
  return () => window.removeEventListener(CHANNEL, listen);
}
