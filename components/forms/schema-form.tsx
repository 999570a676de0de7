import type { ReactNode } from "react";
import type { z } from "zod";
import type { Translate } from "@/lib/translate";
import { type FormWords, fieldsOf } from "./fields";
import { FormClient, type FormDone } from "./form-client";

/**
 * A form from the schema its procedure takes. On a server page the schema stays on the server: the browser gets the
 * fields and their limits, checks by them, and the procedure's own parse has the last word, whose errors come back beside
 * their fields. From a client component pass `load={() => import("…schema").then((m) => m.input)}` too, and the whole
 * schema is fetched when a person first leaves a field.
 */
export function SchemaForm({
  schema,
  words,
  values,
  procedure,
  hidden,
  submit,
  t,
  ...rest
}: {
  schema: z.ZodType;
  /** The fields to show and what they are called; see wordsOf in fields.ts. */
  words: FormWords;
  values?: Record<string, unknown>;
  /** The tRPC mutation, e.g. "families.addGoal". */
  procedure: string;
  /** The rest of the input, which a person does not type. */
  hidden?: Record<string, unknown>;
  /** What happens: "Send KES 2,500 request". */
  submit: string;
  /** Text of the `ui` messages. */
  t: Translate;
  /** Beside the main button: a way back. */
  secondary?: ReactNode;
  after?: FormDone;
  danger?: boolean;
  /** Save as you go, without a button: the changed field alone, or the whole form. */
  saves?: "field" | "all";
  /** Only from a client component. */
  onDone?: (result: unknown) => void;
  load?: () => Promise<z.ZodType>;
}) {
  const edges = { least: "{least}", most: "{most}" };
  return (
    <FormClient
      {...rest}
      fields={fieldsOf(schema, words, values)}
      procedure={procedure}
      hidden={hidden}
      submit={submit}
      texts={{
        required: t("form.required"),
        chooseOne: t("form.chooseOne"),
        tooShort: t("form.tooShort", edges),
        tooLong: t("form.tooLong", edges),
        tooSmall: t("form.tooSmall", edges),
        tooBig: t("form.tooBig", edges),
        whole: t("form.whole"),
        number: t("form.number"),
        email: t("form.email"),
        phone: t("form.phone"),
        date: t("form.date"),
        money: t("form.money"),
        pattern: t("form.pattern"),
      }}
      labels={{
        optional: t("optional"),
        choose: t("form.choose"),
        checkOne: t("form.check", { count: 1 }),
        checkMany: t("form.check", { count: 2 }).replace("2", "{n}"),
        failed: t("form.failed"),
        kept: t("form.kept"),
        offline: t("form.offline"),
        saving: t("form.saving"),
        saved: t("form.saved"),
        notSaved: t("form.notSaved"),
        reference: t("reference", { reference: "{reference}" }),
      }}
    />
  );
}
