import { UserPlus } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import type { FormWords } from "@/components/forms/fields";
import { SchemaForm } from "@/components/forms/schema-form";
import { Avatar } from "@/components/ui/avatar";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { type CourseTeacher, changeTeacherInput, shareCourseInput } from "@/server/features/courses/courses.schema";
import type { CourseWords } from "./words";

const rights = ["canEdit", "canGrade", "canLearners"] as const;

function rightsLine(teacher: CourseTeacher, { t, format }: Pick<CourseWords, "t" | "format">): string {
  if (teacher.owner) return t("team.owner");
  const held = rights.filter((right) => teacher[right]).map((right) => t(`team.may.${right}`));
  return held.length ? t("team.may_all", { list: format.list(held) }) : t("team.may_read");
}

const rightsWords = ({ t }: Pick<CourseWords, "t">): FormWords =>
  Object.fromEntries(
    rights.map((right) => [
      right,
      { label: t(`team.${right}.label`), help: t(`team.${right}.help`), kind: "checkbox" },
    ]),
  );

/** Who teaches the course with which rights; the owner says who. */
export function CourseTeam({ me, ...words }: CourseWords & { me: string }) {
  const { course, t, ui } = words;
  const shares = course.abilities.share;
  return (
    <Section id="team" title={t("team.title")}>
      <ItemList label={t("team.title")}>
        {course.team.map((teacher) => (
          <Item
            key={teacher.id}
            picture={<Avatar name={teacher.name} seed={teacher.id} className="self-start" />}
            title={teacher.id === me ? t("team.you", { name: teacher.name }) : teacher.name}
            text={rightsLine(teacher, words)}
            action={shares && !teacher.owner ? <TeacherActs teacher={teacher} {...words} /> : null}
          />
        ))}
      </ItemList>
      {shares ? (
        <>
          <DialogTrigger dialog="share" className="mt-3">
            <Icon as={UserPlus} size={16} />
            {t("team.add")}
          </DialogTrigger>
          <Dialog id="share" title={t("team.add")} description={t("team.add_text")} closeLabel={ui("close")} insistent>
            <SchemaForm
              schema={shareCourseInput}
              procedure="courses.share"
              t={ui}
              submit={t("team.add_submit")}
              words={{ email: { label: t("team.email"), help: t("team.email_help") }, ...rightsWords(words) }}
              hidden={{ courseId: course.id }}
              after={{ toast: t("team.added"), reset: true, refresh: true }}
            />
          </Dialog>
        </>
      ) : null}
    </Section>
  );
}

function TeacherActs({ teacher, course, t, ui }: CourseWords & { teacher: CourseTeacher }) {
  const dialog = `teacher-${teacher.id}`;
  const input = { courseId: course.id, userId: teacher.id };
  return (
    <>
      <DialogTrigger dialog={dialog} size="small">
        {t("team.change")}
        <span className="sr-only"> {teacher.name}</span>
      </DialogTrigger>
      <ActionButton
        procedure="courses.removeTeacher"
        input={input}
        size="small"
        variant="ghost"
        failed={ui("form.failed")}
        done={t("team.removed", { name: teacher.name })}
        confirm={{
          title: t("team.remove_title", { name: teacher.name }),
          text: t("team.remove_text"),
          action: t("team.remove"),
          cancel: ui("cancel"),
        }}
      >
        {t("team.remove")}
        <span className="sr-only"> {teacher.name}</span>
      </ActionButton>
      <Dialog id={dialog} title={t("team.change_title", { name: teacher.name })} closeLabel={ui("close")} insistent>
        <SchemaForm
          schema={changeTeacherInput}
          procedure="courses.changeTeacher"
          t={ui}
          submit={t("team.change_submit")}
          words={rightsWords({ t })}
          values={teacher}
          hidden={input}
          after={{ toast: t("team.changed"), refresh: true }}
        />
      </Dialog>
    </>
  );
}
