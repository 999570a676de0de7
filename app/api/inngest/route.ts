import { serve } from "inngest/next";
import { functions } from "@/inngest";
import { inngest } from "@/inngest/client";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** Job steps are executed here, one per signed call, by an Inngest server or the embedded runner. */
export const { GET, POST, PUT } = serve({ client: inngest, functions });
