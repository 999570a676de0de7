import { formats } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import type { Locale } from "@/lib/locales";
import { spellCode } from "@/server/features/recognition/certificates.code.domain";
import type { Printed } from "@/server/features/recognition/certificates.schema";
import { translator } from "@/server/platform/i18n";
import { qrPath } from "@/server/platform/qr";
import { letters, printed as print, printer } from "./pdf";

export type CertificatePaper = {
  printed: Printed;
  locale: Locale;
  /** Where anybody checks it. */
  verifyAt: string;
};

const teal = "#00605c";
const gold = "#e0a93b";
const ink = "#2b2622";
const muted = "#5f5750";

/** One row of diamonds, the edge of a kanga, as wide as the sheet. */
const edge = Array.from({ length: 40 }, (_, n) => `M${n * 22} 8l11-8 11 8-11 8z`).join("");

/** The name grows smaller as it grows longer, so that it stays on its line. */
const nameSize = (name: string) => Math.max(20, Math.min(38, 1_100 / name.length));

/** A certificate as a sheet of A4, in the words of one language. */
export async function certificatePdf({
  printed,
  locale,
  verifyAt,
}: CertificatePaper): Promise<Uint8Array<ArrayBuffer>> {
  const { Document, Link, Page, Path, Svg, Text, View } = await printer();
  const t = translator(locale, "certificates");
  const format = formats(locale);
  const day = (date: Date) => formats(locale, "UTC").date(date, "long");
  const name = `${printed.firstName} ${printed.lastName}`;
  const qr = qrPath(verifyAt, { border: 0 });
  const small = { fontSize: 10, color: muted, lineHeight: 1.4 };
  return print(
    <Document title={`${t("paper.title")} · ${spellCode(printed.code)}`} author="Urban Home School" language={locale}>
      <Page size="A4" orientation="landscape" style={{ fontFamily: letters, color: ink, backgroundColor: "#fdfbf7" }}>
        <View style={{ height: 26, backgroundColor: teal, paddingTop: 5 }}>
          <Svg width="842" height="16" viewBox="0 0 842 16">
            <Path d={edge} fill={gold} fillOpacity={0.75} />
          </Svg>
        </View>
        <View style={{ flexGrow: 1, paddingHorizontal: 72, paddingTop: 38, paddingBottom: 36 }}>
          <Text style={{ fontSize: 13, fontWeight: 700, color: teal }}>Urban Home School</Text>
          <Text style={{ fontSize: 30, fontWeight: 700, marginTop: 14 }}>{t("paper.title")}</Text>
          <Text style={{ fontSize: 13, color: muted, marginTop: 22 }}>{t("paper.says")}</Text>
          <Text style={{ fontSize: nameSize(name), fontWeight: 700, color: teal, marginTop: 6 }}>{name}</Text>
          <Text style={{ fontSize: 13, color: muted, marginTop: 14 }}>{t("paper.finished")}</Text>
          <Text style={{ fontSize: 20, fontWeight: 700, marginTop: 4 }}>{printed.title}</Text>
          <Text style={{ fontSize: 12, color: muted, marginTop: 6 }}>
            {t("paper.facts", {
              grade: gradeLabel(printed.grade, locale),
              lessons: printed.lessons,
              time: format.minutes(printed.minutes),
            })}
          </Text>
          {printed.words ? (
            <Text style={{ fontSize: 13, lineHeight: 1.5, marginTop: 18, maxWidth: 560 }}>{printed.words}</Text>
          ) : null}
          <View style={{ flexGrow: 1 }} />
          <View
            style={{ flexDirection: "row", alignItems: "flex-end", borderTop: `1pt solid ${gold}`, paddingTop: 16 }}
          >
            <View style={{ flexGrow: 1, flexBasis: 0 }}>
              <Text style={{ fontSize: 13, fontWeight: 700 }}>{printed.teacher}</Text>
              <Text style={small}>{t("paper.teacher")}</Text>
              <Text style={{ ...small, color: ink, marginTop: 8 }}>
                {t("paper.days", {
                  completed: day(printed.completedOn),
                  issued: format.date(printed.issuedAt, "long"),
                })}
              </Text>
            </View>
            <View style={{ width: 250, paddingRight: 14, textAlign: "right" }}>
              <Text style={small}>{t("paper.check")}</Text>
              <Link src={verifyAt} style={{ fontSize: 10, color: teal, textDecoration: "none" }}>
                {new URL("/verify", verifyAt).href.replace(/^https?:\/\//, "")}
              </Link>
              <Text style={{ fontSize: 11, fontWeight: 700, marginTop: 3 }}>{spellCode(printed.code)}</Text>
            </View>
            <Svg width="74" height="74" viewBox={`0 0 ${qr.size} ${qr.size}`}>
              <Path d={qr.path} fill={ink} />
            </Svg>
          </View>
        </View>
      </Page>
    </Document>,
  );
}
