import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Toaster } from "@/components/ui/toast";
import { formats } from "@/lib/format";
import { isLocale } from "@/lib/locales";
import { densityOf, roles } from "@/lib/roles";
import { env } from "@/server/platform/env";
import { translator } from "@/server/platform/i18n";
import { Controls, Fields, Foundations } from "./controls";
import { Figures, Tables } from "./data";
import { FormSample } from "./form-sample";
import { Messages } from "./messages";
import { RootAttributes } from "./root-attributes";
import { sayIn } from "./sample";
import { SHAPES, ShapeSample } from "./shapes";

export const metadata: Metadata = { title: "Gallery", robots: { index: false } };

type Params = Promise<Record<string, string | string[] | undefined>>;

/**
 * Every component in every state: `?theme=dark&role=staff&lang=sw`, one page shape with `?shape=record`. For the people who
 * build the school and for photographs; there is no such page in production.
 */
export default async function GalleryPage({ searchParams }: { searchParams: Params }) {
  if (env().UHS_ENV === "production") notFound();
  const params = await searchParams;
  const locale = isLocale(params.lang) ? params.lang : "en";
  const role = roles.find((one) => one.toLowerCase() === params.role) ?? "PARENT";
  const theme = params.theme === "dark" ? "dark" : "light";
  const shape = SHAPES.find((one) => one === params.shape);
  const props = { say: sayIn(locale), t: translator(locale, "ui"), format: formats(locale) };
  const root = <RootAttributes lang={locale} role={role.toLowerCase()} theme={theme} density={densityOf(role)} />;
  if (shape) {
    return (
      <main id="main">
        {root}
        <ShapeSample shape={shape} {...props} />
      </main>
    );
  }
  return (
    <main id="main" className="mx-auto grid max-w-[80rem] grid-cols-[minmax(0,1fr)] gap-12 px-4 py-8 sm:px-8">
      {root}
      <h1 className="text-3xl">{props.say("Gallery", "Maonyesho")}</h1>
      <Foundations {...props} />
      <Controls {...props} />
      <Messages {...props} />
      <Fields {...props} />
      <FormSample {...props} />
      <Tables {...props} />
      <Figures {...props} />
      <Toaster label={props.t("notifications")} closeLabel={props.t("close")} />
    </main>
  );
}
