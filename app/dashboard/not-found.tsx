import { Compass } from "lucide-react";
import { headers } from "next/headers";
import { SearchButton } from "@/components/shell/search-button";
import { Button, ButtonLink, buttonStyle } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { roleHome, roleOfPath } from "@/lib/roles";
import type { Actor } from "@/server/platform/actor";
import { pageCtx } from "@/server/platform/context";
import { getT } from "@/server/platform/i18n";

/** The role whose pages the address belongs to, when the person holds it and acts in another. */
function otherRole(actor: Actor, path: string) {
  const role = roleOfPath(path);
  return actor.kind === "user" && role && role !== actor.role && actor.roles.includes(role) ? role : null;
}

/** One answer for "never was", "is gone" and "is not for you": the difference would itself tell something. */
export default async function NotFound() {
  const [{ actor }, t, nav] = await Promise.all([pageCtx(), getT("shell"), getT("nav")]);
  const path = (await headers()).get("x-uhs-path") ?? "/dashboard";
  const other = otherRole(actor, path);
  return (
    <div className="mx-auto grid max-w-[34rem] justify-items-center gap-2 px-6 py-20 text-center">
      <span className="mb-3 grid size-14 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon as={Compass} size={24} />
      </span>
      <h1 className="text-2xl">{t("not_found.title")}</h1>
      <p className="text-balance text-muted">{t(other ? "not_found.role" : "not_found.text")}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {other ? (
          <form method="post" action="/role">
            <input type="hidden" name="role" value={other} />
            <input type="hidden" name="next" value={path} />
            <Button type="submit" variant="main">
              {t("not_found.go_on", { role: nav(`roles.${other}`) })}
            </Button>
          </form>
        ) : null}
        <ButtonLink variant={other ? undefined : "main"} href={actor.kind === "user" ? roleHome(actor.role) : "/"}>
          {t("not_found.home")}
        </ButtonLink>
        {actor.kind === "user" ? <SearchButton className={buttonStyle()} label={t("not_found.search")} /> : null}
      </div>
    </div>
  );
}
