import { Download, ScrollText } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { dayAt, dayOf } from "@/lib/days";
import { spellCode } from "@/server/features/recognition/certificates.code.domain";
import type { CertificateRow } from "@/server/features/recognition/certificates.schema";
import type { T } from "@/server/platform/i18n";

export type CertificateWords = { c: T; day(day: string, style: "long"): string };
type Row = Pick<CertificateRow, "id" | "code" | "title" | "language" | "completedOn" | "revokedAt" | "reason">;

/** Its day and code, or that it was withdrawn, and why. */
const textOf = ({ completedOn, code, revokedAt, reason }: Row, { c, day }: CertificateWords): string =>
  revokedAt
    ? c("why", { day: day(dayAt(revokedAt), "long"), reason })
    : c("finished", { day: day(dayOf(completedOn), "long"), code: spellCode(code) });

/** A certificate in a list: what it is for, the paper itself while it stands, and what else may be done about it. */
export function CertificateItem({
  certificate,
  acts,
  ...words
}: CertificateWords & { certificate: Row; acts?: ReactNode }) {
  const { id, title, language, revokedAt } = certificate;
  const { c } = words;
  return (
    <Item
      icon={ScrollText}
      tone={revokedAt ? "off" : "accent"}
      title={<span lang={language}>{title}</span>}
      text={textOf(certificate, words)}
      action={
        <>
          {revokedAt ? null : (
            <ButtonLink href={`/api/certificates/${id}`} download size="small" aria-label={c("download_of", { title })}>
              <Icon as={Download} size={16} />
              {c("download")}
            </ButtonLink>
          )}
          {acts}
        </>
      }
    />
  );
}

/** SU-7, PA-2: the certificates of a child, for the family. */
export function Certificates({
  certificates,
  none,
  ...words
}: CertificateWords & { certificates: readonly Row[]; none: string }) {
  const { c } = words;
  const standing = certificates.filter(({ revokedAt }) => !revokedAt).length;
  return (
    <Section id="certificates" title={c("title")} note={c("note", { count: standing })}>
      {certificates.length > 0 ? (
        <ItemList label={c("title")}>
          {certificates.map((one) => (
            <CertificateItem key={one.id} certificate={one} {...words} />
          ))}
        </ItemList>
      ) : (
        <p className="text-muted">{none}</p>
      )}
    </Section>
  );
}
