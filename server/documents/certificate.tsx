import { Document, Link, Page, Path, Svg, Text, View } from "@react-pdf/renderer";
import { formats } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import type { Locale } from "@/lib/locales";
import { spellCode } from "@/server/features/recognition/certificates.code.domain";
import type { Printed } from "@/server/features/recognition/certificates.schema";
import { type T, translator } from "@/server/platform/i18n";
import { qrPath } from "@/server/platform/qr";
import { letters, print } from "./pdf";

export type CertificatePaper = {
  printed: Printed;
  locale: Locale;
  /** Where anybody checks it. */
  verifyAt: string;
};
type Part = CertificatePaper & { t: T };

const teal = "#00605c";
const gold = "#e0a93b";
const ink = "#2b2622";
const muted = "#5f5750";
const small = { fontSize: 10, color: muted, lineHeight: 1.4 };
const says = { fontSize: 13, color: muted };

/** One row of diamonds, the edge of a kanga, as wide as the sheet. */
const diamonds = Array.from({ length: 40 }, (_, n) => `M${n * 22} 8l11-8 11 8-11 8z`).join("");

function Edge() {
  return (
    <View style={{ height: 26, backgroundColor: teal, paddingTop: 5 }}>
      <Svg width="842" height="16" viewBox="0 0 842 16">
        <Path d={diamonds} fill={gold} fillOpacity={0.75} />
      </Svg>
    </View>
  );
}

/** The name grows smaller as it grows longer, so that it stays on its line. */
const nameSize = (name: string) => Math.max(20, Math.min(38, 1_100 / name.length));

/** Who finished what. */
function Statement({ printed, locale, t }: Part) {
  const name = `${printed.firstName} ${printed.lastName}`;
  const grade = gradeLabel(printed.grade, locale);
  const time = formats(locale).minutes(printed.minutes);
  return (
    <View style={{ flexGrow: 1 }}>
      <Text style={{ fontSize: 13, fontWeight: 700, color: teal }}>Urban Home School</Text>
      <Text style={{ fontSize: 30, fontWeight: 700, marginTop: 14 }}>{t("paper.title")}</Text>
      <Text style={{ ...says, marginTop: 22 }}>{t("paper.says")}</Text>
      <Text style={{ fontSize: nameSize(name), fontWeight: 700, color: teal, marginTop: 6 }}>{name}</Text>
      <Text style={{ ...says, marginTop: 14 }}>{t("paper.finished")}</Text>
      <Text style={{ fontSize: 20, fontWeight: 700, marginTop: 4 }}>{printed.title}</Text>
      <Text style={{ fontSize: 12, color: muted, marginTop: 6 }}>
        {t("paper.facts", { grade, lessons: printed.lessons, time })}
      </Text>
      <Text style={{ fontSize: 13, lineHeight: 1.5, marginTop: 18, maxWidth: 560 }}>{printed.words}</Text>
    </View>
  );
}

/** Who answers for it, when, and how it is checked. */
function Foot({ printed, locale, verifyAt, t }: Part) {
  const completed = formats(locale, "UTC").date(printed.completedOn, "long");
  const issued = formats(locale).date(printed.issuedAt, "long");
  const qr = qrPath(verifyAt, { border: 0 });
  return (
    <View style={{ flexDirection: "row", alignItems: "flex-end", borderTop: `1pt solid ${gold}`, paddingTop: 16 }}>
      <View style={{ flexGrow: 1, flexBasis: 0 }}>
        <Text style={{ fontSize: 13, fontWeight: 700 }}>{printed.teacher}</Text>
        <Text style={small}>{t("paper.teacher")}</Text>
        <Text style={{ ...small, color: ink, marginTop: 8 }}>{t("paper.days", { completed, issued })}</Text>
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
  );
}

/** A certificate as a sheet of A4, in the words of one language. */
export function certificatePdf(paper: CertificatePaper): Promise<Uint8Array<ArrayBuffer>> {
  const t = translator(paper.locale, "certificates");
  const title = `${t("paper.title")} · ${spellCode(paper.printed.code)}`;
  return print(
    <Document title={title} author="Urban Home School" language={paper.locale}>
      <Page size="A4" orientation="landscape" style={{ fontFamily: letters, color: ink, backgroundColor: "#fdfbf7" }}>
        <Edge />
        <View style={{ flexGrow: 1, paddingHorizontal: 72, paddingTop: 38, paddingBottom: 36 }}>
          <Statement {...paper} t={t} />
          <Foot {...paper} t={t} />
        </View>
      </Page>
    </Document>,
  );
}
