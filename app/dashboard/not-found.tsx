import { Compass } from "lucide-react";
import { SearchButton } from "@/components/shell/search-button";
import { ButtonLink, buttonStyle } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { roleHome } from "@/lib/roles";
import { pageCtx } from "@/server/platform/context";
import { getT } from "@/server/platform/i18n";

/** One answer for "never was", "is gone" and "is not for you": the difference would itself tell something. */
export default async function NotFound() {
  const [{ actor }, t] = await Promise.all([pageCtx(), getT("shell")]);
  return (
    <div className="mx-auto grid max-w-[34rem] justify-items-center gap-2 px-6 py-20 text-center">
      <span className="mb-3 grid size-14 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon as={Compass} size={24} />
      </span>
      <h1 className="text-2xl">{t("not_found.title")}</h1>
      <p className="text-balance text-muted">{t("not_found.text")}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <ButtonLink variant="main" href={actor.kind === "user" ? roleHome(actor.role) : "/"}>
          {t("not_found.home")}
        </ButtonLink>
        {actor.kind === "user" ? <SearchButton className={buttonStyle()} label={t("not_found.search")} /> : null}
      </div>
    </div>
  );
}
