import type { Translate } from "@/lib/translate";

/** The uploader's words out of the `files` messages. Values it knows only in the browser stay as {name}. */
export function uploaderWords(t: Translate) {
  const later = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `{${name}}`]));
  return {
    choose: t("uploader.choose"),
    photograph: t("uploader.photograph"),
    chooseAnother: t("uploader.choose_another"),
    limit: t("uploader.limit", later("most")),
    chosen: t("uploader.chosen", later("name", "size")),
    send: t("uploader.send", later("size")),
    sending: t("uploader.sending", later("name")),
    percent: t("uploader.percent", later("percent")),
    spoken: t("uploader.spoken", later("percent", "name")),
    waiting: t("uploader.waiting"),
    checking: t("uploader.checking"),
    done: t("uploader.done", later("name")),
    cancel: t("uploader.cancel"),
    cancelled: t("uploader.cancelled"),
    retry: t("uploader.retry"),
    interrupted: t("uploader.interrupted", later("sent", "size")),
    forget: t("uploader.forget"),
    failed: t("uploader.failed"),
    signedOut: t("uploader.signed_out"),
    tooLarge: t("uploader.too_large", later("size", "most")),
  };
}
export type UploaderLabels = ReturnType<typeof uploaderWords>;
