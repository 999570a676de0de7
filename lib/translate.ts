/** How a component asks for text: a key below its feature, ICU values filled in. Server pages pass `await getT("ui")`. */
export type Translate = (
  key: string,
  values?: Record<string, string | number | bigint | Date | null | undefined>,
) => string;
