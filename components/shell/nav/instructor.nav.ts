import {
  Bell,
  ClipboardCheck,
  GraduationCap,
  HandHeart,
  HeartPulse,
  LayoutDashboard,
  ListChecks,
  LockKeyhole,
  MapIcon,
  MessageSquareQuote,
  SlidersHorizontal,
  UserRound,
  Users,
} from "lucide-react";
import type { NavTree } from "@/lib/nav";

export const instructorNav: NavTree = {
  role: "INSTRUCTOR",
  sections: [
    {
      key: "teaching",
      items: [
        { key: "today", href: "/dashboard/instructor", icon: LayoutDashboard, permission: "learner:read" },
        {
          key: "learners",
          href: "/dashboard/instructor/students",
          icon: Users,
          permission: "learner:read",
          words: true,
        },
        {
          key: "pulse",
          href: "/dashboard/instructor/pulse",
          icon: HeartPulse,
          permission: "learner:read",
          words: true,
        },
        {
          key: "interventions",
          href: "/dashboard/instructor/interventions",
          icon: HandHeart,
          permission: "learner:read",
          words: true,
        },
        {
          key: "courses",
          href: "/dashboard/instructor/courses",
          icon: GraduationCap,
          permission: "course:write",
          words: true,
        },
        {
          key: "assessments",
          href: "/dashboard/instructor/assessments",
          icon: ListChecks,
          permission: "assessment:write",
          words: true,
        },
        {
          key: "feedback",
          href: "/dashboard/instructor/feedback",
          icon: MessageSquareQuote,
          permission: "review:reply",
          words: true,
        },
        {
          key: "submissions",
          href: "/dashboard/instructor/submissions",
          icon: ClipboardCheck,
          permission: "work:grade",
          badge: "toGrade",
          words: true,
        },
        {
          key: "curriculum",
          href: "/dashboard/instructor/hub/cbc",
          icon: MapIcon,
          permission: "coverage:read",
          words: true,
        },
      ],
    },
    {
      key: "you",
      items: [
        {
          key: "notifications",
          href: "/dashboard/instructor/notifications",
          icon: Bell,
          permission: "self:read",
          badge: "unreadNotifications",
        },
        {
          key: "profile",
          href: "/dashboard/instructor/profile",
          icon: UserRound,
          permission: "self:read",
          words: true,
        },
        {
          key: "preferences",
          href: "/dashboard/instructor/preferences",
          icon: SlidersHorizontal,
          permission: "self:read",
          words: true,
        },
        {
          key: "security",
          href: "/dashboard/instructor/security",
          icon: LockKeyhole,
          permission: "self:read",
          words: true,
        },
      ],
    },
  ],
};
