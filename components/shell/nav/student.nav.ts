import {
  Award,
  Bell,
  BookOpen,
  ClipboardCheck,
  FolderOpen,
  House,
  LockKeyhole,
  MessagesSquare,
  NotebookPen,
  SlidersHorizontal,
  UserRound,
} from "lucide-react";
import type { NavTree } from "@/lib/nav";

export const studentNav: NavTree = {
  role: "STUDENT",
  sections: [
    {
      key: "learning",
      items: [
        { key: "today", href: "/dashboard/student", icon: House, permission: "mood:record", bar: true },
        {
          key: "courses",
          href: "/dashboard/student/courses",
          icon: BookOpen,
          permission: "lesson:learn",
          words: true,
          bar: true,
        },
        {
          key: "work",
          href: "/dashboard/student/work",
          icon: NotebookPen,
          permission: "work:submit",
          words: true,
        },
        {
          key: "discussions",
          href: "/dashboard/student/discussions",
          icon: MessagesSquare,
          permission: "talk:read",
          words: true,
        },
        {
          key: "assessments",
          href: "/dashboard/student/assessments",
          icon: ClipboardCheck,
          permission: "assessment:take",
          words: true,
        },
        {
          key: "portfolio",
          href: "/dashboard/student/portfolio",
          icon: FolderOpen,
          permission: "lesson:learn",
          words: true,
        },
        {
          key: "achievements",
          href: "/dashboard/student/achievements",
          icon: Award,
          permission: "lesson:learn",
          words: true,
        },
      ],
    },
    {
      key: "you",
      items: [
        {
          key: "notifications",
          href: "/dashboard/student/notifications",
          icon: Bell,
          permission: "self:read",
          badge: "unreadNotifications",
          bar: true,
        },
        {
          key: "profile",
          href: "/dashboard/student/profile",
          icon: UserRound,
          permission: "self:read",
          words: true,
          bar: true,
        },
        {
          key: "preferences",
          href: "/dashboard/student/preferences",
          icon: SlidersHorizontal,
          permission: "self:read",
          words: true,
        },
        {
          key: "security",
          href: "/dashboard/student/security",
          icon: LockKeyhole,
          permission: "self:read",
          words: true,
        },
      ],
    },
  ],
};
