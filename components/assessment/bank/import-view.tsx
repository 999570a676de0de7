import { Messages } from "@/components/messages";
import { Page } from "@/components/shell/page";
import { ImportRoom } from "./import-room";
import { type Area, type BankWords, choicesOf } from "./words";

/** Questions from another program. */
export function ImportView({
  areas,
  timeZone,
  t,
  locale,
  now,
  door,
}: BankWords & { areas: readonly Area[]; timeZone: string }) {
  return (
    <Page title={t("import.title")} subtitle={t("import.subtitle")}>
      <Messages locale={locale} timeZone={timeZone} now={now} features={["bank"]}>
        <ImportRoom
          door={door}
          choices={choicesOf(areas, locale)}
          place={{ grade: "G4", learningAreaCode: areas[0]?.code ?? "", language: "en" }}
        />
      </Messages>
    </Page>
  );
}
