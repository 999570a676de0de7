import {
  Activity,
  Bell,
  Building2,
  ClipboardCheck,
  LockKeyhole,
  MailPlus,
  ScrollText,
  SlidersHorizontal,
  UserRound,
  Users,
} from "lucide-react";
import type { NavTree } from "@/lib/nav";

export const adminNav: NavTree = {
  role: "ADMIN",
  sections: [
    {
      key: "school",
      items: [
        { key: "health", href: "/dashboard/admin", icon: Activity, permission: "health:read" },
        { key: "users", href: "/dashboard/admin/users", icon: Users, permission: "person:write" },
        {
          key: "invitations",
          href: "/dashboard/admin/users/invitations",
          icon: MailPlus,
          permission: "person:write",
          words: true,
        },
        {
          key: "organizations",
          href: "/dashboard/admin/organizations",
          icon: Building2,
          permission: "organization:write",
        },
        { key: "audit", href: "/dashboard/admin/audit", icon: ScrollText, permission: "audit:read" },
        {
          key: "approvals",
          href: "/dashboard/admin/approvals",
          icon: ClipboardCheck,
          permission: "application:review",
          words: true,
        },
      ],
    },
    {
      key: "you",
      items: [
        {
          key: "notifications",
          href: "/dashboard/admin/notifications",
          icon: Bell,
          permission: "self:read",
          badge: "unreadNotifications",
        },
        { key: "profile", href: "/dashboard/admin/profile", icon: UserRound, permission: "self:read", words: true },
        {
          key: "preferences",
          href: "/dashboard/admin/preferences",
          icon: SlidersHorizontal,
          permission: "self:read",
          words: true,
        },
        { key: "security", href: "/dashboard/admin/security", icon: LockKeyhole, permission: "self:read", words: true },
      ],
    },
  ],
};
