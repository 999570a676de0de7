import type { CSSProperties, ReactNode } from "react";
import type { Prose } from "@/lib/prose";
import type { Translate } from "@/lib/translate";
import type { Answer, AnswerOf } from "@/server/features/assessment/answers.schema";
import { type BodyOf, partShown, type QuestionBody, stemShown } from "@/server/features/assessment/question.schema";
import { fieldNames } from "./answer-fields";
import { Ordering } from "./ordering";
import { Passage, Phrase } from "./prose";

/** A question with the fields of its answer, drawn by the server; native controls hold what the child writes. */
export function QuestionFields({ body, answer, t, listen }: Voiced & Of<QuestionBody["type"]>) {
  return (
    <NotCome t={t}>
      {body.type === "fill_blank" ? (
        <Blanks body={body} answer={answer as AnswerOf<"fill_blank"> | null} t={t} />
      ) : (
        <Passage of={stemShown(body)} className="text-lg" />
      )}
      {listen?.(stemShown(body))}
      {fieldsOf(body, answer, t, listen)}
    </NotCome>
  );
}

/** Draws a button that reads a passage out, for those who are allowed one: a part, or without its name the question. */
type Voiced = { listen?: (prose: Prose, part?: string) => ReactNode };

/** A part with its button beside it, never within its label. */
function Beside({ button, children }: { button: ReactNode; children: ReactNode }) {
  if (!button) return children;
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1">{children}</div>
      {button}
    </div>
  );
}

/** What stands in place of a picture that the line did not bring. */
export function NotCome({ t, children }: { t: Translate; children: ReactNode }) {
  const words = { "--not-come": JSON.stringify(t("ask.not_come")) } as CSSProperties;
  return (
    <div className="contents" style={words}>
      {children}
    </div>
  );
}

function fieldsOf(body: QuestionBody, answer: Answer | null, t: Translate, listen: Voiced["listen"]): ReactNode {
  switch (body.type) {
    case "mcq":
      return <Choices body={body} answer={answer as AnswerOf<"mcq"> | null} t={t} listen={listen} />;
    case "short_answer":
      return <Lines body={body} answer={answer as AnswerOf<"short_answer"> | null} t={t} />;
    case "essay":
      return <Essay body={body} answer={answer as AnswerOf<"essay"> | null} t={t} />;
    case "matching":
      return <Pairs body={body} answer={answer as AnswerOf<"matching"> | null} t={t} listen={listen} />;
    case "ordering":
      return <Order body={body} answer={answer as AnswerOf<"ordering"> | null} t={t} listen={listen} />;
    case "fill_blank":
      return null;
  }
}

type Of<T extends QuestionBody["type"]> = { body: BodyOf<T>; answer: AnswerOf<T> | null; t: Translate };

const target =
  "flex min-h-14 cursor-pointer items-center gap-3.5 rounded border border-line-strong bg-surface px-4 py-3 text-lg has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent";

function Choices({ body, answer, t, listen }: Voiced & Of<"mcq">) {
  return (
    <fieldset className="grid gap-2.5">
      <legend className="mb-2 text-muted">{t(body.multiple ? "ask.several" : "ask.one")}</legend>
      {body.options.map((option, at) => (
        <Beside key={option.key} button={listen?.(partShown(option), String(at + 1))}>
          <label className={target}>
            <input
              type={body.multiple ? "checkbox" : "radio"}
              className="tick"
              name={fieldNames.choice}
              value={option.key}
              defaultChecked={answer?.chosen.includes(option.key)}
            />
            <span className="min-w-0">
              <Phrase of={partShown(option)} />
            </span>
          </label>
        </Beside>
      ))}
    </fieldset>
  );
}

