import {
  Bell,
  ClipboardCheck,
  LayoutDashboard,
  ListChecks,
  LockKeyhole,
  MapIcon,
  SlidersHorizontal,
  TrendingUp,
  UserRound,
} from "lucide-react";
import type { NavTree } from "@/lib/nav";

export const staffNav: NavTree = {
  role: "STAFF",
  sections: [
    {
      key: "work",
      items: [
        { key: "focus", href: "/dashboard/staff", icon: LayoutDashboard, permission: "desk:read" },
        {
          key: "moderation",
          href: "/dashboard/staff/moderation",
          icon: ClipboardCheck,
          permission: "course:review",
          words: true,
        },
        {
          key: "assessments",
          href: "/dashboard/staff/assessments",
          icon: ListChecks,
          permission: "assessment:school",
          words: true,
        },
        {
          key: "progress",
          href: "/dashboard/staff/progress",
          icon: TrendingUp,
          permission: "child:read_all",
          words: true,
        },
        { key: "curriculum", href: "/dashboard/staff/cbc", icon: MapIcon, permission: "coverage:read", words: true },
      ],
    },
    {
      key: "you",
      items: [
        {
          key: "notifications",
          href: "/dashboard/staff/notifications",
          icon: Bell,
          permission: "self:read",
          badge: "unreadNotifications",
        },
        { key: "profile", href: "/dashboard/staff/profile", icon: UserRound, permission: "self:read", words: true },
        {
          key: "preferences",
          href: "/dashboard/staff/preferences",
          icon: SlidersHorizontal,
          permission: "self:read",
          words: true,
        },
        { key: "security", href: "/dashboard/staff/security", icon: LockKeyhole, permission: "self:read", words: true },
      ],
    },
  ],
};
