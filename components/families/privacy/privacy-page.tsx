import type { ReactNode } from "react";
import { ActDialog } from "@/components/forms/act-dialog";
import { ActForm } from "@/components/forms/act-form";
import { SettingsGroup } from "@/components/shell/settings-page";
import { DialogTrigger } from "@/components/ui/dialog";
import { Item, ItemList } from "@/components/ui/item";
import { Progress } from "@/components/ui/meter";
import { Notice } from "@/components/ui/notice";
import { TabNav } from "@/components/ui/tabs";
import type { Format } from "@/lib/format";
import type { Translate } from "@/lib/translate";
import { sharings } from "@/server/features/consent/consent.domain";
import { clockAt, isMaking, isOpen } from "@/server/features/families/privacy.domain";
import type { Privacy } from "@/server/features/families/privacy.queries";
import type { OwnRequest } from "@/server/features/families/privacy.schema";
import type { Words } from "../words";
import { DownloadCopy } from "./download-copy";
import { OwnRequests } from "./own-requests";

type Child = { id: string; firstName: string };
type Shared = { child: Child; privacy: Privacy; words: Words };

/** Who outside family and class may see what, by the consents in force. */
function Sees({ child, privacy, words, consent }: Shared & { consent: Translate }) {
  const { t, day, format } = words;
  const name = child.firstName;
  const lines = sharings(privacy.consents, privacy.today).filter(({ sees }) => sees.length > 0);
  const namesOf = (types: readonly string[]) => format.list(types.map((type) => consent(`record.${type}`)));
  return (
    <>
      {lines.length === 0 ? (
        <p>{t("sees.none", { name })}</p>
      ) : (
        <ItemList>
          {lines.map((line) => (
            <Item
              key={`${line.recipientType} ${line.recipientName ?? ""}`}
              title={line.recipientName ?? consent(`all.${line.recipientType}`)}
              text={line.sees.map(({ dataType, until }) => (
                <span key={dataType} className="block">
                  {namesOf([dataType])},{" "}
                  {until === null ? consent("no_end") : consent("until", { day: day(until, "long") })}
                </span>
              ))}
            />
          ))}
        </ItemList>
      )}
      <p className="mt-2 text-muted text-small">{t("sees.note", { name })}</p>
      <a
        href="/dashboard/parent/settings/consent"
        className="mt-2 inline-block font-semibold text-accent text-sm underline-offset-4 hover:underline"
      >
        {t("sees.change")}
      </a>
    </>
  );
}

const knownPlaces = ["desk", "search", "case", "list", "record", "sponsored", "data_request", "file"];

/** Every reading by somebody outside family and class, newest first. */
function Readings({ child, privacy, words, format, paged }: Shared & { format: Format; paged: boolean }) {
  const { t } = words;
  const { rows, next } = privacy.readings;
  const address = `/dashboard/parent/settings/privacy?child=${child.id}`;
  const link = "font-semibold text-accent text-sm underline-offset-4 hover:underline";
  return (
    <>
      {rows.length === 0 ? (
        <p className="text-muted">{t("readings.none", { name: child.firstName })}</p>
      ) : (
        <ItemList label={t("readings.title")}>
          {rows.map((row) => (
            <Item
              key={row.id}
              title={t(`readings.role.${row.role}`, { organisation: row.organisation ?? "none" })}
              aside={<time dateTime={row.at.toISOString()}>{format.dateTime(row.at)}</time>}
              text={t(`readings.what.${knownPlaces.includes(row.what) ? row.what : "other"}`, {
                name: child.firstName,
              })}
            />
          ))}
        </ItemList>
      )}
      {next || paged ? (
        <nav className="mt-3 flex flex-wrap gap-4" aria-label={t("readings.title")}>
          {paged ? (
            <a href={`${address}#readings`} className={link}>
              {t("readings.newest")}
            </a>
          ) : null}
          {next ? (
            <a href={`${address}&cursor=${encodeURIComponent(next)}#readings`} className={link}>
              {t("readings.older")}
            </a>
          ) : null}
        </nav>
      ) : null}
    </>
  );
}