function Lines({ body, answer, t }: Of<"short_answer">) {
  return Array.from({ length: body.wanted }, (_, at) => (
    <label key={String(at + 1)} className="grid gap-1.5">
      <span className="font-semibold">{body.wanted === 1 ? t("ask.answer") : t("ask.nth", { number: at + 1 })}</span>
      <input
        className="control min-h-12 max-w-xl text-lg"
        name={fieldNames.text}
        defaultValue={answer?.texts[at]}
        maxLength={500}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
    </label>
  ));
}

function Essay({ body, answer, t }: Of<"essay">) {
  const { least, most } = body.words ?? {};
  return (
    <label className="grid gap-1.5">
      <span className="font-semibold">{t("ask.answer")}</span>
      <textarea
        className="control text-lg"
        rows={12}
        name={fieldNames.text}
        defaultValue={answer?.text}
        maxLength={50_000}
      />
      {least || most ? (
        <span className="text-muted text-small">{t("ask.words", { least: least ?? 0, most: most ?? 0 })}</span>
      ) : null}
    </label>
  );
}

/** The text itself, its gaps as fields within the lines. */
function Blanks({ body, answer, t }: Of<"fill_blank">) {
  const gap = (key: string) => {
    const at = body.blanks.findIndex((one) => one.key === key);
    const field = {
      name: fieldNames.blank(key),
      defaultValue: answer?.blanks[key] ?? "",
      "aria-label": t("ask.gap", { number: at + 1 }),
    };
    const choices = body.blanks[at]?.choices;
    return choices ? (
      <select {...field} className="control mx-1 inline-block min-h-11 w-auto max-w-full">
        <option value="">…</option>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    ) : (
      <input
        {...field}
        className="control mx-1 inline-block min-h-11 w-40 max-w-full"
        maxLength={500}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
    );
  };
  return <Passage of={stemShown(body)} gap={gap} className="text-lg leading-loose" />;
}

function Pairs({ body, answer, t, listen }: Voiced & Of<"matching">) {
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 text-muted">{t("ask.match")}</legend>
      <ol className="grid gap-1.5 rounded border border-line bg-sunken p-4">
        {body.right.map((one, at) => (
          <li key={one.key}>
            <Beside button={listen?.(partShown(one), letter(at))}>
              <b>{letter(at)}</b> <Phrase of={partShown(one)} />
            </Beside>
          </li>
        ))}
      </ol>
      {body.left.map((one, at) => (
        <Beside key={one.key} button={listen?.(partShown(one), String(at + 1))}>
          <label className="grid gap-1.5 sm:grid-cols-2 sm:items-center">
            <span className="text-lg">
              <Phrase of={partShown(one)} />
            </span>
            <select
              className="control min-h-12"
              name={fieldNames.pair(one.key)}
              defaultValue={answer?.pairs[one.key] ?? ""}
            >
              <option value="">{t("ask.choose")}</option>
              {body.right.map((other, place) => (
                <option key={other.key} value={other.key}>
                  {letter(place)} {plain(other.text)}
                </option>
              ))}
            </select>
          </label>
        </Beside>
      ))}
    </fieldset>
  );
}

const letter = (at: number) => String.fromCharCode(65 + at);
/** A choice of a native list holds text alone; what is drawn stands beside it under its letter. */
const plain = (text: BodyOf<"matching">["right"][number]["text"]) => (typeof text === "string" ? text : "");

function Order({ body, answer, t, listen }: Voiced & Of<"ordering">) {
  const place = (key: string) => answer?.order.indexOf(key) ?? 0;
  const items = [...body.items].sort((one, other) => place(one.key) - place(other.key));
  return (
    <Ordering
      items={items.map((item, at) => ({
        key: item.key,
        words: plain(item.text),
        drawn: (
          <Beside button={listen?.(partShown(item), String(at + 1))}>
            <Phrase of={partShown(item)} />
          </Beside>
        ),
      }))}
      labels={{
        group: t("ask.order"),
        up: t("ask.up"),
        down: t("ask.down"),
        moved: t("ask.moved", { item: "{item}", place: "{place}" }),
      }}
    />
  );
}
