import { Bell, LayoutDashboard, LockKeyhole, SlidersHorizontal, UserRound, UsersRound } from "lucide-react";
import type { NavTree } from "@/lib/nav";

export const partnerNav: NavTree = {
  role: "PARTNER",
  sections: [
    {
      key: "partnership",
      items: [
        { key: "overview", href: "/dashboard/partner", icon: LayoutDashboard, permission: "partner:read" },
        { key: "team", href: "/dashboard/partner/team", icon: UsersRound, permission: "partner:read", words: true },
      ],
    },
    {
      key: "you",
      items: [
        {
          key: "notifications",
          href: "/dashboard/partner/notifications",
          icon: Bell,
          permission: "self:read",
          badge: "unreadNotifications",
        },
        { key: "profile", href: "/dashboard/partner/profile", icon: UserRound, permission: "self:read", words: true },
        {
          key: "preferences",
          href: "/dashboard/partner/preferences",
          icon: SlidersHorizontal,
          permission: "self:read",
          words: true,
        },
        {
          key: "security",
          href: "/dashboard/partner/security",
          icon: LockKeyhole,
          permission: "self:read",
          words: true,
        },
      ],
    },
  ],
};
