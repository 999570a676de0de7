import { courseFile } from "@/components/courses/course-file";
import { Section } from "@/components/ui/section";
import { formats } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import type { ResourceView } from "@/server/features/courses/resources.schema";

/** Files to a lesson, each with what it costs to fetch. */
export function LessonFiles({
  resources,
  language,
  words: { t, locale },
}: {
  resources: readonly ResourceView[];
  language: string;
  words: { t: Translate; locale: Locale };
}) {
  const open = resources.filter(({ ready }) => ready);
  if (open.length === 0) return null;
  const format = formats(locale);
  return (
    <Section id="files" title={t("lesson.files")}>
      <ul className="divide-y divide-line rounded border border-line bg-surface">
        {open.map(({ id, title, file }) => (
          <li key={id}>
            <a
              href={`${courseFile(file.id)}?show=attachment`}
              className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 px-4 py-2 font-semibold text-accent underline-offset-4 hover:underline"
            >
              <span lang={language} className="min-w-0 break-all">
                {title}
              </span>
              <span className="font-normal text-muted text-small">{format.bytes(file.size)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
