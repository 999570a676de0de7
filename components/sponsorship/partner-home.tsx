import { CalendarX2, GraduationCap } from "lucide-react";
import { PlainTable } from "@/components/data/plain-table";
import { Avatar } from "@/components/ui/avatar";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { Meter } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import type { PartnerHome } from "@/server/features/sponsorship/sponsorship.queries";
import type { T } from "@/server/platform/i18n";

export type OpenHome = Extract<PartnerHome, { team: unknown }>;
type Words = { t: T; format: Format; home: OpenHome };

/** Kind by kind, how many children's families share it with this organisation now. */
export function SharedKinds({ home, t, format }: Words) {
  return (
    <Section id="shared" title={t("shared")} note={t("sharedNote")}>
      <PlainTable
        caption={t("shared")}
        columns={[
          { key: "kind", label: t("kind") },
          { key: "children", label: t("children"), number: true },
        ]}
        rows={home.shared.map((row) => ({
          id: row.dataType,
          cells: { kind: t(`kinds.${row.dataType}`), children: format.number(row.children) },
        }))}
      />
    </Section>
  );
}

/** The children whose profile is shared, by grade. */
export function ChildrenByGrade({ home, t, format }: Words) {
  const most = Math.max(1, ...home.grades.map((row) => row.children));
  return (
    <Section id="grades" title={t("grades")} note={t("gradesNote")}>
      {home.grades.length > 0 ? (
        <ItemList label={t("grades")}>
          {home.grades.map((row) => {
            const label = gradeLabel(row.grade, format.locale);
            return (
              <Item
                key={row.grade}
                title={label}
                aside={format.number(row.children)}
                text={
                  <Meter
                    thin
                    className="mt-1.5"
                    value={row.children}
                    max={most}
                    label={label}
                    text={format.number(row.children)}
                  />
                }
              />
            );
          })}
        </ItemList>
      ) : (
        <EmptyState icon={GraduationCap} title={t("gradesEmpty")} text={t("gradesEmptyText")} />
      )}
    </Section>
  );
}

/** Consent that ends soon: to be asked for again, or let go. */
export function ExpiringConsent({ home, t, format }: Words) {
  return (
    <Section id="expiring" title={t("expiring")} note={t("expiringNote")}>
      {home.expiring.length > 0 ? (
        <ItemList label={t("expiring")}>
          {home.expiring.map((row) => (
            <Item
              key={`${row.studentId}-${row.dataType}`}
              icon={CalendarX2}
              tone="warn"
              title={row.firstName ?? t("unnamed")}
              aside={row.grade ? gradeLabel(row.grade, format.locale) : null}
              text={t("expiringText", { kind: t(`kinds.${row.dataType}`), date: format.date(row.expiresAt) })}
            />
          ))}
        </ItemList>
      ) : (
        <EmptyState icon={CalendarX2} title={t("expiringEmpty")} />
      )}
    </Section>
  );
}

/** Signatures of guardians, by what became of them. */
export function Signatures({ home, t, format }: Words) {
  return (
    <Section id="signatures" title={t("signatures")}>
      <dl className="grid grid-cols-3 divide-x divide-line rounded border border-line bg-surface">
        {(["signed", "waiting", "revoked"] as const).map((state) => (
          <div key={state} className="px-4 py-3.5">
            <dt className="text-muted text-small">{t(state)}</dt>
            <dd className="num mt-1 font-bold text-2xl">{format.number(home.signatures[state])}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** The people of the organisation. */
export function PartnerTeam({ home, t }: Words) {
  return (
    <Section id="team" title={t("team")} note={home.team.length}>
      <ItemList label={t("team")}>
        {home.team.map((member) => (
          <Item
            key={member.id}
            picture={<Avatar name={member.user.name} seed={member.user.id} />}
            title={member.user.name}
            text={t(`role.${member.role}`)}
          />
        ))}
      </ItemList>
    </Section>
  );
}
