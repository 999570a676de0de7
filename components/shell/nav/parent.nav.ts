import {
  Bell,
  BookOpen,
  FileLock2,
  House,
  LockKeyhole,
  MessagesSquare,
  ShieldCheck,
  SlidersHorizontal,
  UserRound,
  Users,
  UsersRound,
} from "lucide-react";
import type { NavTree } from "@/lib/nav";

export const parentNav: NavTree = {
  role: "PARENT",
  sections: [
    {
      key: "family",
      items: [
        { key: "home", href: "/dashboard/parent", icon: House, permission: "family:read", bar: true },
        { key: "children", href: "/dashboard/parent/children", icon: Users, permission: "family:read", bar: true },
        {
          key: "courses",
          href: "/dashboard/parent/courses",
          icon: BookOpen,
          permission: "course:enrol",
          words: true,
        },
        {
          key: "discussions",
          href: "/dashboard/parent/discussions",
          icon: MessagesSquare,
          permission: "talk:read",
          words: true,
        },
        {
          key: "family",
          href: "/dashboard/parent/settings/family",
          icon: UsersRound,
          permission: "family:read",
          words: true,
        },
        {
          key: "privacy",
          href: "/dashboard/parent/settings/privacy",
          icon: FileLock2,
          permission: "consent:read",
          words: true,
        },
      ],
    },
    {
      key: "you",
      items: [
        {
          key: "notifications",
          href: "/dashboard/parent/notifications",
          icon: Bell,
          permission: "self:read",
          badge: "unreadNotifications",
          bar: true,
        },
        {
          key: "profile",
          href: "/dashboard/parent/profile",
          icon: UserRound,
          permission: "self:read",
          words: true,
          bar: true,
        },
        {
          key: "consent",
          href: "/dashboard/parent/settings/consent",
          icon: ShieldCheck,
          permission: "consent:read",
          words: true,
        },
        {
          key: "preferences",
          href: "/dashboard/parent/preferences",
          icon: SlidersHorizontal,
          permission: "self:read",
          words: true,
        },
        {
          key: "security",
          href: "/dashboard/parent/security",
          icon: LockKeyhole,
          permission: "self:read",
          words: true,
        },
      ],
    },
  ],
};
