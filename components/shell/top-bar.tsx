import { Bell, LogOut, Menu as MenuIcon, Search, SlidersHorizontal, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/menu";
import type { Counters } from "@/lib/nav";
import { roleHome } from "@/lib/roles";
import type { UserActor } from "@/server/platform/actor";
import type { T } from "@/server/platform/i18n";
import { Crumbs } from "./crumbs";
import { Mark } from "./mark";
import { NavCount, NavLink } from "./nav-link";
import type { PaletteLabels } from "./palette";
import { PaletteButton } from "./palette-button";
import { LanguageChoices, ThemeChoices } from "./person-choices";

type Person = Pick<UserActor, "userId" | "name" | "email" | "role" | "theme" | "locale">;

/** 56 px: where one is, search, whether the page is live, what is new, and oneself. */
export function TopBar({
  person,
  photo,
  counters,
  drawer,
  live,
  words: { shell: t, nav },
}: {
  person: Person;
  photo: string | null;
  counters: Counters;
  /** Under 1024 px the menu opens from here; families have it in their bottom bar. */
  drawer: boolean;
  live: ReactNode;
  words: { shell: T; nav: T };
}) {
  const home = roleHome(person.role);
  return (
    <header className="top">
      {drawer ? (
        <button type="button" className="top-button top-menu" popoverTarget="shell-side" aria-label={t("menu")}>
          <Icon as={MenuIcon} />
        </button>
      ) : null}
      <Crumbs
        label={t("breadcrumbs")}
        back={t("back", { page: "{page}" })}
        brand={
          <a href={home} className="flex items-center gap-2 font-bold">
            <Mark className="size-6.5" />
            <span className="max-[22rem]:sr-only">{t("school")}</span>
          </a>
        }
      />
      <PaletteButton labels={paletteLabels(t)}>
        <Icon as={Search} size={16} />
        <span>{t("palette.open")}</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </PaletteButton>
      {live}
      <NavLink href={`${home}/notifications`} className="top-button top-bell" tip={t("notifications")}>
        <Icon as={Bell} />
        <span className="sr-only">{t("notifications")}</span>
        <NavCount
          badge="unreadNotifications"
          initial={counters.unreadNotifications ?? 0}
          hot
          label={nav("badges.unreadNotifications")}
          className="top-count"
        />
      </NavLink>
      <button type="button" className="top-person" popoverTarget="person-menu" aria-haspopup="menu">
        <Avatar name={person.name} seed={person.userId} src={photo} size="small" />
        <span className="sr-only">{t("person.label", { name: person.name })}</span>
      </button>
      <PersonMenu person={person} home={home} t={t} role={nav(`roles.${person.role}`)} />
    </header>
  );
}

function PersonMenu({ person, home, t, role }: { person: Person; home: string; t: T; role: string }) {
  const usual = person.role === "PARTNER";
  return (
    <>
      <Menu id="person-menu" label={t("person.label", { name: person.name })} align="end">
        <div role="presentation" className="px-2.5 py-1.5">
          <div className="truncate font-semibold">{person.name}</div>
          <div className="truncate text-muted text-xs">{person.email ?? role}</div>
        </div>
        <MenuSeparator />
        <MenuLink href={`${home}/profile`} icon={UserRound}>
          {t("person.profile")}
        </MenuLink>
        <MenuLink href={`${home}/preferences`} icon={SlidersHorizontal}>
          {t("person.preferences")}
        </MenuLink>
        <MenuSeparator />
        <MenuLabel>{t("person.language")}</MenuLabel>
        {/* biome-ignore lint/a11y/useSemanticElements: radio items of a menu */}
        <div role="group" aria-label={t("person.language")}>
          <LanguageChoices
            value={person.locale}
            failed={t("person.failed")}
            choices={[
              { value: "en", label: "English" },
              { value: "sw", label: "Kiswahili" },
            ]}
          />
        </div>
        <MenuLabel>{t("person.theme")}</MenuLabel>
        {/* biome-ignore lint/a11y/useSemanticElements: radio items of a menu */}
        <div role="group" aria-label={t("person.theme")}>
          <ThemeChoices
            value={person.theme}
            role={person.role}
            failed={t("person.failed")}
            choices={[
              { value: "SYSTEM", label: t(usual ? "person.usual" : "person.system") },
              { value: "LIGHT", label: t("person.light") },
              { value: "DARK", label: t("person.dark") },
            ]}
          />
        </div>
        <MenuSeparator />
        <MenuItem type="submit" form="sign-out" icon={LogOut}>
          {t("person.sign_out")}
        </MenuItem>
      </Menu>
      <form id="sign-out" method="post" action="/logout" hidden />
    </>
  );
}

function paletteLabels(t: T): PaletteLabels {
  const text = (key: string, values?: Record<string, string>) => t(`palette.${key}`, values);
  return {
    open: text("open"),
    title: text("title"),
    placeholder: text("placeholder"),
    pages: text("pages"),
    groups: {
      children: text("children"),
      people: text("people"),
      competencies: text("competencies"),
      organizations: text("organizations"),
    },
    hint: text("hint"),
    none: text("none", { query: "{query}" }),
    searching: text("searching"),
    failed: text("failed"),
    count: { none: text("count.none"), one: text("count.one"), other: text("count.other", { count: "{count}" }) },
    move: text("move"),
    choose: text("choose"),
    leave: text("leave"),
    copy: text("copy"),
    copied: text("copied", { text: "{text}" }),
    close: t("close"),
  };
}
