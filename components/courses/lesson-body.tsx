import { Download, Info, Lightbulb, type LucideIcon, Shapes, TriangleAlert } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import type { Translate } from "@/lib/translate";
import type { Block, CalloutKind, Inline, LessonDoc, QuizBlock } from "@/server/features/courses/lesson.schema";
import { courseFile } from "./course-file";
import { Maths } from "./maths";
import { Picture } from "./picture";
import { QuizSheet } from "./quiz-sheet";

type Words = {
  /** Text of the `courses` messages. */
  t: Translate;
  /** How a question is asked; without it, as a sheet of paper would. */
  quiz?: (quiz: QuizBlock) => ReactNode;
};

/**
 * What a lesson says, for whoever reads it: text first, pictures sized and loaded when they come near, sound and film
 * only when somebody presses play and after saying what they cost. Needs no script.
 */
export function LessonBody({ doc, language, ...words }: Words & { doc: LessonDoc; language: string }) {
  return (
    <div className="lesson" lang={language}>
      <Blocks of={doc.content} {...words} />
    </div>
  );
}

function Blocks({ of, ...words }: Words & { of: readonly Block[] }) {
  // A document is drawn whole; its parts have no names of their own.
  // biome-ignore lint/suspicious/noArrayIndexKey: places do not change while it is read
  return of.map((block, at) => <Fragment key={at}>{drawBlock(block, words)}</Fragment>);
}

function drawBlock(block: Block, words: Words): ReactNode {
  const { t } = words;
  switch (block.type) {
    case "paragraph":
      return <p>{spans(block.content)}</p>;
    case "heading": {
      const Heading = `h${block.attrs.level}` as const;
      return <Heading>{spans(block.content)}</Heading>;
    }
    case "bulletList":
      return <ul>{listItems(block.content, words)}</ul>;
    case "orderedList":
      return <ol start={block.attrs?.start}>{listItems(block.content, words)}</ol>;
    case "blockquote":
      return (
        <blockquote>
          <Blocks of={block.content} {...words} />
        </blockquote>
      );
    case "codeBlock":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer
        <pre tabIndex={0}>
          <code>{block.content?.map(({ text }) => text).join("")}</code>
        </pre>
      );
    case "horizontalRule":
      return <hr />;
    case "table":
      return <Table block={block} {...words} />;
    case "callout":
      return (
        <Callout kind={block.attrs.kind} t={t}>
          <Blocks of={block.content} {...words} />
        </Callout>
      );
    case "blockMath":
      return <Maths latex={block.attrs.latex} display />;
    case "image":
      return <Picture {...block.attrs} sizes="(min-width: 48rem) 44rem, 100vw" />;
    case "audio":
      return <Sound {...block.attrs} t={t} />;
    case "video":
      return <Film {...block.attrs} t={t} />;
    case "file":
      return <Handout {...block.attrs} t={t} />;
    case "quiz":
      return words.quiz ? words.quiz(block.attrs) : <QuizSheet quiz={block.attrs} t={t} />;
  }
}

const tags = { bold: "strong", italic: "em", underline: "u", code: "code" } as const;

function marked({ text, marks = [] }: Extract<Inline, { type: "text" }>): ReactNode {
  let drawn: ReactNode = text;
  for (const mark of marks.toReversed()) {
    const Tag = mark.type === "link" ? "a" : tags[mark.type];
    const link = mark.type === "link" ? { href: mark.attrs.href, rel: "noopener noreferrer nofollow" } : {};
    drawn = <Tag {...link}>{drawn}</Tag>;
  }
  return drawn;
}

function spans(content: readonly Inline[] = []): ReactNode {
  return content.map((one, at) => {
    const drawn =
      one.type === "text" ? marked(one) : one.type === "hardBreak" ? <br /> : <Maths latex={one.attrs.latex} />;
    // biome-ignore lint/suspicious/noArrayIndexKey: places do not change while it is read
    return <Fragment key={at}>{drawn}</Fragment>;
  });
}

function listItems(items: Extract<Block, { type: "bulletList" }>["content"], words: Words): ReactNode {
  return items.map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: places do not change while it is read
    <li key={at}>
      <Blocks of={item.content} {...words} />
    </li>
  ));
}

function Table({ block, ...words }: Words & { block: Extract<Block, { type: "table" }> }) {
  return (
    <section
      className="lesson-table"
      aria-label={words.t("lesson.table")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a pointer
      tabIndex={0}
    >
      <table>
        <tbody>
          {block.content.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places do not change while it is read
            <tr key={at}>
              {row.content.map((cell, place) => {
                const Cell = cell.type === "tableHeader" ? "th" : "td";
                const scope = cell.type === "tableHeader" ? (at === 0 ? "col" : "row") : undefined;
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: places do not change while it is read
                  <Cell key={place} scope={scope} colSpan={cell.attrs?.colspan} rowSpan={cell.attrs?.rowspan}>
                    <Blocks of={cell.content} {...words} />
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const calloutIcons: Record<CalloutKind, LucideIcon> = {
  note: Info,
  tip: Lightbulb,
  warning: TriangleAlert,
  activity: Shapes,
};

function Callout({ kind, t, children }: { kind: CalloutKind; t: Translate; children: ReactNode }) {
  return (
    <aside className="lesson-callout" data-kind={kind}>
      <p className="lesson-callout-kind">
        <Icon as={calloutIcons[kind]} size={16} />
        {t(`lesson.callout.${kind}`)}
      </p>
      {children}
    </aside>
  );
}

/** The words of a recording, for those who do not play it. */
function Transcript({ text, t }: { text: string | undefined; t: Translate }) {
  if (!text) return null;
  return (
    <details>
      <summary>{t("lesson.transcript")}</summary>
      <p className="whitespace-pre-line">{text}</p>
    </details>
  );
}

function Sound({ fileId, title, transcript, t }: Extract<Block, { type: "audio" }>["attrs"] & { t: Translate }) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/useMediaCaption: its words are in the transcript below */}
      <audio controls preload="none" src={courseFile(fileId)} aria-label={title} />
      <Transcript text={transcript} t={t} />
    </figure>
  );
}

function Film({
  fileId,
  title,
  megabytes,
  transcript,
  t,
}: Extract<Block, { type: "video" }>["attrs"] & { t: Translate }) {
  return (
    <figure>
      <figcaption>
        {title} <span className="lesson-cost">{t("lesson.video_cost", { megabytes })}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/useMediaCaption: its words are in the transcript below */}
      <video controls preload="none" playsInline src={courseFile(fileId)} aria-label={title} />
      <Transcript text={transcript} t={t} />
    </figure>
  );
}

function Handout({ fileId, name, megabytes, t }: Extract<Block, { type: "file" }>["attrs"] & { t: Translate }) {
  return (
    <p>
      <a href={`${courseFile(fileId)}?save`} download className="lesson-file">
        <Icon as={Download} size={16} />
        {name} <span className="lesson-cost">{t("lesson.megabytes", { megabytes })}</span>
      </a>
    </p>
  );
}