/** The copy: asked for, made before one's eyes, fetched while it lies ready. */
function Copy({ child, privacy, words }: Shared) {
  const { t, day } = words;
  const name = child.firstName;
  const request = privacy.requests.find(({ kind, export: made }) => kind === "EXPORT" && made !== null);
  const made = request?.export ?? null;
  const making = made !== null && isMaking(made.status) && request !== undefined && isOpen(request.status);
  const ask = making ? null : (
    <ActForm
      procedure="privacy.requestExport"
      input={{ studentId: child.id }}
      submit={t("copy_section.ask")}
      working={t("copy_section.asking")}
      look={{ variant: made?.status === "READY" ? "plain" : "main" }}
    />
  );
  const said: Record<string, string | undefined> = {
    FAILED: "copy_section.failed",
    STOPPED: "copy_section.stopped",
    EXPIRED: "copy_section.expired",
  };
  return (
    <div className="grid justify-items-start gap-4" aria-live="polite">
      <p>{t("copy_section.text", { name })}</p>
      {making ? (
        <div className="grid w-full gap-2">
          <p className="text-small">
            {made.total > 0
              ? t("copy_section.making", { done: made.done, total: made.total })
              : t("copy_section.waiting")}
          </p>
          <Progress
            label={t("copy_section.title")}
            {...(made.total > 0 ? { value: Math.round((made.done / made.total) * 100) } : {})}
          />
        </div>
      ) : null}
      {made?.status === "READY" && made.until ? (
        <>
          <p className="font-semibold">{t("copy_section.ready", { day: day(made.until, "long") })}</p>
          <DownloadCopy
            id={made.id}
            label={t("copy_section.download")}
            working={t("copy_section.downloading")}
            failed={t("copy_section.failed_title")}
          />
        </>
      ) : null}
      {made && !making && said[made.status] ? <p className="text-muted">{t(said[made.status] ?? "")}</p> : null}
      {ask}
      <p className="text-muted text-small">{t("copy_section.private", { name })}</p>
    </div>
  );
}

/** Correction and deletion, each with what it means, by when the law wants an answer, and what stands in its way. */
function Ask({ child, privacy, words, now }: Shared & { now: Date }) {
  const { t, day } = words;
  const name = child.firstName;
  const { days } = clockAt(now);
  const open = (kind: OwnRequest["kind"]) => privacy.requests.some((one) => one.kind === kind && isOpen(one.status));
  const { hold } = privacy;
  return (
    <div className="grid gap-5">
      {hold ? (
        <Notice
          tone="warn"
          title={hold.until ? t("ask.held_until", { name, day: day(hold.until, "long") }) : t("ask.held", { name })}
        >
          {t(`ask.ground.${hold.ground}`, { name })}
        </Notice>
      ) : null}
      {(["CORRECTION", "DELETION"] as const).map((kind) => {
        const key = kind === "CORRECTION" ? "correction" : "deletion";
        return (
          <div key={kind} className="grid justify-items-start gap-2">
            <p>{t(`ask.${key}_text`, { name, days: days[kind] })}</p>
            <DialogTrigger dialog={`ask-${key}`} disabled={open(kind)} size="small">
              {t(`ask.${key}`)}
            </DialogTrigger>
            <ActDialog
              id={`ask-${key}`}
              title={t(`ask.${key}`)}
              description={t(`ask.${key}_text`, { name, days: days[kind] })}
              closeLabel={t("close")}
              procedure="privacy.ask"
              input={{ studentId: child.id, kind }}
              fields={[
                {
                  name: "details",
                  label: t(`ask.${key}_label`),
                  ...(kind === "DELETION" ? { help: t("ask.deletion_help", { name }) } : {}),
                  long: true,
                  required: true,
                  maxLength: 2000,
                },
              ]}
              submit={t("ask.send")}
              working={t("ask.sending")}
              look={{ variant: kind === "DELETION" ? "danger" : "main" }}
            />
          </div>
        );
      })}
    </div>
  );
}

/** Which child the page is about, when there are several. */
export function ChildChoice({
  among,
  current,
  label,
}: {
  among: readonly Child[];
  current: string;
  label: string;
}): ReactNode {
  if (among.length < 2) return null;
  return (
    <TabNav
      label={label}
      className="mb-6"
      tabs={among.map((child) => ({
        href: `/dashboard/parent/settings/privacy?child=${child.id}`,
        label: child.firstName,
        current: child.id === current,
      }))}
    />
  );
}

/** PA-8: one child. */
export function PrivacyOfChild(props: Shared & { consent: Translate; format: Format; now: Date; paged: boolean }) {
  const { child, privacy, words } = props;
  const { t } = words;
  return (
    <>
      <SettingsGroup id="copy" title={t("copy_section.title")}>
        <Copy child={child} privacy={privacy} words={words} />
      </SettingsGroup>
      <SettingsGroup id="requests" title={t("requests.title")}>
        <OwnRequests requests={privacy.requests} words={words} />
      </SettingsGroup>
      <SettingsGroup id="ask" title={t("ask.title")}>
        <Ask child={child} privacy={privacy} words={words} now={props.now} />
      </SettingsGroup>
      <SettingsGroup id="sees" title={t("sees.title")}>
        <Sees child={child} privacy={privacy} words={words} consent={props.consent} />
      </SettingsGroup>
      <SettingsGroup id="readings" title={t("readings.title")} text={t("readings.note")}>
        <Readings child={child} privacy={privacy} words={words} format={props.format} paged={props.paged} />
      </SettingsGroup>
    </>
  );
}
